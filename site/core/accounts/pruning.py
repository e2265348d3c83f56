"""Daily: the log of log-ins is kept for a year and no longer.

Six months are the least that the law asks of a site (网络安全法, article 21); it holds names and addresses of people.
"""

from __future__ import annotations

from axes.handlers.proxy import AxesProxyHandler
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jobs.schedule import every

KEPT_DAYS = 365


@every(seconds=86_400, name="core.prune_logins", title=gettext_lazy("清理一年以前的登录记录"))
def prune_logins() -> str | None:
    count = AxesProxyHandler.reset_logs(age_days=KEPT_DAYS)
    return _("清理了 %(count)s 条登录记录。") % {"count": count} if count else None
