"""How every region stands: what its profile says now, and what the ledger remembers of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from smartcity_kit import __version__, regions
from smartcity_kit.fleet.ledger import Ledger
from smartcity_kit.fleet.ledger.records import Known
from smartcity_kit.fleet.levels import LADDER, level_of
from smartcity_kit.fleet.member import Member


@dataclass(frozen=True)
class Standing:
    """One region. `reached` has, for each rung of `levels.LADDER`, True, False or None: unknown.

    `stage` is set while somebody is at work on it; `seen` is when the ledger last heard of it.
    """

    member: Member
    reached: Mapping[str, bool | None]
    level: str
    result: str
    stage: str
    release: str
    adrift: int
    seen: datetime | None
    urls: Mapping[str, str]

    @property
    def slug(self) -> str:
        return self.member.slug

    def as_json(self) -> dict[str, Any]:
        member, point = self.member, point_of(self.member.code)
        return {
            "region": self.slug, "profile": member.profile, "code": member.code,
            "name": member.title, "level": member.level, "province": member.province_name,
            "zone": member.zone, "place": member.place, "site": member.site,
            "apps": list(member.apps), "adoption": self.level, "reached": dict(self.reached),
            "result": self.result, "stage": self.stage, "release": self.release,
            "adrift": self.adrift, "faults": member.faults, "todo": member.todo,
            "seen": self.seen.isoformat(timespec="seconds") if self.seen else None,
            "urls": dict(self.urls), "point": point,
        }  # fmt: skip


def standings(ledger: Ledger, members: Iterable[Member], *, only: bool = False) -> list[Standing]:
    """How each of them stands, by code; whom the ledger alone knows is there too, unless `only`."""
    known = ledger.known()
    results = ledger.last_results()
    at_work = ledger.stages()
    found = {member.slug: member for member in members}
    remembered = {} if only else {slug: one.member for slug, one in known.items()}
    stood = [
        _standing(member, known.get(slug), slug in found, results.get(slug, ""),
                  at_work.get(slug, ""))
        for slug, member in (remembered | found).items()
    ]  # fmt: skip
    return sorted(stood, key=lambda one: (one.member.code or "~", one.slug))


def _standing(
    member: Member, known: Known | None, is_here: bool, result: str, stage: str
) -> Standing:
    facts = dict(known.facts) if known else {}
    reached: dict[str, bool | None] = {name: facts.get(name) for name in LADDER}
    if is_here:
        # What the profile says now counts more than what it said when it was adopted.
        reached |= {"valid": member.valid, "ready": member.valid and not member.todo}
    if reached["current"]:
        same = facts.get("kit") == __version__
        reached["current"] = same and (not is_here or facts.get("profile") == member.digest)
    return Standing(
        member=member,
        reached=reached,
        level=level_of({name: yes for name, yes in reached.items() if yes}),
        result=result,
        stage=stage,
        release=str(facts.get("release") or ""),
        adrift=int(facts.get("adrift") or 0),
        seen=datetime.fromtimestamp(known.seen, UTC) if known else None,
        urls=facts.get("urls") or {},
    )


def point_of(code: str) -> tuple[float, float] | None:
    """Longitude and latitude of a region's middle, approximate; None where nobody knows one."""
    try:
        middle = regions.centre_of(code)
    except regions.RegionNotFound:
        return None
    return (round(middle.lon, 3), round(middle.lat, 3)) if middle else None
