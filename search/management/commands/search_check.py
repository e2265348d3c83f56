"""Compares the search index with what it should hold, and mends what differs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from core.terminal import Bar
from search.elastic.checking import check_cluster
from search.elastic.client import is_wanted
from search.errors import SearchError
from search.management.commands.search_rebuild import ENGINES
from search.models import OutboxItem
from search.rebuilding import Drift, check


class Command(BaseCommand):
    help = "核对搜索索引与内容是否一致，不一致的当场补正。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--engine",
            choices=ENGINES,
            default="all",
            help="database 核对数据库里的索引与内容，elasticsearch 核对集群与数据库里的索引；默认两者都核对。",
        )

    def handle(self, *args: Any, engine: str, **options: Any) -> None:
        bar = Bar(self.stderr)
        drifts: list[Drift] = []
        try:
            if engine != "elasticsearch":
                drifts.append(check(bar))
            if engine == "elasticsearch" or (engine == "all" and is_wanted()):
                drifts.append(check_cluster(bar))
        except SearchError as error:
            raise CommandError(str(error)) from error
        finally:
            bar.end()
        for item in OutboxItem.objects.exclude(refused=0).order_by("pk"):
            self.stdout.write(_("集群不收　%(item)s：%(error)s") % {"item": item, "error": item.error})
        count = sum(map(len, drifts))
        if not count:
            self.stdout.write(_("索引与内容一致。"))
            return
        for drift in drifts:
            for label, names in ((_("缺"), drift.missing), (_("不一致"), drift.different), (_("多余"), drift.extra)):
                for model, key in names:
                    self.stdout.write(f"{label}　{model}:{key}")
        self.stdout.write(_("共%(count)s条，已补正。") % {"count": count})
