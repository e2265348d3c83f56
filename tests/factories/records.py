"""Registry records and the people who keep them, for tests."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from core.models import Appointment, Organisation, Person, Topic


def person(name: str = "沈知秋", *, office: tuple[Organisation | None, str] | None = None, **fields: Any) -> Person:
    """A person; `office`: where they serve now, and as what."""
    record = Person(name=name, **fields)
    if office:
        record.appointments.add(Appointment(organisation=office[0], title=office[1], sort_order=0))
    record.save()
    return record


def organisation(name: str = "临港区总工会", **fields: Any) -> Organisation:
    return Organisation.objects.create(name=name, **fields)


def topic(name: str = "产业工人队伍建设改革", **fields: Any) -> Topic:
    return Topic.objects.create(name=name, **fields)


def member_of_staff(*permissions: str, name: str = "member") -> Any:
    """A user who may open the admin and has the permissions named `app.codename`."""
    user = get_user_model().objects.create_user(username=name, password=None)
    for permission in ("wagtailadmin.access_admin", *permissions):
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user
