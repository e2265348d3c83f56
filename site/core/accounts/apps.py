"""Wagtail's application of users, with our views in it, and names in their order."""

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
