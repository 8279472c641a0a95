from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.db import models


class AppendOnlyError(Exception):
    """Somebody tried to change or delete what is only ever added to."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(self.model._meta.label)

    def delete(self) -> NoReturn:
        raise AppendOnlyError(self.model._meta.label)


class AppendOnly(models.Model):
    """Rows that are written once. For logs from which figures are computed."""

    # After which a row may go by its retention, and not before; None: never (smartcity_base.guard).
    KEPT_AT_LEAST: ClassVar[timedelta | None] = None

    objects: ClassVar[models.Manager[Self]] = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(self._meta.label)


class AuditEntry(AppendOnly):
    """Who did what to which thing. No personal data of citizens in `details`: ids only."""

    KEPT_AT_LEAST = timedelta(days=365)

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    # No constraint: the entry keeps the id of an account that was erased since.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    action = models.CharField(max_length=80, db_index=True)
    target = models.CharField(max_length=200, db_index=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target}"


class PeriodicRun(models.Model):
    """When a periodic job was last put in the queue: a worker that was killed does not forget."""

    name = models.CharField(max_length=80, primary_key=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
