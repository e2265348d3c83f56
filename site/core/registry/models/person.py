"""A person named in the news, and what they were when."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from core.dates import PartialDateField, display_period, ends_too_early, in_english
from core.languages.conversion import in_script
from core.registry.models.record import RecordName, RegistryRecord

#: What a listing prefetches for `latest_office`, whose rows it then reads alike for any number of people. Only what was
#: merged in more than one step costs a query more.
OFFICES_READ = (
    "appointments__organisation__merged_into",
    "merged_from__appointments__organisation__merged_into",
)


class Person(RegistryRecord):
    """A person. Homonyms are rows of their own, told apart by their offices."""

    address = "people"
    has_surname = True
    #: What the person was on the day of the story that names them: see `core.registry.selectors.put_offices`.
    office: Appointment | None

    public_page = models.BooleanField(
        _("公开人物页"), default=False, help_text=_("勾选后读者可以看到此人的页面。一般只用于干部和受表彰者。")
    )
    portrait = models.ForeignKey(
        "media.Photo", verbose_name=_("肖像"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    short_text = models.CharField(_("简介"), max_length=300, blank=True, help_text=_("一两句话，公开在人物页。"))

    panels = [
        MultiFieldPanel(
            [FieldPanel("name", heading=_("姓名")), FieldPanel("pinyin"), FieldPanel("aliases")], heading=_("姓名")
        ),
        InlinePanel("appointments", heading=_("任职"), label=_("任职")),
        MultiFieldPanel(
            [FieldPanel("public_page"), FieldPanel("portrait"), FieldPanel("short_text")], heading=_("人物页")
        ),
        InlinePanel("names", heading=_("其他语言的名称"), label=_("名称")),
        FieldPanel("note"),
    ]

    class Meta(RegistryRecord.Meta):
        verbose_name = _("人物")
        verbose_name_plural = _("人物")

    def __str__(self) -> str:
        office = self.latest_office
        return f"{self.name}（{office}）" if office else self.name

    @property
    def has_page(self) -> bool:
        return self.public_page and super().has_page

    @property
    def latest_office(self) -> str:
        """Organisation and title of the first appointment held now, else of the first, `""` without one.

        The order is the editor's; rows merged into this one come after its own. Listings prefetch OFFICES_READ.
        """
        office = self._latest()
        return str(office) if office else ""

    @property
    def latest_office_in_time(self) -> str:
        """The latest office with when it was held, which tells two people of one name and unit apart."""
        office = self._latest()
        if office is None:
            return ""
        return f"{office}（{office.period}）" if office.period else str(office)

    def _latest(self) -> Appointment | None:
        past: Appointment | None = None
        for office in chain.from_iterable(row.appointments.all() for row in self._with_merged()):
            if not office.end:
                return office
            past = past or office
        return past

    def _with_merged(self) -> Iterator[Person]:
        """This row, then those that were merged into it, directly or in steps, each read when asked for."""
        waiting, seen = [self], set()
        while waiting:
            row = waiting.pop(0)
            seen.add(row.pk)
            yield row
            if row.pk is not None:
                waiting += [loser for loser in row.merged_from.all() if loser.pk not in seen]


class Appointment(Orderable, models.Model):  # Model: django-stubs does not see through Wagtail's untyped Orderable
    """An office that a person held at an organisation from one date to another."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="appointments")
    organisation = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
    )
    title = models.CharField(_("职务"), max_length=120, blank=True)
    start = PartialDateField(_("起"))
    end = PartialDateField(_("止"), help_text=_("现任留空。"))
    source = models.CharField(_("依据"), max_length=240, blank=True, help_text=_("文号、任免通知或报道。"))

    panels = [
        FieldPanel("organisation"),
        FieldPanel("title"),
        FieldPanel("start"),
        FieldPanel("end"),
        FieldPanel("source"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("任职")
        verbose_name_plural = _("任职")

    def __str__(self) -> str:
        unit = self.organisation.resolved().name if self.organisation else ""
        return f"{unit}{self.title}"

    def clean(self) -> None:
        super().clean()
        if ends_too_early(self.start, self.end):
            raise ValidationError({"end": _("结束不能早于开始。")})

    @property
    def shown(self) -> str:
        """Organisation and title as readers see them: the organisation by its name in the active language."""
        unit = self.organisation.resolved().name_in() if self.organisation else ""
        return (" " if in_english() else "").join(filter(None, [unit, in_script(self.title)]))

    @property
    def period(self) -> str:
        """From when to when it was held, as far as known; `""` when neither is."""
        return display_period(self.start, self.end)


class PersonName(RecordName):
    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="names")

    class Meta:
        verbose_name = _("人物的其他语言名称")
        verbose_name_plural = _("人物的其他语言名称")
        constraints = [models.UniqueConstraint(fields=["person", "language"], name="person_name_once_a_language")]

    def __str__(self) -> str:
        return self.name
