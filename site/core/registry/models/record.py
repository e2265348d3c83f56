"""What all authority records share: a number, names, pinyin keys, and the row they were merged into."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, ClassVar, NamedTuple, Self, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core.chinese.fold import name_key
from core.chinese.pinyin import han_count, pinyin_keys, reading_syllables
from core.gathering import gathered
from core.languages.conversion import in_script

#: Keys of one record, however many aliases it has.
MOST_SEARCH_KEYS = 120


class RegistryQuerySet(models.QuerySet["RegistryRecord"]):
    """Records as an editor looks for them."""

    def current(self) -> Self:
        """Without the rows that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def matching(self, query: str) -> Self:
        """Records one of whose names, aliases, full pinyin or pinyin initials holds `query`; best match first.

        The name itself stands before another key that equals the query, then what begins with it, then what holds it;
        equals stand in the order of the pinyin.
        An empty query matches all, and leaves the order alone; one of punctuation only matches nothing.
        """
        if not query.strip():
            return self
        wanted = name_key(query)
        if not wanted:
            return self.none()
        rank = models.Case(
            models.When(name=query.strip(), then=0),
            models.When(condition=GreaterThan(_place(f"|{wanted}|"), 0), then=1),
            models.When(condition=GreaterThan(_place(f"|{wanted}"), 0), then=2),
            default=3,
            output_field=models.IntegerField(),
        )
        found = self.filter(GreaterThan(_place(wanted), 0))
        return found.annotate(match_rank=rank).order_by("match_rank", "search_keys", "pk")


def _place(text: str) -> StrIndex:
    """Where `text` begins in the keys, from 1; 0 when it is not there. Half the time of LIKE on SQLite, for Han."""
    return StrIndex("search_keys", models.Value(text))


class Translated(NamedTuple):
    """What a record is called in another language."""

    name: str
    short_text: str


