"""Daily: jobs that ended more than 30 days ago go."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jobs.schedule import every


@every(seconds=86_400, name="core.prune_jobs", title=gettext_lazy("清理旧的后台任务记录"))
def prune_jobs() -> str | None:
    from core.jobs import queue

    count = queue.prune()
    return _("清理了 %(count)s 条后台任务记录。") % {"count": count} if count else None
