"""A worker: takes one region, lets a process of its own do it, watches that, enters how it ended.

The same on one machine, where a rollout has several, and on many, where each takes from a queue.
"""

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from smartcity_kit import paths
from smartcity_kit.fleet.child import PROGRAM, Child
from smartcity_kit.fleet.hooks import Hooks
from smartcity_kit.fleet.ledger import Claim, Ledger, Outcome, Region
from smartcity_kit.fleet.ledger.ledger import LEASE_SECONDS
from smartcity_kit.fleet.ledger.records import GOOD
from smartcity_kit.fleet.member import Member
from smartcity_kit.fleet.options import Options
from smartcity_kit.language import _

KEPT_ROLLOUTS = 50
LOOK_SECONDS = 1.0
BEAT_SECONDS = 10.0


@dataclass(frozen=True)
class Worker:
    """One who works for a rollout. `owner` tells its process; `program` is a region's own.

    `more` is added to each region's job.
    """

    ledger: Ledger
    rollout: str
    options: Options
    owner: str
    hooks: Hooks = field(default_factory=Hooks)
    program: Sequence[str] = PROGRAM
    ended: Callable[[Claim, Outcome], None] = lambda _claim, _outcome: None
    more: Mapping[str, Any] = field(default_factory=dict)

    def take(self, member: Member) -> Claim | None:
        """Claim a region; None where it is not to be had just now."""
        return self.ledger.claim(
            self.rollout, member.slug, self.owner,
            lambda number: str(attempt_folder(self.rollout, member.slug, number)),
            self.options.per_site,
        )  # fmt: skip

    def do(self, claim: Claim, member: Member) -> Outcome:
        """Do what was claimed, from the hook before it to the ledger's entry."""
        refused = self.hooks.run("before-region", self._told(claim, member))
        if refused:
            return self.enter(claim, Outcome("refused", refused))
        try:
            child = Child.begin(Path(claim.folder), self._job(member), self.program)
        except OSError as error:
            reason = _("It could not be begun here: {reason}").format(reason=error.strerror)
            return self.enter(claim, Outcome("failed", reason))
        return self.follow(claim, member, child)

    def follow(self, claim: Claim, member: Member, child: Child) -> Outcome:
        """Watch an attempt that has begun, whoever began it, and enter how it ended."""
        outcome = self._watched(claim, child)
        if outcome.result in GOOD:
            told = self._told(claim, member) | {"result": outcome.result,
                                                "report": outcome.evidence}  # fmt: skip
            if reason := self.hooks.run("after-region", told):
                outcome = replace(outcome, result="failed", message=reason)
        return self.enter(claim, outcome)

    def _watched(self, claim: Claim, child: Child) -> Outcome:
        heard = renewed = time.monotonic()
        while True:
            ended = child.wait(LOOK_SECONDS)
            first = child.told
            if lines := child.lines():
                heard = time.monotonic()
                self._tell(claim, first, lines)
            if ended:
                return child.outcome()
            now = time.monotonic()
            if now - heard > self.options.hang_after:
                child.end()
                said = child.result()
                if said is not None and said.result in GOOD:
                    return said
                # What it says of being ended is no verdict on the region.
                quiet = _("It said nothing for {n} seconds and was ended.")
                return Outcome("hung", quiet.format(n=int(self.options.hang_after)), child.stage)
            if now - renewed > BEAT_SECONDS:
                kept = self._beat(claim, child.stage)
                renewed = now if kept else renewed
                if kept is False or now - renewed > LEASE_SECONDS * 0.8:
                    # Somebody else may have it by now: two at one region is worse than none.
                    child.end()
                    return Outcome("lost", _("The ledger was out of reach."), child.stage)

    def _beat(self, claim: Claim, stage: str) -> bool | None:
        """Renew the lease; None where the ledger cannot be reached just now."""
        try:
            return self.ledger.beat(claim, stage)
        except self.ledger.database.away:
            return None

    def _tell(self, claim: Claim, first: int, lines: list[str]) -> None:
        try:
            self.ledger.tell(claim, first, lines)
        except self.ledger.database.away:
            return  # they are in the attempt's folder

    def enter(self, claim: Claim, outcome: Outcome) -> Outcome:
        """Write down how it ended: for good, or to be tried again."""
        tries = self._tries(claim)
        wait = self.options.wait_after(outcome.result, tries)
        if wait is None:
            entered = self.ledger.settle(claim, outcome)
        else:
            entered = self.ledger.requeue(claim, outcome, wait)
        if entered:
            self.ended(claim, outcome)
        return outcome

    def _tries(self, claim: Claim) -> int:
        found = self.ledger.region(claim.rollout, claim.slug)
        return found.tries if found else 1

    def _job(self, member: Member) -> dict[str, Any]:
        said = self.options
        return {
            "profile": member.folder,
            "place": said.place,
            "full": said.full,
            "accept_host_key": said.accept_host_key,
            "vault": said.vault,
            **self.more,
        }

    def _told(self, claim: Claim, member: Member) -> dict[str, Any]:
        return {
            "rollout": claim.rollout,
            "attempt": claim.number,
            "region": member.as_json(),
            "folder": claim.folder,
        }


def attempt_folder(rollout: str, slug: str, number: int) -> Path:
    return rollouts_folder() / rollout / slug / str(number)


def rollouts_folder() -> Path:
    """What attempts left on this machine, by rollout."""
    return paths.state() / "fleet" / "rollouts"


def prune() -> None:
    """Drop what the oldest rollouts left here; the ledger keeps what it knows of them."""
    for old in sorted(rollouts_folder().glob("*"))[:-KEPT_ROLLOUTS]:
        # What somebody still has open stays until the next time.
        shutil.rmtree(old, ignore_errors=True)


def recover(
    worker: Worker, region: Region, gone: Callable[[str], bool]
) -> Callable[[], object] | None:
    """What is to be done about a region that is at work and whose worker may be gone.

    None where it is in good hands, or was given back at once; else the rest of the work, which
    takes its time.
    """
    expired = region.lease < worker.ledger.now()
    if region.owner == worker.owner or not (gone(region.owner) or expired):
        return None
    claim = worker.ledger.take_over(region, worker.rollout, worker.owner)
    if claim is None:
        return None
    child = Child.found(claim.folder)
    if child is None:
        worker.ledger.requeue(claim, Outcome("lost", stage=region.stage), 0)
        return None
    return lambda: worker.follow(claim, region.member, child)
