"""Short forms that make a record inside a chooser, without leaving the story.

The same name twice is refused unless something tells the two apart: doubles are easier to prevent than to merge.
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from core.chinese.fold import fold, name_key
from core.dates import newsroom_today
from core.registry.known_names import Units, at_unit, held_in, offices_by_person
from core.registry.models import (
    Appointment,
    Award,
    Conferral,
    ConferralRound,
    Event,
    Organisation,
    Outlet,
    Person,
    Place,
    RegistryRecord,
    Topic,
)

#: Namesakes that a refusal lists.
MOST_NAMESAKES = 5

Record = TypeVar("Record", bound=RegistryRecord)


def all_known_by(model: type[Record], name: str) -> list[Record]:
    """Current records one of whose names or aliases is `name`."""
    key = name_key(name)
    if not key:
        return []
    records: Any = model.objects.current().filter(search_keys__contains=f"|{key}|")
    return [record for record in records if key in map(name_key, record.searched_names())]


def known_by(model: type[Record], name: str) -> list[Record]:
    """Current records one of whose names or aliases is `name`, at most MOST_NAMESAKES."""
    return all_known_by(model, name)[:MOST_NAMESAKES]


def _listed(records: list[Organisation]) -> str:
    return "、".join(record.name for record in records[:MOST_NAMESAKES])


class PersonCreationForm(WagtailAdminModelForm):
    """Name and present office. A unit that the registry knows by this name is linked, another stays text.

    Refuses a namesake at the same unit; whoever is really another person is made with the whole form of 资料库.
    """

    unit = forms.CharField(
        label=_("单位"), max_length=120, required=False, help_text=_("全称、别名，或者“地区＋简称”，不要只写简称。")
    )
    title = forms.CharField(label=_("职务"), max_length=120, required=False)

    class Meta:
        model = Person
        fields = ["name", "pinyin", "public_page"]

    field_order = ["name", "unit", "title", "pinyin", "public_page"]
    #: The unit, where the registry knows it.
    organisation: Organisation | None = None

    def clean_unit(self) -> str:
        unit: str = self.cleaned_data["unit"].strip()
        known = Units.read([unit]).all_of(unit)
        if len(known) > 1:
            refusal = _("叫“%(unit)s”的单位不止一个：%(names)s。请写全称。")
            raise ValidationError(refusal, params={"unit": unit, "names": _listed(known)})
        if not known and (by_short_name := known_by(Organisation, unit)):
            refusal = _("“%(unit)s”是简称，别的城市也有，资料库里有：%(names)s。请写全称，或者“地区＋简称”。")
            raise ValidationError(refusal, params={"unit": unit, "names": _listed(by_short_name)})
        self.organisation = next(iter(known), None)
        return unit

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "unit" not in self.errors and (namesakes := all_known_by(Person, cleaned.get("name", ""))):
            self._refuse_double(namesakes)
        longest = Appointment._meta.get_field("title").max_length or 0
        if len(self.office_title) > longest:
            self.add_error(
                "title",
                ValidationError(
                    _("资料库里没有这个单位，单位和职务合起来不能超过%(longest)s个字。"), params={"longest": longest}
                ),
            )
        return cleaned

    def _refuse_double(self, namesakes: list[Person]) -> None:
        """Namesakes need a unit or a title that tells the two apart, and none of theirs."""
        if not (self.cleaned_data.get("unit") or self.cleaned_data.get("title")):
            refusal = _("已有同名人物：%(names)s。是同一人请直接选用；不是，请写明单位或职务。")
        else:
            offices = offices_by_person(namesakes)
            namesakes = [person for person in namesakes if self._is_among(offices[person.pk])]
            refusal = _("已有同名同单位的人物：%(names)s。请直接选用；确实是另一个人，请到资料库的“人物”里新建。")
        if namesakes:
            names = "、".join(map(str, namesakes[:MOST_NAMESAKES]))
            self.add_error("unit", ValidationError(refusal, params={"names": names}))

    def _is_among(self, offices: list[Appointment]) -> bool:
        """Is one of a namesake's offices, held now, at this unit or worded as this one?"""
        unit, title = self.cleaned_data.get("unit", ""), self.cleaned_data.get("title", "").strip()
        this_year = newsroom_today().year
        return any(
            at_unit(office, unit, title, self.organisation) or name_key(str(office)) == name_key(unit + title)
            for office in offices
            if held_in(office, this_year)
        )

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
    """Refuses a name or alias that a current record bears, unless `told_apart_by`, a field, tells the two apart."""

    told_apart_by: ClassVar[str] = ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        namesakes = all_known_by(self._meta.model, cleaned.get("name", ""))
        mark = self.told_apart_by
        if mark and (own := fold(cleaned.get(mark) or "")):
            namesakes = [record for record in namesakes if fold(getattr(record, mark)) in {"", own}]
        if namesakes:
            names = "、".join(map(str, namesakes[:MOST_NAMESAKES]))
            refusal = _("已有这个条目：%(names)s。请直接选用。")
            if mark:
                refusal = _("已有这个条目：%(names)s。是同一个请直接选用；不是，请写明“%(field)s”以便区分。")
            field = self.fields[mark].label if mark else ""
            self.add_error("name", ValidationError(refusal, params={"names": names, "field": field}))
        return cleaned

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        return name


