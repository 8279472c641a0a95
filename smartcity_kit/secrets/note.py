"""What is known of a region's secrets without opening them, and when replaced ones end."""

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from smartcity_kit import paths
from smartcity_kit.plan import ISSUER, Plan
from smartcity_kit.secrets.private import write_private
from smartcity_kit.secrets.vault import Secrets


@dataclass(frozen=True)
class Note:
    """What is known of the secrets without opening them: nothing of what they say.

    `carried` is the day on which an adopt had brought just these to the apps. `until` has the days
    until which replaced values count; "" where that is not known before they were carried.
    """

    digest: str = ""
    wanted: list[str] | None = None
    certificate: str = ""
    carried: str = ""
    until: list[str] | None = None

    @classmethod
    def of(cls, found: Secrets, plan: Plan) -> "Note":
        """The note of the secrets as they are; an empty one where it is of others, or none."""
        try:
            note = cls(**json.loads(_file(plan).read_text("utf-8")))
            return note if note.digest == found.digest else cls()
        except (OSError, ValueError, TypeError):
            return cls()

    def write(self, plan: Plan) -> None:
        write_private(_file(plan), json.dumps(vars(self)).encode())

    def ended(self, plan: Plan) -> bool:
        """Whether a replaced value counts no longer and is to be taken away."""
        return any(past(until, self, plan) for until in self.until or ())


def remember_carried(found: Secrets, plan: Plan) -> None:
    """Note that the apps have these secrets: from now on the ones before are on their way out."""
    note = Note.of(found, plan)
    if note.digest and not note.carried:
        replace(note, carried=date.today().isoformat()).write(plan)


def overlap(plan: Plan) -> timedelta:
    """How long something may live that was made with a replaced value: a session, a setup code.

    Two days more, for adopting takes its time and LIVE re-encrypts what it holds.
    """
    issuer = next((app for app in plan.apps if app.name == ISSUER), None)
    settings = issuer.settings if issuer else {}
    days = [int(settings.get(name, 0)) for name in ("session_days", "setup_code_days")]
    return timedelta(days=max(days) + 2)


def end_of(until: str, note: Note, plan: Plan) -> str:
    """The last day on which a replaced value counts; "" while that is open."""
    if until or not note.carried:
        return until
    return (date.fromisoformat(note.carried) + overlap(plan)).isoformat()


def past(until: str, note: Note, plan: Plan) -> bool:
    end = end_of(until, note, plan)
    return bool(end) and end < date.today().isoformat()


def _file(plan: Plan) -> Path:
    return paths.region_state(plan.region.slug) / "secrets.json"
