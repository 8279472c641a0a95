"""What was done to a sheet, newest first."""

from dataclasses import dataclass
from typing import Any

from smartcity_base import timeline

from segar.models import Action, Sheet


@dataclass(frozen=True, kw_only=True)
class Line(timeline.Line):
    """With the prices before and after, where somebody changed them."""

    changes: dict[str, Any]


def lines(sheet: Sheet) -> list[Line]:
    changing = (Action.CHANGE, Action.CORRECT)
    return [
        Line.of(event, changes=event.changes if event.action in changing else {})
        for event in sheet.events.select_related("user")
    ]
