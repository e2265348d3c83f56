"""Runs the server and the job worker as children of one process, and ends them together."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

#: Seconds from the signal until what still runs is killed. The worker takes up to nine to hand a job back.
PATIENCE = 12.0
PR_SET_PDEATHSIG = 1
#: Seconds after which an interruption that got lost is raised again.
INSISTENCE = 0.5


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C ends what runs inside, for certain.

    Python drops a KeyboardInterrupt that is raised in a finaliser or in a function that SQLite calls; here it is raised
    again until it gets through.
    """

    def interrupt(number: int, frame: FrameType | None) -> None:
        signal.setitimer(signal.ITIMER_REAL, INSISTENCE)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGALRM)}
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass
class Child:
    """A part of the site that runs in a process of its own."""

    name: str
    pid: int


@dataclass
class Household:
    """Children that live and end together. One of them ending by itself ends the others."""

    #: Called with a line about a child that ended by itself.
    complain: Callable[[str], Any]
    children: list[Child] = field(default_factory=list)
    stopping_since: float = 0.0
    asked: int = 0

    def start(self, name: str, run: Callable[[], Any]) -> None:
        """Run `run` in a child. It shares what this process has imported, so it starts at once."""
        connections.close_all()
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            _live_as_child(parent, run)
        self.children.append(Child(name, pid))

    def watch(self, meanwhile: Callable[[], Any]) -> int:
        """Wait until all children have ended; call `meanwhile` every tenth of a second. Returns the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        code = 0
        while self.children:
            for child, status in self._ended():
                if not self.stopping_since:
                    code = 1
                    words = {"name": child.name, "how": _how(status)}
                    self.complain(_("%(name)s意外结束（%(how)s），其余部分也随之停下。") % words)
                    self.stop()
            if self.stopping_since and time.monotonic() - self.stopping_since > PATIENCE:
                self._signal(signal.SIGKILL)
            if not self.stopping_since:
                meanwhile()
            time.sleep(0.1)
        return code

    def stop(self) -> None:
        """Ask every child to end; asked again, they end at once."""
        self.stopping_since = self.stopping_since or time.monotonic()
        self._signal(signal.SIGTERM)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.asked += 1
        self.stopping_since = self.stopping_since or time.monotonic()
        self._signal(signal.SIGTERM if self.asked < 3 else signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        for child in self.children:
            try:
                # To its whole group only when killing: a gunicorn master ends its own workers when asked.
                (os.killpg if number == signal.SIGKILL else os.kill)(child.pid, number)
            except ProcessLookupError:
                continue

    def _ended(self) -> list[tuple[Child, int]]:
        ended = []
        for child in list(self.children):
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                self.children.remove(child)
                ended.append((child, status))
        return ended


def _live_as_child(parent: int, run: Callable[[], Any]) -> NoReturn:
    code = 1
    try:
        # A session of its own: Ctrl-C reaches the parent alone, which then asks each child once.
        os.setsid()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        _end_with(parent)
        run()
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except BaseException:  # noqa: BLE001  nothing may return into the parent's code
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end_with(parent: int) -> None:
    """Get SIGTERM when the parent dies, however it dies (Linux; elsewhere only a kill -9 of it leaves us behind)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def _how(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return _("退出码 %(code)s") % {"code": code} if code >= 0 else _("信号 %(number)s") % {"number": -code}


def reserve_port(host: str, port: int) -> socket.socket:
    """A socket bound to the address, not yet listening. Raises OSError when the port is taken."""
    reserved = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # A port whose last connections are still being laid to rest counts as free; a listening one does not.
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        reserved.bind((host, port))
    except OSError:
        reserved.close()
        raise
    return reserved


def lead_mails_to(address: str) -> None:
    """Let links in mails lead to `address`, unless SITE_URL names another; in this process and its children."""
    if not os.environ.get("SITE_URL", "").strip():
        settings.WAGTAILADMIN_BASE_URL = address


def run_server(reserved: socket.socket, *, threads: int) -> None:
    """Serve the site on a reserved socket until SIGTERM: one gunicorn worker, since SQLite has one writer anyway."""
    from django.core.servers.basehttp import get_internal_wsgi_application
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in {
                "bind": f"fd://{reserved.fileno()}",
                "worker_class": "gthread",
                "threads": threads,
                "workers": 1,
                "graceful_timeout": 3,
                "timeout": 120,
                "loglevel": "warning",
                "control_socket_disable": True,
            }.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return get_internal_wsgi_application()

    server = Server()
    server.wsgi()  # before the fork, so that an error in the code ends the server instead of a series of workers
    server.run()


def answers(address: str, *, timeout: float = 10.0) -> bool:
    """Whether a page answers there; an error page is an answer too."""
    try:
        # Never through a proxy: the address is this machine's own.
        with build_opener(ProxyHandler({})).open(address, timeout=timeout) as response:
            response.read()
    except HTTPError:
        return True
    except (URLError, OSError):
        return False
    return True
