"""Wagtail's application of users, with our views in it, and names in their order."""

from __future__ import annotations

from typing import Any

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(WagtailUsersAppConfig):
    user_viewset = "core.accounts.views.AccountViewSet"

    def ready(self) -> None:
        super().ready()
        from django.contrib.auth.models import User

        from core.accounts.names import name_in_order

        # Django's account model has no setting for it. Wagtail's lists ask for the full name, its mail for the short
        # one, which would be the given name alone: nobody is addressed like that in a Chinese office.
        User.get_full_name = User.get_short_name = name_in_order  # type: ignore[method-assign, assignment]
        put_names_in_order()


def put_names_in_order() -> None:
    """Where Wagtail itself asks for the given name first, or shows it alone: the account's page and the side menu.

    The forms of accounts list their fields in templates; see `core.upstream.templates`.
    """
    from wagtail.admin.forms.account import NameEmailForm
    from wagtail.admin.ui.sidebar import MainMenuModule
    from wagtail.admin.utils import get_user_display_name

    NameEmailForm.field_order = ["last_name", "first_name"]
    wagtails_arguments = MainMenuModule.js_args

    def js_args(module: MainMenuModule) -> list[Any]:
        *menus, account = wagtails_arguments(module)
        return [*menus, {**account, "name": get_user_display_name(module.user)}]

    MainMenuModule.js_args = js_args
