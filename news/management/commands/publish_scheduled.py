"""`manage.py publish_scheduled`: Wagtail's command by name, ours by work: one blocked page never stops the rest."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.management.commands import publish_scheduled

from news import jobs


class Command(publish_scheduled.Command):
    help = "发布到点的、下线到期的内容。后台任务进程（manage.py worker）会自动做，一般不用手工执行。"

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        reports = [report for report in (jobs.expire_due(), jobs.publish_due()) if report]
        for report in reports or [_("没有到点的内容。")]:
            self.stdout.write(report)
