"""Wagtail's application of users, with our views in it."""

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(WagtailUsersAppConfig):
    user_viewset = "core.accounts.views.AccountViewSet"
