"""The news application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("稿件")

    def ready(self) -> None:
        from news import (
            archive,  # noqa: F401  adds the published texts to what may name a record
            column_numbers,  # noqa: F401  adds its check to the publication gate
            jobs,  # noqa: F401  enters due publications into the timetable
        )
        from news.signal_handlers import register_signal_handlers

        register_signal_handlers()
