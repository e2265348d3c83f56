"""The filters of the search page: what a result can be narrowed by, with counts, and what is chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, get_page_models

from core.registry.models import Award, Organisation, Person, Topic
from core.registry.selectors import survivors
from core.visibility import open_to_everybody
from search.facets import FACETS
from search.questions import Question
from search.service import Kinds, kept_counts

#: Values of a facet that are shown, and of which the records are looked up: those merged into one count together.
MOST_SHOWN, MOST_READ = 8, 60
#: Of so many facets with something chosen, the other values are counted too; of further ones only what is chosen.
MOST_BESIDE = 3
#: What stands in an address beside the facets.
QUERY, TAB, SORT, PAGE, BEFORE, PART = "q", "tab", "sort", "page", "before", "part"
_RECORDS: dict[str, Any] = {"person": Person, "organisation": Organisation, "topic": Topic}
LEGENDS = {
    "type": gettext_lazy("类型"),
    "in": gettext_lazy("栏目"),
    "year": gettext_lazy("年份"),
    "organisation": gettext_lazy("单位"),
    "person": gettext_lazy("人物"),
    "topic": gettext_lazy("主题"),
    "rank": gettext_lazy("荣誉级别"),
    "photo": gettext_lazy("图片"),
}


@dataclass(frozen=True)
class Value:
    """A value of a facet as readers see it. `chosen`: how the question names it, empty where it is not chosen."""

    value: str
    label: str
    count: int
    chosen: frozenset[str] = frozenset()

    @property
    def is_chosen(self) -> bool:
        return bool(self.chosen)


@dataclass(frozen=True)
class Filter:
    name: str
    legend: str
    values: list[Value]


@dataclass(frozen=True)
class Chip:
    """A value that is chosen, and the address without it."""

    legend: str
    label: str
    url: str


@dataclass(frozen=True)
class Filters:
    """`total`: how much answers with all filters. `newest`: among how many of the newest it is counted, 0 for all."""

    shown: list[Filter] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    total: int = 0
    newest: int = 0


def filters_of(question: Question, kinds: Kinds, asked: QueryDict) -> Filters:
    """The filters for a question: each facet counted with what is chosen of the others."""
    counted = kept_counts(question, kinds)
    tokens = {name: values_in(counted.facets, name) for name in FACETS}
    for name in list(question.chosen)[:MOST_BESIDE]:
        beside = question.without(name)
        if not beside.is_empty:
            tokens[name] = values_in(kept_counts(beside, kinds).facets, name)
    labels = {name: labelled(name, tokens[name], question) for name in FACETS}
    shown = [Filter(name, str(LEGENDS[name]), labels[name]) for name in FACETS if labels[name]]
    newest = 0 if counted.is_of_all else counted.total
    return Filters(shown, chips_of(question, asked, labels), counted.total, newest)


def values_in(facets: Counter[str], name: str) -> Counter[str]:
    opening = f"{name}:"
    return Counter({token.removeprefix(opening): n for token, n in facets.items() if token.startswith(opening)})


def labelled(name: str, counted: Counter[str], question: Question) -> list[Value]:
    """The most frequent values that have a name for readers, and all that are chosen; years with the newest first."""
    chosen = question.chosen.get(name, ())
    read = dict.fromkeys([*(value for value, _count in counted.most_common(MOST_READ)), *chosen])
    names = _NAMES[name](read, question)
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    picked: dict[str, set[str]] = {}
    for value in read:
        if value in names:
            key, label = names[value]
            labels[key] = label
            counts[key] += counted.get(value, 0)
            if value in chosen:
                picked.setdefault(key, set()).add(value)
    best = [key for key, _count in counts.most_common(MOST_SHOWN) if counts[key]]
    keys = dict.fromkeys([*best, *(key for key in labels if key in picked)])
    values = [Value(key, labels[key], counts[key], frozenset(picked.get(key, ()))) for key in keys]
    if name == "year":
        values.sort(key=lambda value: value.value, reverse=True)
    if name == "rank":
        values.sort(key=lambda value: value.value)
    return values


# Names of values: by value its key, the same for what was merged, and its label ---------------------------------------
Names = dict[str, tuple[str, str]]


def _types(values: Iterable[str], question: Question) -> Names:
    known = {model._meta.model_name: str(model._meta.verbose_name) for model in get_page_models()}
    return {value: (value, known[value]) for value in values if value in known}


def _places(values: Iterable[str], question: Question) -> Names:
    """Sections and columns by their slug, of two of one slug the one higher up."""
    pages = Page.objects.live().filter(locale__language_code=question.language, slug__in=list(values), depth__gt=2)
    titles = open_to_everybody(pages).order_by("-depth").values_list("slug", "title")
    return {slug: (slug, title) for slug, title in titles}


def _records(model: Any) -> Callable[[Iterable[str], Question], Names]:
    def named(values: Iterable[str], question: Question) -> Names:
        keys = {int(value): value for value in values if value.isdecimal() and len(value) < 18}
        found = survivors(model.objects.in_bulk(list(keys)).values()) if keys else {}
        return {keys[key]: (str(row.pk), row.name_in()) for key, row in found.items() if row.has_page}

    return named


def _ranks(values: Iterable[str], question: Question) -> Names:
    known = {str(value): str(label) for value, label in Award.Rank.choices}
    return {value: (value, known[value]) for value in values if value in known}


def _years(values: Iterable[str], question: Question) -> Names:
    return {
        value: (value, _("%(year)s年") % {"year": value})
        for value in values
        if len(value) == 4 and value.isdecimal() and value.isascii()
    }


def _photo(values: Iterable[str], question: Question) -> Names:
    return {"1": ("1", _("有图片"))} if "1" in values else {}


_NAMES: dict[str, Callable[[Any, Question], Names]] = {
    "type": _types,
    "in": _places,
    "year": _years,
    "organisation": _records(Organisation),
    "person": _records(Person),
    "topic": _records(Topic),
    "rank": _ranks,
    "photo": _photo,
}


# Chosen ones and addresses --------------------------------------------------------------------------------------------
def chips_of(question: Question, asked: QueryDict, labels: dict[str, list[Value]]) -> list[Chip]:
    """What the address chooses; what the words choose (`人物:孟庆霞`) is taken off in the words."""
    chips = []
    for name in FACETS:
        for value in labels[name]:
            if value.chosen & set(asked.getlist(name)):
                left = kept_address(asked, question)
                left.setlist(name, [key for key in left.getlist(name) if key not in value.chosen])
                chips.append(Chip(str(LEGENDS[name]), value.label, address(left)))
    return chips


def kept_address(asked: QueryDict, question: Question, *without: str) -> QueryDict:
    """What stands in the address and was understood, without the page, and without `without`; written anew, so that
    nothing long or strange is carried from page to page.
    """
    kept = QueryDict(mutable=True)
    if question.text:
        kept[QUERY] = question.text
    for name in (TAB, SORT):
        if name not in without and (value := asked.get(name, "")) and value.isascii() and value.isalpha():
            kept[name] = value[:20]
    for name in FACETS:
        if name not in without:
            given = set(asked.getlist(name))
            kept.setlist(name, [value for value in question.chosen.get(name, ()) if value in given])
    return kept


def address(kept: QueryDict) -> str:
    return f"?{kept.urlencode()}"
