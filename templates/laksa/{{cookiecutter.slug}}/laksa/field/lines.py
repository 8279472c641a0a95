"""How a step of the field officers stands in a report's timeline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from laksa.field.models import Step
from laksa.models import ReportEvent

if TYPE_CHECKING:
    from laksa.timeline import Line


def shown(line: Line, event: ReportEvent) -> Line:
    """A line of the timeline as the field officers' step has it: its own words, its own time."""
    told = getattr(event, "field_step", None)
    if told is None:
        return line
    who = told.team or _("Petugas lapangan")
    return replace(line, label=str(Step(told.step).label), who=who, at=told.at)
