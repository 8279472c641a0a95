from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Protocol, Self
from uuid import UUID

from django.db import models


class Told(Protocol):
    """An event as far as a reading of it goes."""

    changes: dict[str, Any]


class Folded(models.Model):
    """A row that is a reading of its events: what happened is written once, and this follows.

    `FOLDED` names the fields that events change (foreign keys as `agency_id`). An app writes them
    through its log alone, which saves the event and the row in one transaction; then `replay` of
    all events gives the same row, and every figure can be counted again from what happened.
    """

    FOLDED: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True

    def news(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """What of `changes` is not so already: an event says what really changed."""
        return {
            name: value
            for name, value in changes.items()
            if self.pk is None or getattr(self, name) != value
        }

    def follow(self, changes: Mapping[str, Any]) -> None:
        """Let this row, in memory, follow what an event says; an unknown field is a KeyError."""
        for name, value in changes.items():
            if name not in self.FOLDED:
                raise KeyError(name)
            field = self._meta.get_field(name.removesuffix("_id"))
            setattr(self, name, field.to_python(value) if field.concrete else value)

    @classmethod
    def replay(cls, events: Iterable[Told]) -> Self:
        """The row that these events, in order, make: unsaved, with the folded fields alone."""
        row = cls()
        for event in events:
            row.follow(event.changes)
        return row


def told(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes as an event's JSON holds them; `follow` reads them back."""
    return {name: _json(value) for name, value in changes.items()}


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
