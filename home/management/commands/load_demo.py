"""`manage.py load_demo`: the demo site's records, pages and stories."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from home.demo_records import DemoError
from home.demo_site import load_demo
from media.services import MediaError


class Command(BaseCommand):
    help = "载入演示内容：单位、人物、栏目、专栏和十几篇稿件。再次运行不会重复载入，改过或删掉的也不会复原。"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_demo(say=self.say)
        except (DemoError, MediaError) as error:
            raise CommandError(_("演示内容没有载入完：%(reason)s") % {"reason": error}) from error
        if loaded.stories:
            self.say(
                _("演示内容已载入：%(stories)s 篇稿件，%(photos)s 张照片。")
                % {"stories": len(loaded.stories), "photos": loaded.photos}
            )

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
