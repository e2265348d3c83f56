"""Short forms that make a record inside a chooser, without leaving the story.

The same name twice is refused unless something tells the two apart: doubles are easier to prevent than to merge.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from core.chinese.fold import name_key
from core.registry.models import Appointment, Organisation, Person, RegistryRecord, Topic

Record = TypeVar("Record", bound=RegistryRecord)


def known_by(model: type[Record], name: str) -> list[Record]:
    """Current records one of whose names or aliases is `name`, at most five."""
    key = name_key(name)
    if not key:
        return []
    records: Any = model.objects.current().filter(search_keys__contains=f"|{key}|")
    return [record for record in records if key in map(name_key, record.searched_names())][:5]


class PersonCreationForm(WagtailAdminModelForm):
    """Name and present office. A unit that the registry knows by this name is linked, another stays text."""

    unit = forms.CharField(label=_("单位"), max_length=120, required=False, help_text=_("全称或通行的简称。"))
    title = forms.CharField(label=_("职务"), max_length=120, required=False)

    class Meta:
        model = Person
        fields = ["name", "pinyin"]

    field_order = ["name", "unit", "title", "pinyin"]
    #: The unit, where the registry knows it.
    organisation: Organisation | None = None

    def clean_unit(self) -> str:
        unit: str = self.cleaned_data["unit"].strip()
        if len(known := known_by(Organisation, unit)) > 1:
            names = "、".join(record.name for record in known)
            raise ValidationError(
                _("叫“%(unit)s”的单位不止一个：%(names)s。请写全称。"), params={"unit": unit, "names": names}
            )
        self.organisation = next(iter(known), None)
        return unit

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        namesakes = known_by(Person, cleaned.get("name", ""))
        if namesakes and not (cleaned.get("unit") or cleaned.get("title")):
            names = "、".join(map(str, namesakes))
            self.add_error(
                "unit",
                ValidationError(
                    _("已有同名人物：%(names)s。是同一人请直接选用；不是，请写明单位或职务。"), params={"names": names}
                ),
            )
        longest = Appointment._meta.get_field("title").max_length or 0
        if len(self.office_title) > longest:
            self.add_error(
                "title",
                ValidationError(
                    _("资料库里没有这个单位，单位和职务合起来不能超过%(longest)s个字。"), params={"longest": longest}
                ),
            )
        return cleaned

    @property
    def office_title(self) -> str:
        """The title, after the unit's name where the registry does not know the unit."""
        unit, title = self.cleaned_data.get("unit", ""), self.cleaned_data.get("title", "").strip()
        return title if self.organisation else f"{unit}{title}"

    def save(self, commit: bool = True) -> Person:
        person: Person = super().save(commit=False)
        if self.organisation or self.office_title:
            person.appointments.add(Appointment(organisation=self.organisation, title=self.office_title, sort_order=0))
        if commit:
            person.save()
        return person


class UniqueNameForm(WagtailAdminModelForm):
    """Refuses a name or alias that a current record bears."""

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if known := known_by(self._meta.model, name):
            names = "、".join(record.name for record in known)
            raise ValidationError(_("已有这个条目：%(names)s。请直接选用。"), params={"names": names})
        return name


class OrganisationCreationForm(UniqueNameForm):
    """Full and short name, kind, level, region."""

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "kind", "level", "region"]


class TopicCreationForm(UniqueNameForm):
    """Name and kind."""

    class Meta:
        model = Topic
        fields = ["name", "kind"]
