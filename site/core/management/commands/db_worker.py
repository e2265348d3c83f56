"""Keeps django-tasks' own worker from our queue: it knows no leases, and would fail every job of ours."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = "不用：后台任务由 manage.py worker 执行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("arguments", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(_("后台任务由 manage.py worker 执行，请不要用 db_worker。"))
