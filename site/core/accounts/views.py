"""Who may change whose account: only a superuser makes superusers or touches their accounts.

Wagtail lets everybody who may change users tick “Administrator”, and change the password of a superuser. Whoever
administers accounts here is no superuser, and must not become one that way.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.forms import BaseModelForm
from django.http import HttpRequest
from wagtail import hooks
from wagtail.users.views.users import CreateView, EditView, UserViewSet


class SuperuserBySuperuserMixin:
    """A form of an account in which only a superuser can give or take the superuser's status."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> BaseModelForm:
        form: BaseModelForm = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if not self.request.user.is_superuser and "is_superuser" in form.fields:
            form.fields["is_superuser"].disabled = True  # what is posted is then ignored
        return form


class AccountCreateView(SuperuserBySuperuserMixin, CreateView):
    pass


class AccountEditView(SuperuserBySuperuserMixin, EditView):
    pass


class AccountViewSet(UserViewSet):
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView


@hooks.register("before_edit_user")
def superusers_are_edited_by_superusers(request: HttpRequest, account: User) -> None:
    if account.is_superuser and not request.user.is_superuser:
        raise PermissionDenied


@hooks.register("before_bulk_action")
def superusers_are_left_out_of_bulk_actions(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> None:
    if action.model is User and not request.user.is_superuser and any(account.is_superuser for account in objects):
        raise PermissionDenied
