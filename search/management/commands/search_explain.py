"""Shows how a question is cut and planned, and why pages rank where they do."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search.errors import SearchError
from search.explaining import explain


class Command(BaseCommand):
    help = "说明一次搜索：怎么切词、找什么，前几条为什么排在那里。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", metavar="QUERY", help="要搜的话")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, help="语言版，如 zh-hant")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            shown = explain(options["query"], language=options["language"])
        except SearchError as error:
            raise CommandError(str(error)) from error
        if not shown.words:
            self.stdout.write(_("没有可找的词。"))
            return
        for ways in shown.words:
            self.stdout.write(_("必须有：%(words)s") % {"words": _(" 或 ").join(ways)})
        for label, phrases in ((_("连着出现更靠前"), shown.wholes), (_("不能有"), shown.excluded)):
            if phrases:
                self.stdout.write(f"{label}：{'、'.join(phrases)}")
        for place, hit in enumerate(shown.hits, start=1):
            self.stdout.write(f"{place:3}. {hit.page.title}（{hit.page.pk}）")
            figures = {
                "score": f"{hit.score:.2f}",
                "engine": f"{hit.engine_score:.2f}",
                "asked": f"{hit.as_asked:.0%}",
                "near": f"{hit.nearness:.0%}",
            }
            line = _("得分 %(score)s：引擎 %(engine)s，原样 %(asked)s，相邻 %(near)s") % figures
            self.stdout.write(f"     {line}{'' if hit.is_whole else _('，词不全')}")
        if not shown.hits:
            self.stdout.write(_("没有找到。"))
