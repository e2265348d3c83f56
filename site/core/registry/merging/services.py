"""Merging: the loser's row names the winner in `merged_into`. Nothing else is written, so that undoing is exact.

Every read follows `merged_into` (`RegistryRecord.resolved()` and `merged_keys()`): links in live pages, in drafts and
in old revisions lead to the winner without being touched.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.gathering import saved_together
from core.registry.models import RegistryRecord

#: How long a merge can be undone.
UNDO_DAYS = 30
MERGED, TOOK_IN = "core.merge", "core.take_in"
UNMERGED, GAVE_BACK = "core.undo_merge", "core.give_back"


class MergeRefused(Exception):
    """The records cannot be merged, or not be parted; the message says why and what helps."""


@transaction.atomic
def merge_records(*, loser: RegistryRecord, winner: RegistryRecord, user: Any) -> None:
    """From now on whatever names `loser` means `winner`. Raises MergeRefused.

    `user` (None: nobody) is kept with the merge and in the log of both records.
    """
    if type(loser) is not type(winner):
        raise MergeRefused(
            _("“%(loser)s”是%(kind)s，“%(winner)s”是%(other)s，不能合并。")
            % {
                "loser": loser.name,
                "kind": loser._meta.verbose_name,
                "winner": winner.name,
                "other": winner._meta.verbose_name,
            }
        )
    if loser.pk == winner.pk:
        raise MergeRefused(_("不能把条目并入它自己。"))
    loser_row, winner_row = _locked(loser, winner)
    for row in (loser_row, winner_row):
        if row.merged_into is not None:
            raise MergeRefused(
                _("“%(name)s”已经并入“%(survivor)s”，请改选“%(survivor)s”。")
                % {"name": row.name, "survivor": row.resolved().name}
            )
    _store(loser_row, merged_into=winner_row, merged_at=timezone.now(), merged_by=user)
    for field in winner_row.upward_fields:
        if _locked(winner)[0].leads_back(field):
            raise MergeRefused(
                _(
                    "“%(loser)s”在“%(winner)s”的“%(field)s”一线上，合并后它会成为自己的%(field)s。请先改“%(winner)s”的%(field)s。"
                )
                % {"loser": loser_row.name, "winner": winner_row.name, "field": _label(winner_row, field)}
            )
    log(loser_row, MERGED, user=user, data={"number": winner_row.pk, "name": winner_row.name})
    log(winner_row, TOOK_IN, user=user, data={"number": loser_row.pk, "name": loser_row.name})
    _copy_state(loser_row, loser)


@transaction.atomic
def undo_merge(*, loser: RegistryRecord, user: Any) -> None:
    """The record is itself again, with everything that named it before. Raises MergeRefused."""
    (loser_row,) = _locked(loser)
    winner = loser_row.merged_into
    if winner is None:
        raise MergeRefused(_("“%(name)s”没有并入其他条目，不用撤销。") % {"name": loser_row.name})
    if not can_be_undone(loser_row):
        raise MergeRefused(
            _("“%(name)s”合并已超过 %(days)s 天，不能撤销。") % {"name": loser_row.name, "days": UNDO_DAYS}
        )
    _store(loser_row, merged_into=None, merged_at=None, merged_by=None)
    for field in loser_row.upward_fields:
        if loser_row.leads_back(field):
            raise MergeRefused(
                _("合并以后%(field)s改动过，撤销后“%(name)s”会成为自己的%(field)s。请先改它的%(field)s。")
                % {"name": loser_row.name, "field": _label(loser_row, field)}
            )
    winner.refresh_derived()
    saved_together.send(sender=None, instances=[winner])  # it answers to fewer names, though nobody saved it
    log(loser_row, UNMERGED, user=user, data={"number": winner.pk, "name": winner.name})
    log(winner, GAVE_BACK, user=user, data={"number": loser_row.pk, "name": loser_row.name})
    _copy_state(loser_row, loser)


def can_be_undone(record: RegistryRecord) -> bool:
    """Was the record merged no longer ago than UNDO_DAYS? A merge without a time, made by other means, can be."""
    if record.merged_into_id is None:
        return False
    return record.merged_at is None or timezone.now() - record.merged_at <= timedelta(days=UNDO_DAYS)


def _locked(*records: RegistryRecord) -> list[RegistryRecord]:
    """The records' rows as they are stored, locked until the transaction ends, in the order given."""
    manager: models.Manager[Any] = type(records[0])._default_manager
    rows = {row.pk: row for row in manager.select_for_update().filter(pk__in=[r.pk for r in records]).order_by("pk")}
    try:
        return [rows[record.pk] for record in records]
    except KeyError:
        raise MergeRefused(_("条目已被删除，请刷新后再看。")) from None


def _store(row: RegistryRecord, **state: Any) -> None:
    for name, value in state.items():
        setattr(row, name, value)
    row.save(update_fields=list(state))


def _copy_state(row: RegistryRecord, record: RegistryRecord) -> None:
    for name in ("merged_into", "merged_at", "merged_by", "search_keys"):
        setattr(record, name, getattr(row, name))


def _label(record: RegistryRecord, field: str) -> str:
    return str(record._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
