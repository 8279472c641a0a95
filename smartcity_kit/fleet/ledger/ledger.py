"""The ledger's moves. Each is one transaction: whoever is killed leaves a state, not a half.

    region:  waiting -> working -> settled        settle: good, or bad until somebody resumes
                 ^          |
                 +----------+                     requeue: unreachable, hung, lost …

A worker holds a region by a lease that it renews; what it writes counts only while the region is
still its own. Whose lease ran out, or whose process is gone, gives the region back.
"""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from smartcity_kit import paths
from smartcity_kit.fleet.ledger.database import Database, Row, open_database
from smartcity_kit.fleet.ledger.memory import Memory
from smartcity_kit.fleet.ledger.records import (
    ALONE,
    Claim,
    Outcome,
    Region,
    Rollout,
    RolloutState,
    Wave,
)
from smartcity_kit.fleet.member import Member

SCHEMA = Path(__file__).with_name("schema.sql")
LEASE_SECONDS = 60
"""A worker that was not heard of for so long has lost its region."""


def open_ledger(address: str | None = None) -> "Ledger":
    """The ledger at `address`: a file or postgresql://…; else SMARTCITY_LEDGER's, else this
    machine's own. Raises KitError when it cannot be opened.
    """
    named = address or os.environ.get("SMARTCITY_LEDGER")
    return Ledger(open_database(named or str(paths.state() / "fleet" / "ledger.sqlite3")))


