"""`manage.py serve`, which `make run` calls: really started, really stopped, with a var folder of its own."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prepared import use_prepared_database
from tests.served_site import ServedSite


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> ServedSite:
    """A site with its tables, without demo content; prepared once for this module."""
    prepared = ServedSite(tmp_path_factory.mktemp("served") / "var")
    use_prepared_database(prepared.var)
    done = prepared.run("serve", "--port", str(prepared.port), "--no-demo", "--prepare-only")
    assert done.returncode == 0, done.stderr
    return prepared


@pytest.fixture
def running(site: ServedSite) -> Iterator[ServedSite]:
    site.start("--no-demo")
    try:
        site.wait_until_ready()
        yield site
    finally:
        site.end()


@pytest.fixture
def spare(tmp_path: Path) -> Iterator[ServedSite]:
    """A site of which nothing exists yet."""
    spare = ServedSite(tmp_path / "var")
    yield spare
    spare.end()


def child_pids(site: ServedSite) -> list[int]:
    """The two children, in the order of their start: worker, then server."""
    assert site.process is not None
    parents = {}
    for pid in site.processes():
        parents[pid] = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return sorted(pid for pid, parent in parents.items() if parent == site.process.pid)


def wait_for(path: Path, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < until, f"no {path.name} after {seconds} s"
        time.sleep(0.05)


def status_of(site: ServedSite, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=90)
    connection.request("GET", path)
    return connection.getresponse().status


def refusal(site: ServedSite, **environment: str) -> str:
    """What a start that must not succeed says; it ends with code 1 and no traceback."""
    done = site.run("serve", "--port", str(site.port), "--no-demo", "--prepare-only", **environment)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_it_serves_the_site_says_how_to_log_in_and_refuses_a_second_start(running: ServedSite) -> None:
    assert f"{running.address}/" in running.output()
    for path in ("/", "/admin/login/", "/static/css/base.css"):
        assert status_of(running, path) == 200
    kept = running.var / "admin-password"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.read_text().strip() == running.password()
    assert len(running.password()) == 16
    assert f"{running.address}/ 看看" in refusal(running)
    assert status_of(running, "/") == 200


@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.long)])
def test_a_signal_ends_all_of_it(running: ServedSite, number: signal.Signals) -> None:
    assert len(child_pids(running)) == 2
    assert running.stop(number) == 0
    assert running.wait_until_gone() == []
    assert "已全部停下。" in running.output()


@pytest.mark.long
def test_interrupted_while_it_prepares_it_ends_without_a_traceback(spare: ServedSite) -> None:
    spare.start("--no-demo")
    wait_for(spare.var / "gongxun.sqlite3")
    assert spare.stop(signal.SIGINT) == 130
    assert "已中断" in spare.output()
    assert "Traceback" not in spare.output()
    assert spare.wait_until_gone() == []


def test_when_one_part_dies_the_other_is_stopped_and_it_says_so(running: ServedSite) -> None:
    os.kill(child_pids(running)[0], signal.SIGKILL)
    assert running.process is not None
    assert running.process.wait(timeout=90) == 1
    assert running.wait_until_gone() == []
    assert "后台任务进程意外结束（信号 9）" in running.output()


def test_killed_outright_it_leaves_no_process_behind(running: ServedSite) -> None:
    running.stop(signal.SIGKILL)
    assert running.wait_until_gone() == []


def test_a_later_start_does_not_migrate_again(site: ServedSite) -> None:
    stamp = site.var / "migrated"
    before = stamp.stat().st_mtime_ns
    began = time.monotonic()
    done = site.run("serve", "--port", str(site.port), "--no-demo", "--prepare-only")
    print(f"later preparation: {time.monotonic() - began:.1f} s")
    assert done.returncode == 0
    assert stamp.stat().st_mtime_ns == before


def test_a_port_in_use_is_named_with_what_to_do(site: ServedSite) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", site.port))
        other.listen()
        message = refusal(site)
    assert f"端口 {site.port} 用不了" in message
    assert f"make run PORT={site.port + 1}" in message


@pytest.mark.long
def test_a_database_of_another_program_version_is_refused(site: ServedSite) -> None:
    database = sqlite3.connect(site.var / "gongxun.sqlite3")
    try:
        with database:
            database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('news', '0999_later', 0)")
        message = refusal(site)
        assert "不认识的迁移 news.0999_later" in message
        assert f"把文件夹 {site.var} 改个名字" in message
    finally:
        with database:
            database.execute("DELETE FROM django_migrations WHERE name = '0999_later'")
        database.close()


@pytest.mark.long
def test_a_database_that_lacks_a_column_is_refused(site: ServedSite) -> None:
    database, stamp = sqlite3.connect(site.var / "gongxun.sqlite3"), site.var / "migrated"
    kept = stamp.read_text()
    try:
        with database:
            database.execute("ALTER TABLE news_sectionpage RENAME COLUMN description TO was_description")
        stamp.write_text("an earlier program")
        assert "表 news_sectionpage 缺少 description" in refusal(site)
    finally:
        with database:
            database.execute("ALTER TABLE news_sectionpage RENAME COLUMN was_description TO description")
        database.close()
        stamp.write_text(kept)


def test_a_file_that_is_no_database_is_refused(spare: ServedSite) -> None:
    spare.var.mkdir()
    (spare.var / "gongxun.sqlite3").write_text("不是数据库\n" * 200, encoding="utf-8")
    assert "数据库打不开（file is not a database）" in refusal(spare)


def test_a_database_server_that_does_not_answer_is_named(spare: ServedSite) -> None:
    message = refusal(spare, DATABASE_URL="postgresql://nobody@127.0.0.1:1/gongxun")
    assert "数据库打不开" in message
    assert "请检查环境变量 DATABASE_URL" in message


def test_a_missing_system_library_is_named_with_its_package(spare: ServedSite, tmp_path: Path) -> None:
    broken = tmp_path / "broken" / "exiv2"
    broken.mkdir(parents=True)
    loader = "libexpat.so.1: cannot open shared object file: No such file or directory"
    (broken / "__init__.py").write_text(f"raise ImportError({loader!r})")
    message = refusal(spare, PYTHONPATH=str(broken.parent))
    assert "缺少系统库 libexpat.so.1" in message
    assert "apt-get install libexpat1" in message


def test_a_var_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")
    message = refusal(ServedSite(tmp_path / "a-file" / "var"), PWD=str(tmp_path))
    assert "写不进去" in message
    assert "GONGXUN_VAR" in message


def test_a_malformed_setting_is_named(spare: ServedSite) -> None:
    assert "环境变量 DATABASE_URL 应以" in refusal(spare, DATABASE_URL="mysql://localhost/gongxun")