class RegistryRecord(ClusterableModel):
    """One person, organisation, place …, the same row in every language. Its number is its primary key."""

    #: First part of the record's public address: /people/12/
    address: ClassVar[str]
    #: Whether names begin with a surname, which has readings of its own.
    has_surname: ClassVar[bool] = False
    #: Fields that `search_keys` is built from.
    key_fields: ClassVar[frozenset[str]] = frozenset({"name", "aliases", "pinyin"})
    #: Fields that are worked out whenever the record or one of its names is saved.
    derived_fields: ClassVar[frozenset[str]] = frozenset({"search_keys", "names_by_language"})
    #: Fields that name another record of the kind, and must never lead back to where they began.
    upward_fields: ClassVar[tuple[str, ...]] = ()

    name = models.CharField(_("名称"), max_length=120)
    aliases = models.TextField(_("别名"), blank=True, help_text=_("其他叫法，一行一个。检索和选择时同样能找到。"))
    pinyin = models.CharField(
        _("拼音"),
        max_length=240,
        blank=True,
        help_text=_("不填则自动标注；遇到多音字（如“单”读 shan）请写全拼，音节间空格。"),
    )
    note = models.TextField(_("内部备注"), blank=True, help_text=_("只给编辑看，不公开。"))
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("已并入"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        editable=False,
    )
    merged_into_id: int | None
    merged_at = models.DateTimeField(_("合并时间"), null=True, blank=True, editable=False)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("合并人"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    #: Rows of RecordName, the names in other languages.
    names: Any
    search_keys = models.TextField(editable=False, default="", blank=True)
    #: The rows of `names` once more, as JSON by language, `""` for none: pages name many records, and would ask for the
    #: rows of each kind. Kept as text, which is read only where it is asked for.
    names_by_language = models.TextField(editable=False, default="", blank=True)
    created_at = models.DateTimeField(_("建档时间"), auto_now_add=True)

    objects = RegistryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def number(self) -> int:
        return self.pk

    @property
    def alias_list(self) -> list[str]:
        return [line.strip() for line in self.aliases.splitlines() if line.strip()]

    def resolved(self) -> Self:
        """This record, or the one it was merged into in the end."""
        record: Any = self
        seen = {record.pk}
        while record.merged_into_id and record.merged_into_id not in seen:
            seen.add(record.merged_into_id)
            record = record.merged_into
        return cast(Self, record)

    def keep_merged_keys(self) -> None:
        """Read `merged_keys()` once for all that will be asked of this instance."""
        self._kept_keys = self.merged_keys()

    def merged_keys(self) -> list[int]:
        """The record's key and those of all rows that were merged into it, directly or in steps."""
        if "_kept_keys" in self.__dict__:
            return list(self._kept_keys)
        keys, level = [self.pk], [self.pk]
        records: models.Manager[Any] = type(self)._default_manager
        while level:
            level = list(records.filter(merged_into__in=level).exclude(pk__in=keys).values_list("pk", flat=True))
            keys += level
        return keys

    def leads_back(self, field: str) -> bool:
        """Does `field` (of `upward_fields`), followed from record to record as readers see them, come back here?"""
        seen = {self.pk} - {None}
        above: Any = getattr(self, field)
        while above is not None:
            above = above.resolved()
            if above.pk in seen:
                return above.pk == self.pk
            seen.add(above.pk)
            above = getattr(above, field)
        return False

    def name_in(self, language: str | None = None) -> str:
        """The name in `language` (default: the active one), the Chinese name where none is recorded."""
        translated = self.translated(language)
        return translated.name if translated else in_script(self.name, language, person=self.has_surname)

    def short_text_in(self, language: str | None = None) -> str:
        """The short text in `language` (default: the active one), the Chinese one where none is recorded."""
        translated = self.translated(language)
        own: str = getattr(self, "short_text", "")
        return (translated.short_text if translated else "") or in_script(own, language)

    def translated(self, language: str | None = None) -> Translated | None:
        """What an editor recorded for `language` (default: the active one); None where nobody did."""
        if not self.names_by_language:
            return None
        texts = json.loads(self.names_by_language).get(language or get_language() or settings.LANGUAGE_CODE)
        return Translated(*texts) if texts else None

    def get_absolute_url(self) -> str:
        """The record's page in the active language."""
        return reverse(f"registry:{self.address}", args=[self.pk])

    @property
    def has_page(self) -> bool:
        """Whether readers may open the record's page."""
        return self.merged_into_id is None

    def bears(self, name: str) -> bool:
        """Is `name` one of the record's names, or of those of what was merged into it?"""
        key = name_key(name)
        return bool(key) and f"|{key}|" in self.search_keys

    def own_names(self) -> Iterator[str]:
        """The names of this row: its name, its other names, those in other languages."""
        yield self.name
        yield from self.alias_list
        yield from (row.name for row in self.names.all())

    def searched_names(self) -> Iterator[str]:
        """Every name that a search for the record should match: its own and those of what was merged into it."""
        yield from self.own_names()
        if self.pk is not None:
            records: models.Manager[Any] = type(self)._default_manager
            for row in records.filter(pk__in=self.merged_keys()[1:]).prefetch_related("names"):
                yield from row.own_names()

    def names_to_find_by(self) -> list[str]:
        """What this row is called, and the row that it was merged into: for what names the record, such as a photo.

        No query but for `merged_into`, step by step.
        """
        rows = dict.fromkeys([self, self.resolved()])
        return list(dict.fromkeys(name for row in rows for name in (row.name, *row.alias_list)))

    def clean(self) -> None:
        super().clean()
        syllables, characters = len(reading_syllables(self.pinyin)), han_count(self.name)
        if syllables and syllables != characters:
            raise ValidationError(
                {
                    "pinyin": ValidationError(
                        _("名称有%(characters)s个字，拼音却是%(syllables)s个音节。请一字一音，音节间空格。"),
                        params={"characters": characters, "syllables": syllables},
                    )
                }
            )

    @transaction.atomic
    @gathered()
    def save(self, *args: Any, **kwargs: Any) -> None:
        # In-memory names rows, which ClusterableModel writes after the record itself, are among searched_names().
        self.derive()
        fields = kwargs.get("update_fields")
        if fields is not None and self.key_fields.intersection(fields):
            kwargs["update_fields"] = {*fields, *self.derived_fields}
        super().save(*args, **kwargs)
        if self.merged_into is not None:
            self.merged_into.refresh_derived()

    def derive(self) -> None:
        """Work out `derived_fields` from the record and its names as they stand in memory."""
        self.search_keys = self.build_search_keys()
        names = {row.language: (row.name, row.short_text) for row in self.names.all()}
        self.names_by_language = json.dumps(names, ensure_ascii=False) if names else ""

    def refresh_derived(self) -> None:
        """Derive anew, also for the records that this one was merged into, whose keys hold its names too."""
        record: Any = self
        seen: set[int] = set()
        while record is not None and record.pk not in seen:
            seen.add(record.pk)
            record.derive()
            derived = {field: getattr(record, field) for field in self.derived_fields}
            type(self)._default_manager.filter(pk=record.pk).update(**derived)
            record = record.merged_into

    def build_search_keys(self) -> str:
        """`|`-parted keys: the pinyin of the record's own name, which also gives listings their order, the name itself,
        other names, then their pinyin, then the keys of what was merged into it. A long list of aliases is cut at
        MOST_SEARCH_KEYS; it never hides the record.
        """
        own, *others = self.own_names()
        keys = dict.fromkeys([*pinyin_keys(own, self.pinyin, person=self.has_surname), name_key(own)])
        keys |= dict.fromkeys(map(name_key, others))
        for name in others:
            keys |= dict.fromkeys(pinyin_keys(name, person=self.has_surname))
        if self.pk is not None:
            records: models.Manager[Any] = type(self)._default_manager
            for merged in records.filter(merged_into=self.pk).order_by("pk").values_list("search_keys", flat=True):
                keys |= dict.fromkeys(merged.split("|"))
        return "|" + "|".join(islice(filter(None, keys), MOST_SEARCH_KEYS)) + "|"


class RecordName(models.Model):
    """A record's name and short text in another language."""

    language = models.CharField(
        _("语言"),
        max_length=12,
        choices=[(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE],
    )
    name = models.CharField(_("名称"), max_length=240)
    short_text = models.CharField(_("简介"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self._refresh_record()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self._refresh_record()
        return deleted

    @classmethod
    def record_field(cls) -> ParentalKey:
        """The key that ties the row to its record."""
        return next(field for field in cls._meta.fields if isinstance(field, ParentalKey))

    def _refresh_record(self) -> None:
        """Build the record's keys anew, unless the record is just being saved with its rows, and has done so."""
        field = self.record_field()
        record: Any = field.get_cached_value(self, default=None)
        if record is not None and record.names.is_deferring:
            return
        records: Any = field.related_model._default_manager
        if fresh := records.filter(pk=getattr(self, field.attname)).first():
            fresh.refresh_derived()
            if record is not None:
                for name in record.derived_fields:
                    setattr(record, name, getattr(fresh, name))
