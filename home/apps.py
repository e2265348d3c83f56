"""The home application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("首页")

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from home.models import HomePage
        from home.roles import ensure_roles_on_new_front_page

        post_save.connect(ensure_roles_on_new_front_page, sender=HomePage, dispatch_uid="home.roles_on_new_front_page")
