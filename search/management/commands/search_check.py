"""Compares the search index with what it should hold, and mends what differs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.terminal import Bar
from search.errors import SearchError
from search.rebuilding import check


class Command(BaseCommand):
    help = "核对搜索索引与内容是否一致，不一致的当场补正。"

    def handle(self, *args: Any, **options: Any) -> None:
        bar = Bar(self.stderr)
        try:
            drift = check(bar)
        except SearchError as error:
            raise CommandError(str(error)) from error
        finally:
            bar.end()
        if not len(drift):
            self.stdout.write(_("索引与内容一致。"))
            return
        for label, names in ((_("缺"), drift.missing), (_("不一致"), drift.different), (_("多余"), drift.extra)):
            for model, key in names:
                self.stdout.write(f"{label}　{model}:{key}")
        self.stdout.write(_("共%(count)s条，已补正。") % {"count": len(drift)})
