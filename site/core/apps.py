"""The core application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    label = "core"
    verbose_name = _("基础")

    def ready(self) -> None:
        from core import checks, references, sites, tree  # noqa: F401  registers the system checks
        from core.accounts import pruning as login_pruning  # noqa: F401  enters it into the timetable
        from core.jobs import pruning  # noqa: F401  enters it into the timetable
        from core.languages.signal_handlers import register_signal_handlers
        from core.upstream import comparisons, dates, names

        register_signal_handlers()
        references.connect()
        sites.connect()
        tree.connect()
        names.name_the_unnamed()
        comparisons.register()
        dates.write_in_numbers()
