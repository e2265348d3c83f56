"""Makes the search index anew while the old one answers; a rebuild that was cut off goes on."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from core.terminal import Bar
from search.errors import SearchError
from search.jobs import rebuild_engines

ENGINES = ("all", "database", "elasticsearch")


class Command(BaseCommand):
    help = "重建搜索索引；重建时旧索引照常应答，中断了再运行一次就接着做。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--engine",
            choices=ENGINES,
            default="all",
            help="database 是数据库里的索引，elasticsearch 是集群；默认两者都重建。",
        )

    def handle(self, *args: Any, engine: str, **options: Any) -> None:
        bar = Bar(self.stderr)
        try:
            done = rebuild_engines(engine, bar)
        except SearchError as error:
            raise CommandError(str(error)) from error
        finally:
            bar.end()
        self.stdout.write(_("索引已重建，共%(count)s条。") % {"count": done})
