"""The field by which a form names a record of the registry."""

from __future__ import annotations

from typing import Any

from wagtail.snippets.widgets import AdminSnippetChooser

from core.registry.models import RegistryRecord


class RecordChooser(AdminSnippetChooser):
    """A chooser of any kind of the registry. A record that was merged is shown as what it was merged into, as readers
    see it; the number that is stored stays as it is until an editor chooses anew.
    """

    def get_value_data_from_instance(self, instance: Any) -> dict[str, Any]:
        shown = instance.resolved() if isinstance(instance, RegistryRecord) else instance
        return {**super().get_value_data_from_instance(shown), "id": instance.pk}
