"""What the cluster has still to be told: written in the transaction that changes an entry, delivered in order."""

from __future__ import annotations

from django.db import models


class OutboxItem(models.Model):
    """An object whose entry changed or went. Its key is the version under which the cluster keeps what is delivered.

    An item that the cluster refuses stays, with the reason, and is tried again later; it keeps no other one waiting.
    """

    model = models.CharField(max_length=60)
    object_key = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    refused = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, default="")

    def __str__(self) -> str:
        return f"{self.model}:{self.object_key}"


class ClusterState(models.Model):
    """One row. `answering`: the index behind the alias; `building`: the one that a rebuild fills, up to `cursor`."""

    answering = models.CharField(max_length=120, default="")
    building = models.CharField(max_length=120, default="")
    cursor = models.BigIntegerField(default=-1)
    owner = models.CharField(max_length=40, default="")
    beat_at = models.DateTimeField(null=True)
    rebuilt_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, default="")
    error_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.answering

    @classmethod
    def current(cls) -> ClusterState:
        return cls.objects.get_or_create(pk=1)[0]

    @classmethod
    def locked(cls) -> ClusterState:
        """The row, locked for the rest of the transaction."""
        cls.current()
        return cls.objects.select_for_update().get(pk=1)
