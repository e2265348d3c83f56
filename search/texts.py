"""What a model's `search_fields` say of an object, by the columns of the index.

A field's `boost` says how much its words name the object: 8 and the field `title` are its title, 5 names, 3 what sums
it up, anything less its text. `AutocompleteField` is what one types to find it: by characters, full pinyin, initials.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Manager, Model
from modelsearch.index import AutocompleteField, BaseField, RelatedFields, SearchField

from core.chinese.bigrams import kept_tokens
from core.chinese.pinyin import readings_from_each
from core.registry.models import ConferralRound, RegistryRecord
from search.models.entry import COLUMNS

_COLUMN_BY_BOOST = ((8, "title"), (5, "names"), (3, "summary"))


def tokens_of(instance: Any, facets: Iterable[str] = ()) -> list[str]:
    """The tokens of each column, parted by blanks; `facets`: those of its own."""
    texts: dict[str, list[str]] = {column: [] for column in COLUMNS}
    for column, text in _said_by(instance):
        texts[column].append(text)
    columns = {column: [" ".join(kept_tokens(text)) for text in texts[column]] for column in COLUMNS}
    columns["facets"] = [" ".join(facets)]
    columns["typed"].append(" ".join(dict.fromkeys(key for text in texts["typed"] for key in readings_from_each(text))))
    return [" | ".join(filter(None, columns[column])) for column in COLUMNS]


def column_of(field: BaseField) -> str:
    if isinstance(field, AutocompleteField):
        return "typed"
    if field.field_name == "title":
        return "title"
    boost = getattr(field, "boost", None) or 1
    return next((column for least, column in _COLUMN_BY_BOOST if boost >= least), "body")


def _said_by(instance: Any) -> Iterator[tuple[str, str]]:
    """Columns, and what is said in them."""
    if isinstance(instance, RegistryRecord):
        yield "title", instance.name
        yield "summary", getattr(instance, "short_text", "")
        for name in dict.fromkeys(instance.searched_names()):
            yield "names", name
            yield "typed", name
        return
    if isinstance(instance, ConferralRound):
        yield "title", str(instance)  # 2025年第十五届区劳动模范: the year, the label, the award's name
    for field, text in _said(instance, instance.get_search_fields()):
        yield column_of(field), text


def _said(instance: Any, fields: Iterable[Any]) -> Iterator[tuple[BaseField, str]]:
    for field in fields:
        if isinstance(field, RelatedFields):
            for related in _related(field, instance):
                yield from _said(related, field.fields)
        elif isinstance(field, SearchField | AutocompleteField):
            yield from ((field, text) for text in _texts(field.get_value(instance)))


def _related(field: RelatedFields, instance: Any) -> Iterable[Model]:
    value = field.get_value(instance)
    if isinstance(value, Manager):
        return value.all()
    return [] if value is None else [value]


def _texts(value: Any) -> Iterator[str]:
    if value is None or value == "":
        return
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
    else:
        yield str(value)
