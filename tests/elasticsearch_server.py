"""A real Elasticsearch of our own for tests, benchmarks and trying it: loopback only, in a folder that goes with it.

    python -m tests.elasticsearch_server [--nodes 3] [--port 9200]      until Ctrl-C

Started by root it runs as a system user of its own, since it refuses to run as root.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.elasticsearch_distribution import VERSION, ElasticsearchMissing, distribution, java_home
from tests.postgresql import free_port

ROOT = Path(__file__).resolve().parents[1]
#: Elasticsearch refuses to run as root; started by root, it runs as this user.
ACCOUNT = "gongxun-es"
START_SECONDS, STOP_SECONDS = 300, 10

# In its process group stands a watcher that reads from a pipe of ours. When we end, killed or not, the pipe ends too:
# then the node is asked to stop, and made to, and the folder goes. java takes the place of the shell itself.
GUARD = """
folder=$1; shift
exec 3<&0 </dev/null
(
    trap '' TERM
    read -r _ <&3
    kill -TERM 0
    for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 $$ 2>/dev/null || break; sleep 1; done
    rm -rf "$folder"
    kill -KILL 0
) >/dev/null 2>&1 &
exec 3<&-
exec "$@"
"""
JVM_OPTIONS = """\
-XX:+UseSerialGC
-Djava.io.tmpdir=${ES_TMPDIR}
20-:--add-modules=jdk.incubator.vector
23:-XX:CompileCommand=dontinline,java/lang/invoke/MethodHandle.setAsTypeCache
23:-XX:CompileCommand=dontinline,java/lang/invoke/MethodHandle.asTypeUncached
-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1
-XX:+ExitOnOutOfMemoryError
-XX:-AlwaysPreTouch
"""
#: Compiled in haste: started with two thirds of the work, slower at what it does often.
SWIFT = "-XX:TieredStopAtLevel=1"
LOG4J = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] [%node_name]%marker %m%consoleException%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""


class ElasticsearchFailed(Exception):
    """It did not start, or did not become what was waited for; the message ends with its last log lines."""


def _account() -> pwd.struct_passwd | None:
    """Whom it runs as when we are root: a system user that is made at the first start. None: as ourselves."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(ACCOUNT)
    made = subprocess.run(
        ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT],
        capture_output=True,
        text=True,
    )
    try:
        return pwd.getpwnam(ACCOUNT)  # another process may have made it meanwhile
    except KeyError:
        raise ElasticsearchMissing(f"Elasticsearch 不肯以 root 运行，用户 {ACCOUNT} 又建不成：{made.stderr}") from None


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copyfile(source, target)
        Path(target).chmod(0o644)


# --- Nodes and clusters ---


