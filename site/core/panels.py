"""Admin panels that more than one room uses: child rows, of which one may stand empty while it is filled in."""

from __future__ import annotations

from typing import Any

from django.forms import ModelForm
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.functional import cached_property
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel


class RowsFormSet(BaseChildFormSet):
    """Child rows as an editor fills them in, with Wagtail saving in between.

    A row in which nothing is chosen or written yet, and a row that repeats one before it word for word, are taken as
    deleted: not validated, not stored, and, when stored before, removed. On the screen they stay, without an id
    (`get_field_updates_for_resave`), and are stored once they say something of their own.
    """

    @cached_property
    def passed_over(self) -> frozenset[str]:
        """Prefixes of the rows that are empty or repeat another. Only of a bound formset."""
        empty = self.empty_form
        passed: list[str] = []
        said: list[dict[str, Any]] = []
        for form in self.forms:
            if form[DELETION_FIELD_NAME].data:
                continue
            row = {name: form[name].data for name in form._meta.fields or ()}
            if row in said or not any(form.fields[n].has_changed(empty[n].initial, row[n]) for n in row):
                passed.append(str(form.prefix))
            else:
                said.append(row)
        return frozenset(passed)

    def _should_delete_form(self, form: ModelForm[Any]) -> bool:
        # The one question that Django, modelcluster and Wagtail all ask before they validate, store or give an id back.
        marked = super()._should_delete_form(form)  # type: ignore[misc]  # private to Django, and missing in its stubs
        return marked or form.prefix in self.passed_over

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound:
            for form in self.forms:
                if form.prefix in self.passed_over:
                    form.errors.clear()  # shown again because of another mistake, it must not claim to be one


class RowsPanel(InlinePanel):
    """Wagtail's panel of child rows, with rows that may stand empty."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = RowsFormSet
        return options
