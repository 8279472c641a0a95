"""Catching personal data in what the public reads, and deciding whether it may stand there.

Words are looked at when they are written. `Report.masks` repeats, in the report's own row, what is
masked: pages read it there and never look for patterns themselves.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.models import Agency, User

from laksa.models import Report, ReportEvent
from laksa.privacy.detect import Kind, find
from laksa.privacy.models import Decision, Finding
from laksa.states import Audience

ACTIONS = {Decision.CLOSED: "data-pribadi-ditutup", Decision.OPEN: "data-pribadi-dibuka"}


def look_at(event: ReportEvent) -> None:
    """Look at what this event shows to the public; call in the transaction that wrote it."""
    note_down(event.report, _words(event), event.at)


def note_down(report: Report, words: Iterable[str], at: datetime) -> None:
    """Keep what is found in these words of a report, and mask it; what was decided stays so."""
    found = {span.value: span.kind for text in words for span in find(text)}
    if not found and not report.masks:
        return
    official = _official() if found else frozenset()
    fresh = [
        Finding(report=report, kind=kind, value=value, at=at)
        for value, kind in found.items()
        if _plain(value) not in official
    ]
    Finding.objects.bulk_create(fresh, ignore_conflicts=True)
    write_masks(report)


def decide(finding: Finding, decision: Decision, user: User) -> None:
    """The officer's word on it; the log names the finding and not its value."""
    with transaction.atomic():
        # Behind the lock that every other writer of the row waits for.
        finding.report = Report.objects.select_for_update().get(pk=finding.report_id)
        finding.decision, finding.decided_by, finding.decided_at = decision, user, timezone.now()
        finding.save(update_fields=["decision", "decided_by", "decided_at"])
        write_masks(finding.report)
        audit.record(user, ACTIONS[decision], finding.report, finding=finding.pk, kind=finding.kind)


def waiting(reports: QuerySet[Report]) -> QuerySet[Finding]:
    """What nobody has decided yet in these reports, oldest first."""
    found = Finding.objects.filter(decision=Decision.WAITING, report__in=reports)
    return found.select_related("report__category", "report__agency")


def write_masks(report: Report) -> None:
    """Repeat in the report's row what is masked, the longest first: one may hold another."""
    told = report.events.filter(audience=Audience.PUBLIC)
    words = "\n".join([*words_of(report), *(event.text for event in told)])
    masked = [
        [finding.value, finding.kind]
        for finding in report.findings.all()
        if finding.is_masked and finding.value in words
    ]
    report.masks = sorted(masked, key=lambda mask: (-len(mask[0]), mask[0]))
    Report.objects.filter(pk=report.pk).update(masks=report.masks)


def words_of(report: Report) -> Iterator[str]:
    """What the reporter wrote, as far as strangers may come to read it."""
    yield from (report.text, report.address)
    for values in report.answers.values():
        yield from values


def masked(report: Report, text: str) -> str:
    """The text as strangers read it."""
    return cover(report.masks, text)


def cover(masks: Iterable[Iterable[str]], text: str) -> str:
    """The text with `Report.masks` over it, for who has these two of a report alone."""
    for value, kind in masks:
        text = text.replace(value, f"[{Kind(kind).label}]")
    return text


def _words(event: ReportEvent) -> Iterable[str]:
    for name in ("text", "address"):
        yield event.changes.get(name) or ""
    answers: Mapping[str, list[str]] = event.changes.get("answers") or {}
    for values in answers.values():
        yield from values
    if event.audience == Audience.PUBLIC:
        yield event.text


def _official() -> frozenset[str]:
    """The numbers and addresses of the government itself: those are there to be read."""
    known = config().contact
    given = [known.email, known.phone]
    for pair in Agency.objects.filter(active=True).values_list("email", "phone"):
        given += pair
    return frozenset(_plain(one) for one in given if one)


def _plain(value: str) -> str:
    """A telephone number as its digits without the country's, an address in small letters."""
    if "@" in value:
        return value.lower()
    digits = "".join(sign for sign in value if sign.isdigit())
    return digits.removeprefix("62").removeprefix("0")
