"""The search application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("搜索")

    def ready(self) -> None:
        from search import jobs  # noqa: F401  enters deliveries into the timetable
        from search.signal_handlers import connect

        connect()
