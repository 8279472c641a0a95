"""The figures of the control room; the card holds their formulas."""

from collections.abc import Callable

from django.utils import timezone

from segar.board import board
from segar.missing import missing
from segar.models import Sheet, State


def markets_today() -> int:
    return Sheet.objects.filter(day=timezone.localdate(), state=State.APPROVED).count()


def waiting() -> int:
    return Sheet.objects.filter(state=State.WAITING).count()


def missing_days() -> int:
    return len(missing(timezone.localdate(), 7))


def over_reference() -> int:
    return sum(row.over is not None for row in board())


# By their names on the card.
FIGURES: dict[str, Callable[[], int]] = {
    "markets_today": markets_today,
    "waiting": waiting,
    "missing": missing_days,
    "over_reference": over_reference,
}
