"""Related stories 相关报道: what stands nearest to a story, by its words and by whom and what it names."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import replace

from django.core.cache import caches

from core.chinese.bigrams import TRADITIONAL
from news.models import StoryPage
from search.elastic.breaker import EngineDown
from search.elastic.client import is_wanted
from search.engines import Ask, best_of, database_engine
from search.indexing import active_generation, root_label
from search.keys import Kind, Range, keys_of
from search.models import ENTRIES, Entry
from search.models.entry import COLUMNS
from search.plan import Plan, plan_of
from search.service import readable
from search.words import current_dictionary

logger = logging.getLogger("search")

#: Seconds that an answer is kept; how many are asked for, of which some may be no stories, or no longer live.
KEPT, ASKED = 600, 40
#: What a story gains by each topic or name that it shares, where one of the same words has 1.
SHARED = {"topic": 0.3, "person": 0.3, "organisation": 0.1}
#: What shares less with a story is not shown beside it.
LEAST = 0.12
#: Tokens of a text that are read for what it is about.
MOST_TOKENS = 400


def related_to(story: StoryPage, most: int = 6) -> list[int]:
    """Keys of live stories in the story's language, the nearest first; what is not open to everybody is left out.

    Which are near is kept for KEPT seconds, whether they may be shown is asked each time.
    """
    changed = story.last_published_at or story.latest_revision_created_at
    name = f"search:related:{story.pk}:{changed.timestamp() if changed else 0}"
    near: list[int] | None = caches["search"].get(name)
    if near is None:
        near = nearest(story)
        caches["search"].set(name, near, KEPT)
    return readable(near, story.locale.language_code)[:most]


def nearest(story: StoryPage) -> list[int]:
    """Keys of other stories, whatever their state."""
    generation = active_generation()
    entries = ENTRIES[generation].objects
    own = entries.filter(model=root_label(StoryPage), object_key=story.pk).first()
    if own is None:
        return []
    within = keys_of(Kind.LIVE_PAGE, story.locale.language_code)
    keys = nearest_keys(own, story.title, within, generation)
    objects = dict(entries.filter(key__in=keys).values_list("key", "object_key"))
    stories = set(StoryPage.objects.filter(pk__in=objects.values()).values_list("pk", flat=True))
    return [objects[key] for key in keys if objects.get(key) in stories]


def nearest_keys(own: Entry, title: str, within: Range, generation: int) -> list[int]:
    """As the cluster tells, where there is one that answers; else the database's index. Both find the story itself."""
    return ordered(own.key, alike(own, title, within, generation), named_alike(own, within, generation))


def alike(own: Entry, title: str, within: Range, generation: int) -> dict[int, float]:
    """Scores of what shares words, by key: with the whole story on the cluster, with its title in the database."""
    if is_wanted():
        from search.engines.elasticsearch import ElasticsearchEngine

        try:
            return dict(ElasticsearchEngine().like(telling(own), within, ASKED))
        except EngineDown as error:
            logger.info("the database tells what is related in place of the cluster: %s", error)
    plan = replace(plan_of(title, current_dictionary()), excluded=())
    if plan.is_empty:
        return {}
    ask = Ask(plan, within).loosely(plan.loose_tokens)
    return dict(database_engine(generation).loose(ask, ASKED))


def telling(own: Entry) -> dict[str, str]:
    """The tokens of an entry by column, as the cluster has them."""
    columns = zip(COLUMNS, own.tokens, strict=True)
    texts = {name: text.replace(TRADITIONAL, "").split()[:MOST_TOKENS] for name, text in columns}
    return {name: " ".join(texts[name]) for name in ("title", "summary", "body") if texts[name]}


def named_alike(own: Entry, within: Range, generation: int) -> dict[int, float]:
    """What is gained by the topics and names that are shared, by key."""
    engine, gained = database_engine(generation), defaultdict[int, float](float)
    for token in own.facets.split():
        weight = SHARED.get(token.partition(":")[0])
        if weight:
            for key in engine.keys(Ask(Plan(), within, filters=((token,),)), ASKED):
                gained[key] += weight
    return gained


def ordered(own: int, scored: dict[int, float], gained: dict[int, float]) -> list[int]:
    """Keys of the nearest, measured by what the story itself has; what shares hardly anything is none of them."""
    most = scored.get(own) or max(scored.values(), default=0.0) or 1.0
    total = {key: scored.get(key, 0.0) / most + gained.get(key, 0.0) for key in scored.keys() | gained.keys()}
    return [key for key, score in best_of(total.items(), ASKED) if score >= LEAST and key != own]
