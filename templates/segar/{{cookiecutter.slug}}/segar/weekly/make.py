"""Giving the weekly reports out, each as a paper that anybody can check."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base.models import Paper
from smartcity_base.papers.issue import current, issue

from segar.board import approved
from segar.models import SheetEvent
from segar.weekly.content import Week, letter, week_of

LETTER = Path(__file__).with_name("letter.typ")
WEEKS = 26


def report_of(week: Week) -> Paper | None:
    return current(f"mingguan:{week.name}")


def make(week: Week) -> Paper:
    """Make the report of a week, also again: the one there was is replaced."""
    about = letter(week)
    title = _("%(title)s %(span)s") % {"title": about["title"], "span": about["subtitle"]}
    return issue(f"mingguan:{week.name}", title, LETTER, about)


def make_last() -> Paper | None:
    """The newest week that has ended without a report, or was corrected since; one at a time."""
    ended = [week for week in weeks() if not week.provisional]
    due = next((week for week in ended if _is_due(week)), None)
    return make(due) if due else None


def weeks() -> list[Week]:
    """The weeks of which there is something to tell, newest first."""
    first = approved().order_by("day").values_list("day", flat=True).first()
    this = week_of(timezone.localdate())
    found = [Week(this.monday - timedelta(weeks=back)) for back in range(WEEKS)]
    return [week for week in found if first and week.sunday >= first]


def _is_due(week: Week) -> bool:
    report = report_of(week)
    if report is None:
        return True
    days = (week.monday, week.sunday)
    return SheetEvent.objects.filter(sheet__day__range=days, at__gt=report.issued_at).exists()