class Ledger(Memory):
    """The only one that writes SQL about rollouts, and what it remembers (`Memory`)."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.address = database.address
        self.now = database.now
        database.script(SCHEMA.read_text("utf-8"))

    def together(self) -> AbstractContextManager[None]:
        return self.database.together()

    def close(self) -> None:
        self.database.close()

    # --- rollouts and waves

    def begin(self, rollout: Rollout, waves: Sequence[Sequence[Member]]) -> None:
        """Enter a rollout with all its regions; either all of it is there or nothing."""
        with self.together():
            self.run(
                "INSERT INTO rollout (id, began, who, machine, kit, options) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                rollout.id, self.now(), rollout.who, rollout.machine, rollout.kit,
                json.dumps(rollout.options),
            )  # fmt: skip
            for number, members in enumerate(waves, 1):
                self.run("INSERT INTO wave (rollout, number) VALUES (?, ?)", rollout.id, number)
                for place, member in enumerate(members):
                    self.run(
                        "INSERT INTO region (rollout, slug, wave, place, site, member) "
                        "VALUES (?, ?, ?, ?, ?, ?)",
                        rollout.id, member.slug, number, place, member.site,
                        json.dumps(member.as_json()),
                    )  # fmt: skip

    def rollouts(self, limit: int = 50) -> list[Rollout]:
        """The newest first; what one `adopt` did is none."""
        found = self.run(
            "SELECT * FROM rollout WHERE id NOT LIKE ? ORDER BY began DESC LIMIT ?",
            f"{ALONE}%", limit,
        )  # fmt: skip
        return [Rollout.of(row) for row in found]

    def rollout(self, name: str) -> Rollout | None:
        found = self.run("SELECT * FROM rollout WHERE id = ?", name)
        return Rollout.of(found[0]) if found else None

    def lead(self, name: str, owner: str, gone: Callable[[str], bool]) -> str:
        """Become the one who leads a rollout, or stay it; "" then, else who leads it."""
        return self.database.patiently(lambda: self._become_leader(name, owner, gone))

    def _become_leader(self, name: str, owner: str, gone: Callable[[str], bool]) -> str:
        with self.together():
            (row,) = self.run("SELECT owner, lease FROM rollout WHERE id = ?", name)
            held = row["lease"] > self.now() and not gone(row["owner"])
            if row["owner"] not in ("", owner) and held:
                return str(row["owner"])
            self.run(
                "UPDATE rollout SET owner = ?, lease = ? WHERE id = ?",
                owner, self.now() + LEASE_SECONDS, name,
            )  # fmt: skip
        return ""

    def mark(self, name: str, state: RolloutState, reason: str = "") -> None:
        """Say how a rollout stands; one that does not run has nobody who leads it."""
        over = self.now() if state != "running" else None
        self.run(
            "UPDATE rollout SET state = ?, reason = ?, ended = ? WHERE id = ?",
            state, reason, over, name,
        )  # fmt: skip
        if over:
            self.run("UPDATE rollout SET owner = '', lease = 0 WHERE id = ?", name)

    def waves(self, name: str) -> list[Wave]:
        found = self.run(
            "SELECT number, state, began, ended FROM wave WHERE rollout = ? ORDER BY number", name
        )
        return [Wave(**row) for row in found]

    def open_wave(self, name: str, number: int) -> None:
        self.run(
            "UPDATE wave SET state = 'open', began = COALESCE(began, ?), ended = NULL "
            "WHERE rollout = ? AND number = ?",
            self.now(), name, number,
        )  # fmt: skip

    def close_wave(self, name: str, number: int) -> None:
        self.run(
            "UPDATE wave SET state = 'closed', ended = ? WHERE rollout = ? AND number = ?",
            self.now(), name, number,
        )  # fmt: skip

    def is_through(self, name: str) -> bool:
        """Whether every region of a rollout ended well."""
        left = self.run(
            "SELECT 1 FROM region WHERE rollout = ? "
            "AND NOT (state = 'settled' AND result IN ('unchanged', 'done')) LIMIT 1",
            name,
        )
        return not left

    # --- regions

    def regions(self, name: str) -> list[Region]:
        """Every region of a rollout, in the order in which their turns come."""
        found = self.run("SELECT * FROM region WHERE rollout = ? ORDER BY wave, place", name)
        return [Region.of(row) for row in found]

    def region(self, name: str, slug: str) -> Region | None:
        found = self.run("SELECT * FROM region WHERE rollout = ? AND slug = ?", name, slug)
        return Region.of(found[0]) if found else None

    def at_work(self, slug: str) -> Region | None:
        found = self.run("SELECT * FROM region WHERE slug = ? AND state = 'working'", slug)
        return Region.of(found[0]) if found else None

    def claim(
        self, name: str, slug: str, owner: str, folder: Callable[[int], str], site_limit: int = 0
    ) -> Claim | None:
        """Make a waiting region one's own; None where somebody else was quicker.

        None also where it is not its time yet, where it is at work for another rollout, or where
        `site_limit` regions of its data centre are at work.
        """
        try:
            return self.database.patiently(
                lambda: self._claim(name, slug, owner, folder, site_limit)
            )
        except self.database.clash:
            return None

    def _claim(
        self, name: str, slug: str, owner: str, folder: Callable[[int], str], site_limit: int
    ) -> Claim | None:
        with self.together():
            now = self.now()
            (row,) = self.run(
                "SELECT state, attempts, not_before, site, member FROM region "
                "WHERE rollout = ? AND slug = ?", name, slug,
            )  # fmt: skip
            if row["state"] != "waiting" or row["not_before"] > now:
                return None
            if self._busy(row, slug, site_limit):
                return None
            number = row["attempts"] + 1
            taken = self.run(
                "UPDATE region SET state = 'working', stage = '', attempts = ?, tries = tries + 1, "
                "owner = ?, lease = ? WHERE rollout = ? AND slug = ? AND state = 'waiting' "
                "RETURNING slug",
                number, owner, now + LEASE_SECONDS, name, slug,
            )  # fmt: skip
            if not taken:
                return None
            claim = Claim(name, slug, number, owner, folder(number))
            self.run(
                "INSERT INTO attempt (rollout, slug, number, worker, folder, began) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                name, slug, number, owner, claim.folder, now,
            )  # fmt: skip
        return claim

    def _busy(self, row: Row, slug: str, site_limit: int) -> bool:
        """Whether the region is at work elsewhere, or its data centre is full."""
        if self.run("SELECT 1 FROM region WHERE slug = ? AND state = 'working'", slug):
            return True
        if not site_limit or row["site"] == "local":
            return False
        # Those who count at the same moment do it one after another.
        if not self.database.serial:
            self.run("SELECT pg_advisory_xact_lock(hashtext(?))", f"site:{row['site']}")
        (found,) = self.run(
            "SELECT count(*) AS n FROM region WHERE site = ? AND state = 'working'", row["site"]
        )
        return int(found["n"]) >= site_limit

    def beat(self, claim: Claim, stage: str) -> bool:
        """Renew the lease and say where the work is; False when the region is another's by now."""
        kept = self.run(
            "UPDATE region SET lease = ?, stage = ? WHERE rollout = ? AND slug = ? "
            "AND owner = ? AND attempts = ? AND state = 'working' RETURNING slug",
            self.now() + LEASE_SECONDS, stage, claim.rollout, claim.slug, claim.owner,
            claim.number,
        )  # fmt: skip
        return bool(kept)

    def take_over(self, region: Region, name: str, owner: str) -> Claim | None:
        """Go on with an attempt whose worker is gone; None where somebody else does already."""
        taken = self.run(
            "UPDATE region SET owner = ?, lease = ? WHERE rollout = ? AND slug = ? AND owner = ? "
            "AND attempts = ? AND state = 'working' RETURNING slug",
            owner, self.now() + LEASE_SECONDS, name, region.slug, region.owner, region.attempts,
        )  # fmt: skip
        if not taken:
            return None
        (row,) = self.run(
            "SELECT folder FROM attempt WHERE rollout = ? AND slug = ? AND number = ?",
            name, region.slug, region.attempts,
        )  # fmt: skip
        return Claim(name, region.slug, region.attempts, owner, row["folder"])

    def settle(self, claim: Claim, outcome: Outcome) -> bool:
        """Enter how the attempt ended, for good; False when the region is another's by now."""
        return self.database.patiently(lambda: self._end(claim, outcome, "settled", 0))

    def requeue(self, claim: Claim, outcome: Outcome, wait: float) -> bool:
        """Enter how the attempt ended, and queue the region again in `wait` seconds."""
        not_before = self.now() + wait
        return self.database.patiently(lambda: self._end(claim, outcome, "waiting", not_before))

    def _end(self, claim: Claim, outcome: Outcome, state: str, not_before: float) -> bool:
        with self.together():
            now = self.now()
            ended = self.run(
                "UPDATE region SET state = ?, stage = ?, result = ?, message = ?, not_before = ?, "
                "owner = '', lease = 0 WHERE rollout = ? AND slug = ? AND owner = ? "
                "AND attempts = ? AND state = 'working' RETURNING member",
                state, outcome.stage, outcome.result, outcome.message, not_before, claim.rollout,
                claim.slug, claim.owner, claim.number,
            )  # fmt: skip
            if not ended:
                return False
            self.run(
                "UPDATE attempt SET ended = ?, stage = ?, result = ?, message = ?, release = ?, "
                "seconds = ?, drift = ?, evidence = ? "
                "WHERE rollout = ? AND slug = ? AND number = ?",
                now, outcome.stage, outcome.result, outcome.message, outcome.release,
                outcome.seconds, outcome.drift, json.dumps(outcome.evidence), claim.rollout,
                claim.slug, claim.number,
            )  # fmt: skip
            self.remember(claim.slug, ended[0]["member"], outcome.facts, now)
        return True

    def try_again(self, name: str) -> int:
        """Queue every region that did not end well, and count tries anew; how many those are."""
        found = self.run(
            "UPDATE region SET state = 'waiting', tries = 0, not_before = 0 WHERE rollout = ? "
            "AND (state = 'waiting' "
            "OR (state = 'settled' AND result NOT IN ('unchanged', 'done'))) RETURNING slug",
            name,
        )
        return len(found)

    def renew(self, name: str, members: Iterable[Member]) -> None:
        """Enter what profiles say now of regions that wait or did not end well."""
        with self.together():
            for member in members:
                self.run(
                    "UPDATE region SET member = ?, site = ? WHERE rollout = ? AND slug = ? "
                    "AND state <> 'working'",
                    json.dumps(member.as_json()), member.site, name, member.slug,
                )  # fmt: skip
