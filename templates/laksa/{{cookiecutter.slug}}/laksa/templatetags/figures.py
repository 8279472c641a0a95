"""How figures are shown: numbers the Indonesian way, times, and bars that need no style."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from laksa.measures.summary import Line
from laksa.measures.worktime import told
from laksa.states import State

register = template.Library()
register.filter("worktime", told)

CHART_WIDTH, CHART_HEIGHT, GAP = 720, 160, 0.25


@register.filter
def count(value: int | None) -> str:
    """12.345"""
    return "–" if value is None else number_format(value, 0, force_grouping=True)


@register.filter
def percent(value: float | None) -> str:
    """12,3%"""
    return "–" if value is None else f"{number_format(value, 1)}%"


@register.filter
def month(value: date) -> str:
    """Juni 2026"""
    return date_format(value, "F Y")


@register.filter
def states(line: Line) -> list[tuple[State, int]]:
    """How many are in each state, in the order of the states."""
    return [(state, line.states.get(state, 0)) for state in State]


@register.filter
def most(lines: Iterable[Line]) -> int:
    """The longest bar of a table."""
    return max((line.received for line in lines), default=0)


@register.simple_tag
def bar(value: int, longest: int, colour: str = "") -> SafeString:
    """A bar beside its number, for the eye alone: the number says it."""
    width = round(100 * value / longest, 1) if longest else 0
    return format_html(
        '<svg class="bar {}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="8"/></svg>',
        colour, f"{width:.1f}",
    )  # fmt: skip


@register.simple_tag
def columns(lines: list[Line]) -> SafeString:
    """Received per month as columns, what of it missed a deadline in them; the table says it."""
    highest = most(lines)
    if not highest:
        return SafeString("")
    step = CHART_WIDTH / len(lines)
    drawn: list[tuple[Any, ...]] = []
    for at, line in enumerate(lines):
        for value, name in ((line.received, "all"), (line.late, "late")):
            tall = CHART_HEIGHT * value / highest
            drawn.append((
                name, f"{(at + GAP / 2) * step:.1f}", f"{CHART_HEIGHT - tall:.1f}",
                f"{(1 - GAP) * step:.1f}", f"{tall:.1f}",
            ))  # fmt: skip
    rects = format_html_join("", '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', drawn)
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">'
        "{}</svg>",
        CHART_WIDTH, CHART_HEIGHT, rects,
    )  # fmt: skip
