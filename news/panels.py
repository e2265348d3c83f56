"""Admin panels of stories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as wagtails_own
from django.utils.translation import ngettext
from wagtail.admin.panels import Panel

from news.publication import Severity, publication_findings

if TYPE_CHECKING:
    from news.models import StoryPage


def before_publication(story: StoryPage, user: Any) -> dict[str, Any]:
    """What stands between a draft and its readers: context of the panel's template and of the note at the buttons.

    `problems` and `warnings` are what the gate finds; `scheduled` the revision that is approved to go out by itself;
    `planned` is true when a time is filled in and nothing has been scheduled for it, which `user` may do or not.
    """
    found = publication_findings(story)
    problems = [problem for problem in found if problem.severity is Severity.BLOCKS]
    warnings = [problem for problem in found if problem.severity is Severity.WARNS]
    scheduled = story.approved_schedule
    return {
        "problems": problems,
        "problems_heading": ngettext("发布前还差 %(count)s 项", "发布前还差 %(count)s 项", len(problems))
        % {"count": len(problems)},
        "warnings": warnings,
        "warnings_heading": ngettext("%(count)s 条提醒", "%(count)s 条提醒", len(warnings)) % {"count": len(warnings)},
        "scheduled": scheduled,
        "planned": not scheduled and story.go_live_at and story.go_live_at > timezone.now(),
        "go_live_at": story.go_live_at,
        "may_publish": story.permissions_for_user(user).can_publish(),
        # As it stands on the button, whose words are Wagtail's and not ours to repeat.
        "schedule_button": wagtails_own("Schedule to publish"),
    }


class PublicationProblemsPanel(Panel):
    """Tells what still blocks publication, on top of the story's form; there, if empty, for the script to fill."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "news/panels/publication_problems.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            if self.instance is None or self.instance.pk is None or self.request is None:
                return context
            return {**context, **before_publication(self.instance, self.request.user)}
