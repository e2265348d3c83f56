"""The field by which a block names a record of the registry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.functional import cached_property
from wagtail.snippets.blocks import SnippetChooserBlock

from core.registry.widgets import RecordChooser


class RecordChooserBlock(SnippetChooserBlock):
    """A chooser of a record, shown as what it was merged into."""

    @cached_property
    def widget(self) -> RecordChooser:
        chooser = super().widget  # which sets the icon
        return RecordChooser(self.target_model, icon=chooser.icon)

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        keys = list(values)
        # Most quotations and figures name no record; Wagtail would prepare a query for each kind of block.
        return super().bulk_to_python(keys) if any(keys) else keys


#: It stores what Wagtail's own stores, and is named so in migrations.
DECONSTRUCT_ALIASES = {RecordChooserBlock: "wagtail.snippets.blocks.SnippetChooserBlock"}
