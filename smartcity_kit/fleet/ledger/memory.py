"""What the ledger remembers: output, attempts, durations, and the last word on every region."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from smartcity_kit.fleet.ledger.database import Database
from smartcity_kit.fleet.ledger.records import Attempt, Claim, Known, Outcome, Rollout
from smartcity_kit.fleet.member import Member

KEPT_LINES = 5000
"""Lines of output kept of one attempt; its folder has them all."""


class Memory:
    """The part of a ledger that tells; `run` is its database's."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.run = database.run

    def tell(self, claim: Claim, first: int, lines: Sequence[str]) -> None:
        """Keep lines of output; `first` is the number of the first of them."""
        with self.database.together():
            for at, text in enumerate(lines, first):
                if at < KEPT_LINES:
                    self.run(
                        "INSERT INTO line (rollout, slug, number, at, text) VALUES (?, ?, ?, ?, ?) "
                        "ON CONFLICT DO NOTHING",
                        claim.rollout, claim.slug, claim.number, at, text[:2000],
                    )  # fmt: skip

    def lines(self, name: str, slug: str, number: int) -> list[str]:
        found = self.run(
            "SELECT text FROM line WHERE rollout = ? AND slug = ? AND number = ? ORDER BY at",
            name, slug, number,
        )  # fmt: skip
        return [row["text"] for row in found]

    def history(self, slug: str, limit: int = 50) -> list[Attempt]:
        """Every attempt at a region, the newest first."""
        found = self.run(
            "SELECT attempt.*, rollout.who AS who FROM attempt JOIN rollout "
            "ON rollout.id = attempt.rollout WHERE slug = ? ORDER BY attempt.began DESC LIMIT ?",
            slug, limit,
        )  # fmt: skip
        return [Attempt.of(row) for row in found]

    def durations(self) -> Iterable[tuple[str, str, float]]:
        """(slug, result, seconds) of every attempt that ended well, the oldest first."""
        found = self.run(
            "SELECT slug, result, seconds FROM attempt WHERE result IN ('done', 'unchanged') "
            "ORDER BY began"
        )
        return [(row["slug"], row["result"], row["seconds"]) for row in found]

    def last_results(self) -> dict[str, str]:
        """How the newest attempt at each region ended."""
        found = self.run("SELECT slug, result FROM attempt WHERE ended IS NOT NULL ORDER BY ended")
        return {row["slug"]: row["result"] for row in found}

    def stages(self) -> dict[str, str]:
        """Where the work is on each region that is worked on."""
        found = self.run("SELECT slug, stage FROM region WHERE state = 'working'")
        return {row["slug"]: row["stage"] or "profile" for row in found}

    def note(self, rollout: Rollout, member: Member, outcome: Outcome) -> None:
        """Enter what was done to one region without a rollout, as one that has ended."""
        told, name, slug = json.dumps(member.as_json()), rollout.id, member.slug
        with self.database.together():
            now = self.database.now()
            began = now - outcome.seconds
            self.run(
                "INSERT INTO rollout (id, began, ended, who, machine, kit, options, state) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, 'ended')",
                name, began, now, rollout.who, rollout.machine, rollout.kit,
                json.dumps(rollout.options),
            )  # fmt: skip
            self.run(
                "INSERT INTO region (rollout, slug, wave, place, site, member, state, stage, "
                "result, message, attempts, tries) "
                "VALUES (?, ?, 1, 0, ?, ?, 'settled', ?, ?, ?, 1, 1)",
                name, slug, member.site, told, outcome.stage, outcome.result, outcome.message,
            )  # fmt: skip
            self.run(
                "INSERT INTO attempt (rollout, slug, number, worker, folder, began, ended, stage, "
                "result, message, release, seconds, drift, evidence) "
                "VALUES (?, ?, 1, '', '', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                name, slug, began, now, outcome.stage, outcome.result, outcome.message,
                outcome.release, outcome.seconds, outcome.drift, json.dumps(outcome.evidence),
            )  # fmt: skip
            self.remember(slug, told, outcome.facts, now)

    def known(self) -> dict[str, Known]:
        found = self.run("SELECT slug, seen, member, facts FROM known ORDER BY slug")
        return {row["slug"]: Known.of(row) for row in found}

    def remember(self, slug: str, member: str, facts: Mapping[str, Any], now: float) -> None:
        """Add to what is known of a region; what an attempt did not find out stays known."""
        found = self.run("SELECT facts FROM known WHERE slug = ?", slug)
        before = json.loads(found[0]["facts"]) if found else {}
        self.run(
            "INSERT INTO known (slug, seen, member, facts) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (slug) DO UPDATE SET seen = excluded.seen, member = excluded.member, "
            "facts = excluded.facts",
            slug, now, member, json.dumps({**before, **facts}),
        )  # fmt: skip
