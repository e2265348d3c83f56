"""Where a photo stands: the photos that a page or record shows, with the presets that their places need.

Works on any model: foreign keys to the photo model, StreamFields down to the choosers inside their blocks, and child
rows. It reads raw values, as rows and revisions hold them, so that a walk through a draft loads no photo.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

from core.pictures import PRESETS, presets_of_place
from media.models import Photo

#: Presets wanted, by the photo's key.
Placement = dict[int, set[str]]


@cache
def photo_fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    """The fields of `model` that can hold photos: foreign keys to it, and StreamFields with a chooser somewhere."""
    if model._meta.app_label == Photo._meta.app_label:
        return ()
    return tuple(
        item
        for item in model._meta.get_fields()
        if (isinstance(item, models.ForeignKey) and item.related_model is Photo)
        or (isinstance(item, StreamField) and holds_photos(item.stream_block))
    )


@cache
def child_relations(model: type[models.Model]) -> tuple[str, ...]:
    """Accessors of the child rows of `model` (inline panels) that can hold photos."""
    return tuple(
        name
        for relation in get_all_child_relations(model)
        if photo_fields(relation.related_model) and (name := relation.get_accessor_name())
    )


def shows_photos(model: type[models.Model]) -> bool:
    return bool(photo_fields(model) or child_relations(model))


def holds_photos(block: blocks.Block) -> bool:
    """Whether a photo can be chosen anywhere inside `block`."""
    if isinstance(block, ImageChooserBlock):
        return True
    if isinstance(block, blocks.ListBlock):
        return holds_photos(block.child_block)
    return any(holds_photos(child) for child in getattr(block, "child_blocks", {}).values())


def photos_on(instance: models.Model) -> Placement:
    """What `instance`, as it stands in memory, shows."""
    placement: Placement = defaultdict(set)
    for item in photo_fields(type(instance)):
        value = item.value_from_object(instance)
        _place(placement, item, value.get_prep_value() if isinstance(item, StreamField) else value)
    for name in child_relations(type(instance)):
        for child in getattr(instance, name).all():
            _merge(placement, photos_on(child))
    return dict(placement)


def photos_in_content(model: type[models.Model], content: Mapping[str, Any]) -> Placement:
    """What a revision's content shows: the serialised form of a `model`."""
    placement: Placement = defaultdict(set)
    for item in photo_fields(model):
        value = content.get(item.name)
        _place(placement, item, json.loads(value or "[]") if isinstance(item, StreamField) else value)
    for relation in get_all_child_relations(model):
        if (name := relation.get_accessor_name()) in child_relations(model):
            for child in content.get(name) or ():
                _merge(placement, photos_in_content(relation.related_model, child))
    return dict(placement)


def _place(placement: Placement, item: models.Field[Any, Any], value: Any) -> None:
    if isinstance(item, StreamField):
        for key, presets in photos_in_block(item.stream_block, value):
            placement[key].update(presets)
    elif value is not None:
        placement[int(value)].update(presets_of_place(item.name))


def _merge(placement: Placement, other: Placement) -> None:
    for key, presets in other.items():
        placement[key].update(presets)


def photos_in_block(block: blocks.Block, raw: Any, place: str = "") -> Iterator[tuple[int, set[str]]]:
    """Key and presets of every photo in a block's raw value. What does not fit the block is passed over.

    `place` is the name under which the block stands in the one around it. A photo beside a choice named `preset` is
    also made in that one.
    """
    if isinstance(block, ImageChooserBlock):
        if isinstance(raw, int):
            yield raw, set(presets_of_place(place))
    elif isinstance(block, blocks.ListBlock) and isinstance(raw, list):
        for item in raw:
            yield from photos_in_block(block.child_block, _list_value(item), place)
    elif isinstance(block, blocks.BaseStreamBlock) and isinstance(raw, list):
        for item in raw:
            if isinstance(item, dict) and (child := block.child_blocks.get(item.get("type"))):
                yield from photos_in_block(child, item.get("value"), item["type"])
    elif isinstance(block, blocks.BaseStructBlock) and isinstance(raw, dict):
        chosen = {raw["preset"]} if raw.get("preset") in PRESETS else set()
        for name, child in block.child_blocks.items():
            for key, presets in photos_in_block(child, raw.get(name), name):
                yield key, presets | chosen


def _list_value(item: Any) -> Any:
    """A list's item is stored with its id, or bare in old content."""
    return item["value"] if isinstance(item, dict) and item.get("type") == "item" and "value" in item else item
