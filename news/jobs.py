"""Due publications and expiries, in place of Wagtail's `publish_scheduled`, which stops at the first page that refuses.

https://github.com/wagtail/wagtail/blob/v8.0.1/wagtail/management/commands/publish_scheduled.py
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, ModelLogEntry, Page, PageLogEntry, Revision

from core.jobs.errors import error_summary
from core.jobs.schedule import every, should_stop
from news.publication import PublicationRefused

logger = logging.getLogger("news.jobs")

REFUSED = "news.publication_refused"
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=5)


@dataclass(frozen=True)
class Blocked:
    """A due revision that could not go out: what it held then, how often it was tried, when it is tried again."""

    content: str
    tries: int
    again_at: datetime


#: By revision. In memory only: after a restart each is simply tried again at once.
_blocked: dict[int, Blocked] = {}


@every(seconds=15, name="news.publish_due", title=gettext_lazy("按时发布"))
def publish_due() -> str | None:
    """Publish every approved revision whose time has come, each in its own transaction. Says what went out."""
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at", "pk")
    published, refused = [], []
    for pk in list(due.values_list("pk", flat=True)):
        if should_stop():
            break
        title, reasons = publish_one(pk)
        if reasons:
            refused.append(_("《%(title)s》：%(reasons)s") % {"title": title, "reasons": "；".join(reasons)})
        elif title:
            published.append(title)
    if _blocked:
        for pk in set(_blocked) - set(due.values_list("pk", flat=True)):
            del _blocked[pk]
    return _report(published, refused)


def publish_one(pk: int) -> tuple[str, list[str]]:
    """Publish the approved revision `pk`. Gives its title and why not; no title when it is not its turn."""
    revision = Revision.objects.filter(pk=pk, approved_go_live_at__isnull=False).first()
    if revision is None or not _is_its_turn(revision):
        return "", []
    try:
        went_out = _go_live(pk)
    except Exception as error:
        if not Revision.objects.filter(pk=pk, approved_go_live_at__isnull=False).exists():
            # What hangs on the commit failed: the page itself is out, and is not tried again.
            logger.exception("revision %s went live, what follows from it failed", pk)
            return str(revision.object_str), []
        reasons = _reasons(error)
        if not isinstance(error, PublicationRefused):
            logger.exception("revision %s could not be published", pk)
        _log_once(revision, reasons)
        _wait_longer(revision)
        return str(revision.object_str), reasons
    return str(revision.object_str) if went_out else "", []


@transaction.atomic
def _go_live(pk: int) -> bool:
    """Publish a due revision. False when its schedule was cancelled meanwhile: it is read again under the lock."""
    revision = Revision.objects.select_for_update().filter(pk=pk, approved_go_live_at__lt=timezone.now()).first()
    if revision is None:
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    return True


@every(seconds=60, name="news.expire_due", title=gettext_lazy("按时下线"))
def expire_due() -> str | None:
    """Unpublish every live object whose time is over, each in its own transaction."""
    expired, failed = [], []
    for model in draft_state_models():
        over = model._default_manager.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at")
        for pk in list(over.values_list("pk", flat=True)):
            if should_stop():
                break
            try:
                if title := expire_one(model, pk):
                    expired.append(title)
            except Exception as error:
                logger.exception("%s %s could not be unpublished at its time", model._meta.label, pk)
                failed.append(f"{model._meta.verbose_name} {pk}：{error_summary(error)}")
    lines = []
    if expired:
        lines.append(_("按时下线：%(titles)s。") % {"titles": "、".join(expired)})
    if failed:
        lines.append(_("没能下线：%(titles)s") % {"titles": "；".join(failed)})
    return "".join(lines) or None


@transaction.atomic
def expire_one(model: type[Model], pk: Any) -> str:
    """Unpublish one object if its time is over. Gives its title; empty when somebody changed it meanwhile."""
    found = model._default_manager.select_for_update().filter(pk=pk, live=True, expire_at__lt=timezone.now()).first()
    if found is None:
        return ""
    instance: Any = found.specific if isinstance(found, Page) else found
    instance.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return str(instance)


def draft_state_models() -> list[type[Model]]:
    """Page, and every other concrete model that has drafts: snippets such as a person's page."""
    models = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    return [Page, *(model for model in models if not issubclass(model, Page))]


def _reasons(error: Exception) -> list[str]:
    if isinstance(error, PublicationRefused):
        return [str(problem) for problem in error.problems]
    return [error_summary(error)]


def _log_once(revision: Revision, reasons: list[str]) -> None:
    """Enter the refusal into the object's history, unless its last entry for this revision says the same."""
    entries = PageLogEntry if revision.base_content_type.model_class() is Page else ModelLogEntry
    last = entries.objects.filter(action=REFUSED, revision=revision).order_by("-timestamp", "-pk").first()
    instance = revision.content_object
    if instance is None or (last is not None and last.data.get("reasons") == reasons):
        return
    log(instance=instance, action=REFUSED, revision=revision, data={"reasons": reasons})


def _fingerprint(revision: Revision) -> str:
    text = json.dumps(revision.content, sort_keys=True, default=str)
    return hashlib.sha256(f"{revision.approved_go_live_at}{text}".encode()).hexdigest()


def _is_its_turn(revision: Revision) -> bool:
    """At once when the revision is new or was changed; else when the wait after the last refusal is over."""
    blocked = _blocked.get(revision.pk)
    return blocked is None or blocked.content != _fingerprint(revision) or blocked.again_at <= timezone.now()


def _wait_longer(revision: Revision) -> None:
    """A blocked page is tried again after 15 s, 30 s … 5 minutes: what it waits for may be filled in elsewhere."""
    before, content = _blocked.get(revision.pk), _fingerprint(revision)
    tries = before.tries + 1 if before and before.content == content else 1
    wait = min(FIRST_WAIT * 2 ** min(tries - 1, 10), LONGEST_WAIT)
    _blocked[revision.pk] = Blocked(content, tries, timezone.now() + wait)


def _report(published: list[str], refused: list[str]) -> str | None:
    lines = []
    if published:
        lines.append(_("按时发布：%(titles)s。") % {"titles": "、".join(published)})
    if refused:
        lines.append(_("没能发布：%(titles)s") % {"titles": "；".join(refused)})
    return "".join(lines) or None
