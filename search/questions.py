"""What a reader asks: words, with filters by address (`?year=2026`) or in the words themselves (`人物:孟庆霞`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.http import QueryDict
from wagtail.models import Page

from core.chinese.fold import name_key
from core.registry.merged import with_merged
from core.registry.models import Organisation, Person, RegistryRecord, Topic
from core.registry.selectors import survivors
from search.facets import FACETS, facet
from search.plan import LONGEST_QUERY

#: Words before a colon, and the facet that what stands behind it names.
PREFIXES = {
    **dict.fromkeys(("person", "人物", "人名"), "person"),
    **dict.fromkeys(("organisation", "organization", "单位", "單位"), "organisation"),
    **dict.fromkeys(("topic", "主题", "主題"), "topic"),
    **dict.fromkeys(("column", "section", "专栏", "專欄", "栏目", "欄目"), "in"),
    **dict.fromkeys(("year", "年份", "年"), "year"),
}
RECORDS: dict[str, type[RegistryRecord]] = {"person": Person, "organisation": Organisation, "topic": Topic}
_PREFIXED = re.compile(
    rf"(?<!\S)(?P<prefix>{'|'.join(PREFIXES)})[:：](?:[\"“](?P<quoted>[^\"”]*)[\"”]?|(?P<plain>\S+))", re.IGNORECASE
)
_VALUE = re.compile(r"[\w-]{1,80}")
RELEVANCE, DATE = "relevance", "date"
#: How many values of one facet are taken at once, and records of one name.
MOST_VALUES, MOST_NAMED = 10, 20


@dataclass(frozen=True)
class Question:
    """`text`: as typed. `words`: without the prefixes that were understood. `chosen`: values by facet, any of them."""

    text: str
    words: str
    language: str
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = RELEVANCE

    @cached_property
    def filters(self) -> tuple[tuple[str, ...], ...]:
        """As engines take them; a record stands for all rows that were merged into it."""
        return tuple(
            tuple(facet(name, value) for value in with_merged_rows(name, self.chosen[name]))
            for name in FACETS
            if self.chosen.get(name)
        )

    @property
    def is_empty(self) -> bool:
        return not self.words.strip() and not self.chosen

    @property
    def key(self) -> str:
        """The same for the same question, whoever asks."""
        return "\n".join([self.words, self.language, self.order, *(" ".join(choice) for choice in self.filters)])

    def ordered(self, order: str) -> Question:
        return replace(self, order=order)

    def without(self, *names: str) -> Question:
        """Without what is chosen of these facets."""
        return replace(self, chosen={name: values for name, values in self.chosen.items() if name not in names})


def question_of(asked: QueryDict, language: str) -> Question:
    """What an address asks for: `q`, `sort`, and a parameter for each facet; what makes no sense is passed over."""
    # Half a pair of surrogates is no character: no database takes it.
    typed = asked.get("q", "").encode("utf-8", "ignore").decode().replace("\0", " ")
    text = " ".join(typed.split())[:LONGEST_QUERY]
    chosen: dict[str, list[str]] = {
        name: [value for value in asked.getlist(name) if _VALUE.fullmatch(value)][:MOST_VALUES] for name in FACETS
    }

    def taken(found: re.Match[str]) -> str:
        name, value = PREFIXES[found["prefix"].lower()], found["quoted"] or found["plain"] or ""
        values = values_named(name, value, language)
        if not values:
            return found[0]
        chosen[name] += values
        return " "

    words = " ".join(_PREFIXED.sub(taken, text).split())
    order = DATE if asked.get("sort") == DATE or not words else RELEVANCE
    return Question(
        text, words, language, {name: tuple(dict.fromkeys(values)) for name, values in chosen.items() if values}, order
    )


def values_named(name: str, value: str, language: str) -> list[str]:
    """The values of a facet that somebody calls by name; none where nothing is called so."""
    if name == "year":
        digits = value.removesuffix("年")
        return [digits] if digits.isdecimal() and len(digits) == 4 else []
    if name == "in":
        titled = Page.objects.live().filter(locale__language_code=language, title=value.strip(), depth__gt=2)
        return list(dict.fromkeys(titled.values_list("slug", flat=True)))[:MOST_VALUES]
    key = name_key(value)
    if not key:
        return []
    model = RECORDS[name]
    found = model.objects.current().filter(search_keys__contains=f"|{key}|")
    return [str(record.pk) for record in found[:MOST_NAMED] if record.bears(value)]


def with_merged_rows(name: str, values: Sequence[str]) -> list[str]:
    """With the keys of rows that were merged into the records: entries name the row that the story named."""
    model: Any = RECORDS.get(name)
    if model is None:
        return list(values)
    keys = [int(value) for value in values if value.isdecimal() and len(value) < 18]
    ends = {record.pk for record in survivors(model.objects.in_bulk(keys).values()).values()} if keys else set()
    if not ends:
        return list(values)
    found = model.objects.filter(pk__in=with_merged(model, ends)).order_by("pk")
    return [str(key) for key in found.values_list("pk", flat=True)]