class OrganisationCreationForm(UniqueNameForm):
    """Full and short name, kind, level, region: 机关工会 is another body in another city."""

    told_apart_by = "region"

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "kind", "level", "region"]


class PlaceCreationForm(UniqueNameForm):
    """Name, kind, district, address."""

    told_apart_by = "district"

    class Meta:
        model = Place
        fields = ["name", "kind", "district", "street_address"]


class EventCreationForm(UniqueNameForm):
    """Name, 届次, kind, dates: each 届 of an event is an event of its own."""

    told_apart_by = "edition"

    class Meta:
        model = Event
        fields = ["name", "edition", "kind", "start", "end"]


class TopicCreationForm(UniqueNameForm):
    """Name and kind."""

    class Meta:
        model = Topic
        fields = ["name", "kind"]


class AwardCreationForm(UniqueNameForm):
    """Name and rank."""

    class Meta:
        model = Award
        fields = ["name", "rank"]


class OutletCreationForm(UniqueNameForm):
    """Name, kind, level, and whether its stories may be reprinted."""

    class Meta:
        model = Outlet
        fields = ["name", "kind", "level", "reprint_allowed"]


class ConferralRoundCreationForm(WagtailAdminModelForm):
    """Award, year and 届次; a round that there is already is refused by the model's own rule."""

    class Meta:
        model = ConferralRound
        fields = ["award", "year", "label", "document_number"]
        # A list to pick from: a chooser would open its window over this one.
        widgets: ClassVar[dict[str, Any]] = {"award": forms.Select}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["award"].queryset = Award.objects.current().order_by("rank", "search_keys")


class ConferralCreationForm(WagtailAdminModelForm):
    """One more line of a round's roll, after those that are there; the same line twice is refused."""

    class Meta:
        model = Conferral
        fields = ["round", "kind", "published_name", "published_unit"]
        widgets: ClassVar[dict[str, Any]] = {"round": forms.Select}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = ConferralRound.objects.select_related("award__merged_into")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        line = {name: cleaned.get(name) for name in ("round", "published_name", "published_unit")}
        if line["round"] and Conferral.objects.filter(**line).exists():
            self.add_error("published_name", ValidationError(_("这份名单上已有这一行。请直接选用。")))
        return cleaned

    def save(self, commit: bool = True) -> Conferral:
        self.instance.position = self.instance.round.next_position
        conferral: Conferral = super().save(commit)
        return conferral
