"""`manage.py serve`, which `make run` calls: everything a site needs to run on this machine, then server and worker."""

from __future__ import annotations

import functools
import socket
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from core.schema import DatabaseUnreachable, SchemaMismatch, bring_up_to_date
from core.secrets import stored_secret
from core.startup import explanation
from home.newsroom import build_newsroom, point_site_at
from home.roles import ensure_roles
from home.serving import Household, answers, interruptible, lead_mails_to, reserve_port, run_server
from search.starter import make_ready as make_search_ready

ADMIN = "admin"
COMPILED = ("exiv2", "PIL.Image")


class Command(BaseCommand):
    help = "准备好数据库和演示内容，启动网站和后台任务进程，直到按 Ctrl-C。"
    requires_system_checks = []  # `make test` runs them; here they would cost a second of every start

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000。")
        parser.add_argument("--threads", type=int, default=8, help="同时处理的请求数，默认 8。")
        parser.add_argument("--no-demo", action="store_true", help="不载入演示内容。")
        parser.add_argument("--prepare-only", action="store_true", help="只做准备，不启动。")

    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        if not 1 <= port <= 65_535:
            raise CommandError(_("端口应在 1 到 65535 之间。"))
        refuse_missing_libraries()
        refuse_unwritable(settings.VAR)
        reserved = self.reserve(port)
        password_file = settings.VAR / "admin-password"
        try:
            with interruptible():
                self.prepare(port, demo=not options["no_demo"], password_file=password_file)
        except KeyboardInterrupt:
            self.say(_("已中断。下次启动会接着准备。"))
            raise SystemExit(130) from None
        if options["prepare_only"]:
            reserved.close()
            return
        address = f"http://127.0.0.1:{port}"
        lead_mails_to(address)
        household = Household(complain=self.stderr.write)
        household.start(_("后台任务进程"), functools.partial(self.work, reserved))
        household.start(_("网站服务器"), functools.partial(run_server, reserved, threads=options["threads"]))
        reserved.close()
        code = household.watch(Announcement(self, f"{address}/", password_file))
        if code:
            raise SystemExit(code)
        self.say(_("已全部停下。"))

    def reserve(self, port: int) -> socket.socket:
        try:
            return reserve_port("127.0.0.1", port)
        except OSError as error:
            raise CommandError(
                _(
                    "端口 %(port)s 用不了（%(reason)s）。也许工讯已经在运行：请打开 http://127.0.0.1:%(port)s/ 看看，"
                    "或结束占用它的程序，或换一个端口：make run PORT=%(next)s"
                )
                % {"port": port, "reason": error.strerror, "next": port + 1 if port < 65_535 else 8000}
            ) from error

    def prepare(self, port: int, *, demo: bool, password_file: Path) -> None:
        """All that must stand before the first page: tables, the site's bones, roles, demo content, an account."""
        Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # empty; its absence would be warned about at every start
        self.prepare_database()
        newsroom = build_newsroom(port=port)
        point_site_at(newsroom.site, port=port)
        ensure_roles()
        if demo:
            call_command("load_demo", stdout=self.stdout)
        make_search_ready()
        ensure_admin(password_file)

    def prepare_database(self) -> None:
        try:
            if bring_up_to_date(stamp=settings.VAR / "migrated"):
                self.say(_("数据库已建好。"))
        except DatabaseUnreachable as unreachable:
            raise CommandError(
                _("数据库打不开（%(reason)s）。%(advice)s") % {"reason": unreachable, "advice": advice()}
            ) from unreachable
        except SchemaMismatch as mismatch:
            raise CommandError(f"{mismatch}\n{advice()}") from mismatch

    def work(self, reserved: socket.socket) -> None:
        reserved.close()
        call_command("worker", stdout=self.stdout, stderr=self.stderr)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


class Announcement:
    """Asks for the front page until it answers, then says once where the site is and how to log in."""

    def __init__(self, command: Command, address: str, password_file: Path) -> None:
        self.command, self.address, self.password_file = command, address, password_file
        self.began = time.monotonic()
        self.made = False

    def __call__(self) -> None:
        if self.made or not answers(self.address):
            return
        self.made = True
        lines = [
            _("网站已就绪：%(address)s") % {"address": self.address},
            _("编辑登录：%(address)sadmin/　%(login)s") % {"address": self.address, "login": self.login()},
            _("按 Ctrl-C 结束。"),
        ]
        self.command.say("\n".join(lines))

    def login(self) -> str:
        account = get_user_model().objects.filter(username=ADMIN).first()
        password = stored_secret(self.password_file, 16)
        if account is None or not account.is_active:
            return _("用自己的账号")
        if not account.check_password(password):
            return _("账号 %(name)s，密码已经改过") % {"name": ADMIN}
        return _("账号 %(name)s，密码 %(password)s（存在 %(file)s）") % {
            "name": ADMIN,
            "password": password,
            "file": self.password_file,
        }


def advice() -> str:
    """What to do about a database that cannot be used."""
    if connection.vendor == "sqlite":
        return _(
            "如果里面只有演示内容，把文件夹 %(var)s 改个名字再运行 make run，会建一个新的；"
            "如果是正式内容，请先备份，再换回建它时用的程序版本，或请技术人员处理。"
        ) % {"var": settings.VAR}
    return _("请检查环境变量 DATABASE_URL 和数据库服务；程序换过版本的，请换回建这个数据库时用的版本。")


def refuse_missing_libraries() -> None:
    """Raise CommandError when a compiled dependency cannot be loaded: else the first photo would find that out."""
    for name in COMPILED:
        try:
            import_module(name)
        except ImportError as error:
            raise CommandError(explanation(error) or str(error)) from error


def refuse_unwritable(folder: Path) -> None:
    """Raise CommandError unless files can be made in `folder`."""
    probe = folder / ".write-probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise CommandError(
            _(
                "文件夹 %(folder)s 写不进去（%(reason)s）。"
                "请检查它的权限和磁盘空间，或用环境变量 GONGXUN_VAR 换一个位置。"
            )
            % {"folder": folder, "reason": error.strerror}
        ) from error


def ensure_admin(password_file: Path) -> None:
    """The first account, with a password made on this machine. Made only while there is no superuser at all."""
    users = get_user_model().objects
    if not users.filter(is_superuser=True).exists():
        users.create_superuser(ADMIN, email="", password=stored_secret(password_file, 16))