@dataclass
class Node:
    """One process of Elasticsearch with data of its own, which outlives `kill` and `stop` until the cluster ends."""

    name: str
    folder: Path
    home: Path
    java: Path
    account: pwd.struct_passwd | None
    java_options: str
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def configure(self, settings: dict[str, Any]) -> None:
        """Write its configuration, with `settings` of elasticsearch.yml."""
        for name in ("conf", "data", "logs", "tmp"):
            (self.folder / name).mkdir(parents=True)
        own = {
            "node.name": self.name,
            "network.host": "127.0.0.1",
            "http.port": self.port,
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.folder / "logs"),
            "xpack.security.enabled": False,
            "cluster.routing.allocation.disk.threshold_enabled": False,
        }
        lines = [f"{name}: {json.dumps(value)}\n" for name, value in (own | settings).items()]  # JSON is YAML
        (self.folder / "conf" / "elasticsearch.yml").write_text("".join(lines), encoding="utf-8")
        (self.folder / "conf" / "jvm.options").write_text(JVM_OPTIONS, encoding="utf-8")
        (self.folder / "conf" / "log4j2.properties").write_text(LOG4J, encoding="utf-8")
        if self.account:
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def start(self) -> None:
        """Start it, for the first time or with the data that it has. Does not wait: the cluster's `wait_for` does."""
        if self.running:
            raise RuntimeError(f"{self.name} runs already")
        conf, java = self.folder / "conf", self.java / "bin" / "java"
        # The distribution lacks bin/elasticsearch; this is what that script runs.
        launcher = f"""
            -Xms4m -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dcli.name=server -Dcli.script=bin/elasticsearch
            -Dcli.libs=lib/tools/server-cli -Des.path.home={self.home} -Des.path.conf={conf}
            -Des.distribution.type=tar -Des.java.type=ES_JAVA_HOME
            -cp lib/*:lib/cli-launcher/* org.elasticsearch.launcher.CliToolLauncher
        """.split()
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "ES_JAVA_OPTS": self.java_options,
            "ES_JAVA_HOME": str(self.java),
            "ES_PATH_CONF": str(conf),
            "ES_TMPDIR": str(self.folder / "tmp"),
        }
        other: dict[str, Any] = {}
        if self.account:
            other = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["sh", "-c", GUARD, "sh", str(self.folder.parent), str(java), *launcher],
                cwd=self.home,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a group of its own, which Ctrl-C in a terminal does not reach
                **other,
            )

    def terminate(self) -> None:
        """Ask it to stop; `stop` waits for it."""
        if self.running and self.process:
            self.process.terminate()

    def stop(self) -> None:
        """SIGTERM, and SIGKILL when it does not heed it. Its data stays."""
        self.terminate()
        if self.process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        """SIGKILL (-9), as by a power cut: its launcher, the server and our watcher. Its data stays."""
        if not self.process:
            return
        # The watcher is in the group until now, so the number is still ours.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()
        deadline = time.monotonic() + 10  # the server, no child of ours, holds its port and its data a moment longer
        while time.monotonic() < deadline and answers(self.port):
            time.sleep(0.02)
        self.process = None

    def last_log_lines(self, count: int = 15) -> str:
        try:
            return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
        except OSError:
            return ""


@dataclass
class Cluster:
    """One node or several, each at an address of its own on this machine."""

    nodes: list[Node]

    @property
    def url(self) -> str:
        """The address of the first node."""
        return self.nodes[0].url

    @property
    def urls(self) -> list[str]:
        return [node.url for node in self.nodes]

    def health(self) -> dict[str, Any] | None:
        """What `/_cluster/health` of the first running node that answers says; None while none does."""
        for node in self.nodes:
            if node.running:
                address = f"{node.url}/_cluster/health?timeout=1s"
                with contextlib.suppress(OSError, ValueError), urllib.request.urlopen(address, timeout=5) as answer:
                    return dict(json.load(answer))
        return None

    def wait_for(self, status: str = "green", *, within: float = START_SECONDS) -> None:
        """Until all running nodes have found each other and the cluster has at least this status.

        `status`: "green" or "yellow". Raises ElasticsearchFailed after `within` seconds, or when no node runs.
        """
        enough = {"green": {"green"}, "yellow": {"green", "yellow"}}[status]
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            running = [node for node in self.nodes if node.running]
            if not running:
                break
            if (said := self.health()) and said["status"] in enough and said["number_of_nodes"] == len(running):
                return
            time.sleep(0.1)
        logs = "\n".join(f"-- {node.name}\n{node.last_log_lines()}" for node in self.nodes)
        raise ElasticsearchFailed(f"Elasticsearch 在 {within:.0f} 秒内没有变成 {status}。\n{logs}")


