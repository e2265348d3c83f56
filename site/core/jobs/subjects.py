"""What a job is about: the record that one of its arguments names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.permissions import policy_registry

from core.jobs.models import Job


@dataclass(frozen=True)
class Subject:
    """A record as a report names it, and where a person may edit it; no address when they may not, or it is gone."""

    title: str
    address: str | None = None

    def __str__(self) -> str:
        return self.title


def bring_subjects(jobs: Iterable[Job], user: Any) -> None:
    """Set `subject` on each job, None where it has none: two queries a model, however many jobs."""
    keys: dict[type[Model], dict[Job, Any]] = defaultdict(dict)
    for job in jobs:
        job.subject = None
        if job.task and job.task.about:
            label, argument = job.task.about
            keys[apps.get_model(label)][job] = job.arguments.get(argument)
    for model, key_of in keys.items():
        records = model._default_manager.in_bulk(set(key_of.values()) - {None})
        addresses = edit_addresses(model, records, user)
        for job, key in key_of.items():
            title = str(records[key]) if key in records else f"{model._meta.verbose_name} {key}"
            job.subject = Subject(title, addresses.get(key))


def edit_addresses(model: type[Model], records: dict[Any, Any], user: Any) -> dict[Any, str | None]:
    """Edit addresses, by key, of those of the records that the person may change."""
    finder = AdminURLFinder()  # asked with a person it would query for each record
    allowed = (
        policy_registry.get_by_type(model).instances_user_has_permission_for(user, "change").filter(pk__in=records)
    )
    return {key: finder.get_edit_url(records[key]) for key in allowed.values_list("pk", flat=True)}
