"""A region that was adopted by itself, entered where rollouts are, so that `fleet` knows of it."""

import getpass
import secrets
import socket
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from smartcity_kit import __version__
from smartcity_kit.fleet.ledger import Ledger, Rollout, open_ledger
from smartcity_kit.fleet.ledger.records import ALONE
from smartcity_kit.fleet.levels import outcome_of
from smartcity_kit.fleet.member import member_of

if TYPE_CHECKING:
    from smartcity_kit.adopt import Outlook
    from smartcity_kit.report import Report


def enter(outlook: "Outlook", report: "Report", *, ledger: Ledger | None = None) -> str:
    """Enter how an adoption ended; "" when it is entered, else why it could not be.

    Never raises: the region is adopted whether or not anybody could write that down.
    """
    try:
        member = replace(member_of(outlook.plan.profile), place=outlook.plan.place)
        facts = {"valid": True, "ready": not member.todo, "profile": member.digest,
                 "kit": __version__}  # fmt: skip
        ended = outcome_of(outlook, report)
        ended = replace(ended, seconds=report.seconds, facts=facts | dict(ended.facts))
        (ledger or open_ledger()).note(_by_itself(), member, ended)
    except Exception as error:  # whatever a ledger's disk, database or lock may say
        return " ".join(str(getattr(error, "message", error)).split()) or type(error).__name__
    return ""


def _by_itself() -> Rollout:
    name = f"{ALONE}{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    return Rollout(name, getpass.getuser(), socket.gethostname(), __version__, {})