def answers(port: int) -> bool:
    """Whether somebody listens on this port of the machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def elasticsearch(nodes: int = 1, *, heap: str = "512m", swift: bool = False, port: int = 0) -> Iterator[Cluster]:
    """Start a cluster, yield it when it is green; stop it and remove its folder at the end.

    `heap`: memory of each node's objects; the process takes half as much again. `swift`: for tests that ask little of
    it; never to measure with. `port`: of the first node, 0 for a free one.
    Raises ElasticsearchMissing when it cannot be had here, ElasticsearchFailed when it does not start.
    """
    java, cached, account = java_home(), distribution(), _account()
    folder = Path(tempfile.mkdtemp(prefix="gongxun-es-"))
    options = f"-Xms{heap} -Xmx{heap} {SWIFT if swift else ''}".rstrip()
    members: list[Node] = []
    try:
        home = cached
        if account:  # who cannot look into root's cache, gets the same files here, without a second copy where possible
            home = folder / "home"
            shutil.copytree(cached, home, copy_function=_link_or_copy)
            for path in (folder, home, *home.rglob("*/")):
                if path.is_dir():
                    os.chown(path, account.pw_uid, account.pw_gid)
        members = [
            Node(
                f"node-{n}", folder / f"node-{n}", home, java, account, options, (port if n == 1 else 0) or free_port()
            )
            for n in range(1, nodes + 1)
        ]
        for node, settings in zip(members, _discovery(members, folder.name), strict=True):
            node.configure(settings)
            node.start()
        cluster = Cluster(members)
        cluster.wait_for("green")
        yield cluster
    finally:
        for node in members:
            node.terminate()
        for node in members:
            node.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _discovery(members: list[Node], name: str) -> list[dict[str, Any]]:
    """How each finds the others: settings of elasticsearch.yml, in the members' order."""
    ports = [free_port() for _ in members]
    if len(members) == 1:
        return [{"cluster.name": name, "transport.port": ports[0], "discovery.type": "single-node"}]
    together = {
        "cluster.name": name,
        "discovery.seed_hosts": [f"127.0.0.1:{port}" for port in ports],
        "cluster.initial_master_nodes": [node.name for node in members],
    }
    return [together | {"transport.port": port} for port in ports]


# --- One server for several processes of a test run ---


@contextmanager
def shared_elasticsearch(folder: Path) -> Iterator[str]:
    """The address of one node for all processes that give the same `folder`: the first starts it, and it stops when the
    last has left the block or died. Raises what `elasticsearch` raises.
    """
    pipe, address = folder / "elasticsearch.pipe", folder / "elasticsearch.url"
    with (folder / "elasticsearch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            held = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)  # refused when nobody reads: none runs
        except OSError:
            pipe.unlink(missing_ok=True)
            os.mkfifo(pipe)
            held = _start_shared(pipe, address)
    try:
        yield address.read_text()
    finally:
        os.close(held)


def _start_shared(pipe: Path, address: Path) -> int:
    """Start a server that runs while somebody holds the pipe's writing end, and return one such end."""
    java_home()  # what is missing is raised here, not in the server
    distribution()
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    held = os.open(pipe, os.O_WRONLY)
    os.set_blocking(reading, True)
    command = [sys.executable, "-m", "tests.elasticsearch_server", "--while-read"]
    server = subprocess.Popen(command, cwd=ROOT, stdin=reading, stdout=subprocess.PIPE, text=True)
    os.close(reading)
    assert server.stdout is not None
    said = server.stdout.readline().strip()
    server.stdout.close()
    if not said:
        os.close(held)
        raise ElasticsearchFailed("Elasticsearch 没有启动，原因见上面的输出。")
    address.write_text(said)
    return held


# --- By hand: `make elasticsearch` ---


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--nodes", type=int, default=1)
    cli.add_argument("--port", type=int, default=9200, help="of the first node; another when it is taken")
    cli.add_argument("--heap", default="512m")
    cli.add_argument("--while-read", action="store_true", help="print the address alone, end with the standard input")
    chosen = cli.parse_args()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        if chosen.while_read:
            with elasticsearch(heap=chosen.heap, swift=True) as cluster:
                print(cluster.url, flush=True)
                while os.read(0, 1024):
                    pass
                os.close(0)  # whoever wants one from now on starts another
            return 0
        port = 0 if answers(chosen.port) else chosen.port
        print("Elasticsearch 正在启动……", flush=True)
        began = time.monotonic()
        with elasticsearch(chosen.nodes, heap=chosen.heap, port=port) as cluster:
            print(f"Elasticsearch {VERSION} 已启动（{time.monotonic() - began:.0f} 秒）：{'、'.join(cluster.urls)}")
            print(f"让网站用它：ELASTICSEARCH_URL={','.join(cluster.urls)} make run")
            print("按 Ctrl-C 停止；里面的索引随之删除，原来的稿件都在数据库里。", flush=True)
            while any(node.running for node in cluster.nodes):
                time.sleep(0.5)
            raise ElasticsearchFailed(f"Elasticsearch 自己停了。\n{cluster.nodes[0].last_log_lines()}")
    except KeyboardInterrupt:
        print("\nElasticsearch 已停止。")
        return 0
    except (ElasticsearchMissing, ElasticsearchFailed) as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
