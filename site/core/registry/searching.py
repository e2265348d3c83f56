"""How rounds of an award and their conferrals are searched, in listings and choosers alike."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from core.chinese.fold import name_key
from core.registry.models import Award, Organisation, Person


def rounds_matching(rounds: QuerySet, query: str) -> QuerySet:
    """Rounds whose award (name, alias, pinyin), 届次, year or decision's number holds each word of `query`."""
    for word in query.split():
        found = Q(label__icontains=word) | Q(document_number__icontains=word) | naming("award", Award, word)
        if (year := word.removesuffix("年")).isdecimal() and len(year) == 4:
            found |= Q(year=int(year))
        rounds = rounds.filter(found)
    return rounds


def conferrals_matching(conferrals: QuerySet, query: str) -> QuerySet:
    """Conferrals in whose published name, unit or title, or in a name of the record, stands each word of `query`."""
    for word in query.split():
        found = Q(published_name__icontains=word) | Q(published_unit__icontains=word)
        found |= Q(published_title__icontains=word)
        found |= naming("person", Person, word) | naming("organisation", Organisation, word)
        conferrals = conferrals.filter(found)
    return conferrals


def naming(field: str, model: type[Any], word: str) -> Q:
    """Rows whose record in `field` holds `word` in one of its names, or was merged into one that does. One query."""
    key = name_key(word)
    if not key:
        return Q()
    merged = model.objects.filter(merged_into__isnull=False).select_related("merged_into")
    losers = [row.pk for row in merged if key in row.resolved().search_keys]
    return Q(**{f"{field}__search_keys__contains": key}) | Q(**{f"{field}__in": losers})
