"""The media application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("图片与文件")

    def ready(self) -> None:
        from media.signal_handlers import register_signal_handlers

        register_signal_handlers()
