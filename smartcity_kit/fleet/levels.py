"""How far a region has adopted: a ladder of facts, each yes, no, or not known.

valid      its profile has no fault
ready      nothing is left that only a person can fill in
rendered   a release was made of it
installed  every app serves that release
data       the region's people are loaded too
signed-in  somebody has signed in
current    nothing is adrift and nothing is pending
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from smartcity_kit import __version__
from smartcity_kit.errors import Fault
from smartcity_kit.fleet.ledger.records import Outcome
from smartcity_kit.fleet.member import profile_digest
from smartcity_kit.language import N_, _

if TYPE_CHECKING:
    from smartcity_kit.adopt import Outlook
    from smartcity_kit.profile import Profile
    from smartcity_kit.report import Report

LADDER = {
    "valid": N_("valid"),
    "ready": N_("ready"),
    "rendered": N_("rendered"),
    "installed": N_("installed"),
    "data": N_("data in"),
    "signed-in": N_("sign-in used"),
    "current": N_("current"),
    "backed-up": N_("backed up"),
    "drilled": N_("drill passed"),
}
"""In the order in which they are climbed; nothing tells the last two yet."""


def level_of(facts: Mapping[str, Any]) -> str:
    """The highest rung up to which every one is reached; "" where not even the first is.

    Where a region is installed, what was left to fill in does not hold it back.
    """
    reached = ""
    for name in LADDER:
        if not (facts.get(name) or (name == "ready" and facts.get("installed"))):
            break
        reached = name
    return reached


def profile_facts(profile: "Profile", todo: Sequence[Fault]) -> dict[str, Any]:
    return {"valid": True, "ready": not todo, "profile": profile_digest(profile.folder),
            "kit": __version__}  # fmt: skip


def outcome_of(outlook: "Outlook", report: "Report") -> Outcome:
    """How an adoption ended, as the region's own report and its server tell it."""
    wished = {app.name: app.hash for app in outlook.release.apps}
    strays = [
        app.title for app in report.apps if not app.healthy or app.release != wished[app.name]
    ]
    result: str = report.result
    message = "; ".join(f"{f.task}: {f.message}" for f in report.failures)
    if strays and result in ("done", "unchanged"):
        # Ansible said that all is well, and the server says it is not: the server is right.
        result = "partly"
        message = _("Not served as released: {apps}").format(apps=", ".join(strays))
    return Outcome(
        result, " ".join(message.split())[:600], "report", release=report.release,
        drift=len(outlook.changes.drift), evidence=report.as_json(),
        facts=server_facts(outlook, report, serves=not strays),
    )  # fmt: skip


def server_facts(outlook: "Outlook", report: "Report", *, serves: bool) -> dict[str, Any]:
    """What the region's own report and its server tell; `serves` that each app has its release."""
    from smartcity_kit.fleet.figures import sign_ins

    people = bool(outlook.plan.profile.personal)
    facts = {
        "rendered": True,
        "installed": serves,
        "data": serves and people,
        "current": serves and report.result in ("done", "unchanged"),
        "release": report.release,
        "adrift": 0 if serves and report.result == "done" else len(outlook.changes.drift),
        "finished": report.finished,
        "apps": {app.name: app.healthy for app in report.apps},
        "urls": {app.name: app.url for app in report.apps},
    }
    # Nobody today does not take back that somebody did yesterday.
    return facts | ({"signed-in": True} if serves and sign_ins(outlook) else {})
