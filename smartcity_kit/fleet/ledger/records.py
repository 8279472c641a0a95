"""What the ledger's rows are once they are read: plain, frozen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from smartcity_kit.fleet.ledger.database import Row
from smartcity_kit.fleet.member import Member

State = Literal["waiting", "working", "settled"]
RolloutState = Literal["running", "paused", "stopped", "ended"]

GOOD = frozenset({"unchanged", "done"})
"""The region is as its profile says."""
BAD = frozenset({"partly", "failed", "invalid", "refused"})
"""Somebody has to look: trying again by itself would end the same."""
AGAIN = frozenset({"unreachable", "locked", "hung", "lost"})
"""Another time it may go well: the region goes back into the queue."""


ALONE = "adopt-"
"""How the name of a rollout begins that was one `adopt`: nobody goes on with it."""


@dataclass(frozen=True)
class Rollout:
    """One rollout as it was asked for and as it stands. `options` are `fleet.options.Options`."""

    id: str
    who: str
    machine: str
    kit: str
    options: Mapping[str, Any]
    began: float = 0
    ended: float | None = None
    state: RolloutState = "running"
    reason: str = ""
    owner: str = ""
    lease: float = 0

    @classmethod
    def of(cls, row: Row) -> "Rollout":
        return cls(**row | {"options": json.loads(row["options"])})


@dataclass(frozen=True)
class Wave:
    """`number` counts from 1; `state` is waiting, open or closed."""

    number: int
    state: str
    began: float | None
    ended: float | None


@dataclass(frozen=True)
class Region:
    """One region in one rollout. `tries` counts attempts since somebody last looked at it."""

    member: Member
    wave: int
    state: State
    stage: str
    result: str
    message: str
    attempts: int
    tries: int
    not_before: float
    owner: str
    lease: float

    @property
    def slug(self) -> str:
        return self.member.slug

    @property
    def is_good(self) -> bool:
        return self.state == "settled" and self.result in GOOD

    @property
    def is_bad(self) -> bool:
        return self.state == "settled" and self.result in BAD

    @property
    def is_queued(self) -> bool:
        """It was tried and is to be tried again, so that nobody need wait for it."""
        return self.state == "waiting" and self.tries > 0

    @classmethod
    def of(cls, row: Row) -> "Region":
        left = {name: row[name] for name in cls.__dataclass_fields__ if name != "member"}
        return cls(member=Member.from_json(json.loads(row["member"])), **left)


@dataclass(frozen=True)
class Claim:
    """The right to work on a region once: attempt `number` of `owner`, its files in `folder`."""

    rollout: str
    slug: str
    number: int
    owner: str
    folder: str


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended: `result` is one of GOOD, BAD or AGAIN.

    `evidence` is the region's own report; `facts` is what is now known of it (`fleet.levels`).
    """

    result: str
    message: str = ""
    stage: str = ""
    release: str = ""
    seconds: float = 0
    drift: int = 0
    evidence: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Attempt:
    """One attempt as the history of a region tells it."""

    rollout: str
    slug: str
    number: int
    worker: str
    folder: str
    began: float
    ended: float | None
    stage: str
    result: str
    message: str
    release: str
    seconds: float | None
    drift: int
    evidence: Mapping[str, Any]
    who: str = ""

    @classmethod
    def of(cls, row: Row) -> "Attempt":
        return cls(**row | {"evidence": json.loads(row["evidence"])})


@dataclass(frozen=True)
class Known:
    """What is known of a region, and since when."""

    member: Member
    seen: float
    facts: Mapping[str, Any]

    @classmethod
    def of(cls, row: Row) -> "Known":
        member = Member.from_json(json.loads(row["member"]))
        return cls(member, row["seen"], json.loads(row["facts"]))
