"""Who looked at whose report: written when an officer opens one, told to its reporter.

An entry keeps the role that the person had at that moment, and whether the page showed the
reporter's contact. Ids only: what was read is not in the log.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base import audit
from smartcity_base.models import AuditEntry, User

from laksa.models import Contact, Report

OPENED = "laporan-dibuka"
LOG_READ = "log-akses-dibuka"
# Going to and fro between the queue and a report is one look, not ten.
ONE_LOOK = timedelta(minutes=15)
ROLES = {
    "operator": _("Operator"),
    "officer": _("Petugas instansi"),
    "head": _("Pimpinan instansi"),
    "administrator": _("Administrator"),
}
_WIDEST = ("operator", "administrator", "head", "officer")


@dataclass(frozen=True)
class Look:
    """One look at a report, as its reporter may know of it: in which role, and when."""

    role: str
    at: datetime
    contact: bool


def contact_for(user: User, report: Report) -> Contact | None:
    """How this officer may reach the reporter; None: not at all, or nobody may."""
    contact: Contact | None = getattr(report, "contact", None)
    if contact is None or contact.anonymous:
        return None
    if contact.for_operators and not user.has_role("operator", "administrator"):
        return None
    return contact


def opened(user: User, report: Report, *, contact: bool) -> None:
    """Write down that this officer looks at this report now."""
    recent = AuditEntry.objects.filter(
        actor=user,
        action=OPENED,
        target=target(report),
        at__gt=timezone.now() - ONE_LOOK,
        details__contact=contact,
    )
    if not recent.exists():
        audit.record(user, OPENED, report, role=role_of(user), contact=contact)


def role_of(user: User) -> str:
    """The role that lets this person look, the widest first."""
    return next(role for role in _WIDEST if user.has_role(role))


def looks(report: Report) -> Iterator[Look]:
    """Who looked at it, newest first."""
    for entry in AuditEntry.objects.filter(action=OPENED, target=target(report)):
        yield Look(role_name(entry), entry.at, bool(entry.details.get("contact")))


def entries(number: str = "") -> QuerySet[AuditEntry]:
    """The whole log, newest first; or that of one report. An unknown number has no entries."""
    found = AuditEntry.objects.filter(action=OPENED).select_related("actor")
    if not number:
        return found
    report = Report.objects.filter(number=number.upper()).first()
    return found.filter(target=target(report)) if report else found.none()


def role_name(entry: AuditEntry) -> str:
    return str(ROLES.get(entry.details.get("role", ""), ""))


def target(report: Report) -> str:
    """As `audit.record` writes it."""
    return f"{report._meta.label_lower}:{report.pk}"


def report_id(entry: AuditEntry) -> int:
    return int(entry.target.rpartition(":")[2])
