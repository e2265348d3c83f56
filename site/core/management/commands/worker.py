"""`manage.py worker`: runs queued jobs and keeps the timetable."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from core.jobs import queue
from core.jobs.lock import AnotherWorker, only_worker
from core.jobs.worker import Worker
from core.startup import lacks_tables, unready_database


class Command(BaseCommand):
    help = "运行后台任务和定时任务，直到按 Ctrl-C 或收到结束信号。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="把现在到期的都做完就结束，不常驻。")
        parser.add_argument("--interval", type=float, default=1.0, help="空闲时隔几秒看一次队列，默认 1 秒。")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0.05 <= options["interval"] <= 3600:
            raise CommandError(_("--interval 应在 0.05 到 3600 秒之间。"))
        worker = Worker(interval=options["interval"], say=self._say)
        if options["once"]:
            # Beside a running worker this is safe as well: leases keep the two apart.
            self._say(_("做完了 %(count)s 件后台任务。") % {"count": worker.run_once()})
            return
        try:
            refuse_unready_database()
            with only_worker():
                self._say(_("后台任务进程已启动（进程号 %(pid)s）。") % {"pid": os.getpid()})
                worker.run()
                self._say(_("后台任务进程已结束。"))
        except AnotherWorker as other:
            raise CommandError(
                _("这个数据库已有后台任务进程在运行（进程号 %(pid)s），不必再开一个。") % {"pid": other.pid}
            ) from other

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def refuse_unready_database() -> None:
    """Raise CommandError when the queue's tables are not there. A database that is only out of reach may come back."""
    try:
        queue.work_is_due()
    except DatabaseError as error:
        if lacks_tables(error):
            raise CommandError(unready_database(error)) from error
