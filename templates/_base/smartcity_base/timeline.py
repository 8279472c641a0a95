"""What happened to a thing, line by line, as `base/timeline.html` shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.text import capfirst


@dataclass(frozen=True, kw_only=True)
class Line:
    """One event as its reader may know it; an app that tells more of it adds fields and blocks.

    `text` is empty where the reader may know that it happened, not what was said. `internal` marks
    what citizens do not read; `colour` is that of the state which the event brought.
    """

    action: str
    label: str
    who: str
    at: datetime
    text: str = ""
    photos: Sequence[Any] = ()
    internal: bool = False
    colour: str = ""

    @classmethod
    def of(cls, event: Any, **more: Any) -> Self:
        """A line with what every event has (`action`, `user`, `at`, perhaps `text`), and `more`."""
        told = {
            "action": event.action,
            "label": capfirst(event.get_action_display()),
            "who": str(event.user or "–"),
            "at": event.at,
            "text": getattr(event, "text", ""),
        }
        return cls(**told | more)
