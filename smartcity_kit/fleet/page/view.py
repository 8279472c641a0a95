"""What is on the page: numbers, a map of points, a table, and the history of one region."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from smartcity_kit import regions
from smartcity_kit.fleet.ledger.records import Attempt
from smartcity_kit.fleet.levels import LADDER
from smartcity_kit.fleet.standing import Standing, point_of

HERE = Path(__file__).parent

# The page is for people in Indonesia, whatever language the operator's shell speaks.
LEVELS = {
    "": "Profil belum valid",
    "valid": "Profil valid",
    "ready": "Siap diadopsi",
    "rendered": "Rilis dibuat",
    "installed": "Terpasang",
    "data": "Data masuk",
    "signed-in": "Sudah dipakai masuk",
    "current": "Mutakhir",
    "backed-up": "Tercadang",
    "drilled": "Lulus latihan pulih",
}
RESULTS = {
    "done": "Selesai",
    "unchanged": "Sudah sesuai",
    "partly": "Sebagian selesai",
    "failed": "Gagal",
    "invalid": "Profil tidak valid",
    "refused": "Ditolak",
    "unreachable": "Tidak menjawab",
    "locked": "Dikerjakan perintah lain",
    "hung": "Macet, dihentikan",
    "lost": "Berakhir tanpa kabar",
    "": "Belum pernah",
}
STAGES = {
    "profile": "membaca profil",
    "plan": "menyusun rencana",
    "release": "melihat server",
    "run": "menerapkan",
    "report": "memeriksa hasil",
}
TROUBLE = {"partly", "failed", "invalid", "refused", "unreachable", "hung", "lost"}
SCALE = 20.0
"""Map units for a degree: the equator runs through, so that degrees are as good as a projection."""
DENSE = ((105.0, -5.4), (115.8, -8.9))
"""Java and Bali, corner to corner: a quarter of all regions on a fifth of the map's width."""
MANY = 200
"""So many regions on one map are told apart by smaller points only."""
CROWD = 12
"""So many regions there cannot be told apart on a phone."""


@dataclass(frozen=True)
class Asked:
    """What the visitor wants to see; words that are left out narrow nothing."""

    text: str = ""
    province: str = ""
    adoption: str = ""
    state: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        return cls(*(query.get(name, "").strip()[:80] for name in ("q", "provinsi", "tingkat",
                                                                  "keadaan")))  # fmt: skip

    def wants(self, one: Standing) -> bool:
        member = one.member
        words = f"{member.title} {member.code} {member.slug} {one.release}".lower()
        return (
            self.text.lower() in words
            and self.province in ("", member.province)
            and self.adoption in ("", one.level or "none")
            and self.state in ("", *states(one))
        )


def states(one: Standing) -> set[str]:
    """How a region may be looked for, beside its level."""
    found = {"kerja"} if one.stage else set()
    if one.result in TROUBLE:
        found.add("masalah")
    if one.adrift:
        found.add("menyimpang")
    if one.reached["installed"] and not one.reached["current"]:
        found.add("usang")
    return found


@dataclass(frozen=True)
class Dot:
    """A region on the map. `kind` is a rung of the ladder, "none", or "absent" for no member."""

    x: float
    y: float
    kind: str
    label: str
    slug: str = ""
    trouble: bool = False
    busy: bool = False


def fleet_page(stood: Sequence[Standing], asked: Asked) -> dict[str, Any]:
    """Everything that the template of the first page names."""
    found = [one for one in stood if asked.wants(one)]
    dots = [*_others(found, asked.province), *_dots(found)]
    box = _box(dots)
    return {
        "asked": asked,
        "total": len(stood),
        "found": [_row(one) for one in found],
        "dots": dots,
        "box": box,
        # All regions of the country at once want smaller points, or Java is one blot.
        "radius": round(_radius(box) * (0.7 if len(found) > MANY else 1), 2),
        "near": _enlarged(dots, box),
        "levels": LEVELS,
        "counts": _counts(stood),
        "legend": Counter(one.level or "none" for one in found),
        "provinces": sorted({(one.member.province_name, one.member.province) for one in stood
                             if one.member.province}),
        "trouble": sum(one.result in TROUBLE for one in stood),
        "busy": sum(bool(one.stage) for one in stood),
        "adrift": sum(bool(one.adrift) for one in stood),
        "now": local(datetime.now(UTC), "Asia/Jakarta", "WIB"),
    }  # fmt: skip


def region_page(one: Standing, attempts: Sequence[Attempt], lines: Sequence[str]) -> dict[str, Any]:
    """Everything that the template of one region names."""
    member = one.member
    return {
        "one": _row(one),
        "member": member,
        "rungs": [(LEVELS[name], one.reached[name]) for name in LADDER],
        "urls": one.urls,
        "attempts": [
            {
                "when": local(datetime.fromtimestamp(a.began, UTC), member.timezone, member.zone),
                "result": RESULTS.get(a.result, a.result) if a.ended else "Sedang dikerjakan",
                "trouble": a.result in TROUBLE,
                "seconds": span(a.seconds),
                "who": a.who, "rollout": a.rollout, "release": a.release, "message": a.message,
                "drift": a.drift,
            } for a in attempts
        ],
        "lines": lines,
        "now": local(datetime.now(UTC), member.timezone, member.zone),
    }  # fmt: skip


def render(template: str, told: Mapping[str, Any]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    engine = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return engine.get_template(template).render(told)


def local(moment: datetime, timezone: str, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(timezone)):%d/%m/%Y %H.%M} {zone}"


def span(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    if seconds < 90:
        return f"{seconds:.0f} dtk"
    return f"{seconds / 60:.0f} mnt"


def _row(one: Standing) -> dict[str, Any]:
    member = one.member
    return {
        "slug": one.slug,
        "name": member.title,
        "code": member.code or "–",
        "province": member.province_name,
        "level": LEVELS[one.level],
        "kind": one.level or "none",
        "result": STAGES.get(one.stage, one.stage) if one.stage else RESULTS.get(one.result, ""),
        "busy": bool(one.stage),
        "trouble": one.result in TROUBLE and not one.stage,
        "when": local(one.seen, member.timezone, member.zone) if one.seen else "",
        "adrift": one.adrift,
        "release": one.release,
    }


def _counts(stood: Sequence[Standing]) -> list[tuple[str, int, bool]]:
    """Each rung, how many have reached it, and whether anybody can tell."""
    return [
        (LEVELS[name], sum(bool(one.reached[name]) for one in stood),
         any(one.reached[name] is not None for one in stood))
        for name in LADDER
    ]  # fmt: skip


def _dots(found: Sequence[Standing]) -> list[Dot]:
    dots = []
    for one in found:
        if place := point_of(one.member.code):
            x, y = _project(place)
            label = f"{one.member.title}: {LEVELS[one.level]}"
            trouble, busy = one.result in TROUBLE, bool(one.stage)
            dots.append(Dot(x, y, one.level or "none", label, one.slug, trouble, busy))
    # Whoever is in trouble lies on top.
    return sorted(dots, key=lambda dot: (dot.trouble, dot.busy))


def _others(found: Sequence[Standing], province: str) -> list[Dot]:
    """Regions that are not shown, as faint points: the country's shape."""
    shown = {one.member.code for one in found}
    dots = []
    for region in regions.all_regions():
        wanted = province in ("", region.code[:2]) and region.level != "provinsi"
        if wanted and region.code not in shown and (place := point_of(region.code)):
            dots.append(Dot(*_project(place), "absent", region.name))
    return dots


def _project(place: tuple[float, float]) -> tuple[float, float]:
    lon, lat = place
    return round((lon - 95) * SCALE, 1), round((6 - lat) * SCALE, 1)


def _radius(box: tuple[float, float, float, float]) -> float:
    return round(max(box[2], 2.7 * box[3]) / 1000 * 6.5, 2)


def _enlarged(dots: Sequence[Dot], box: tuple[float, float, float, float]) -> dict[str, Any] | None:
    """Java and Bali again, larger, for phones; None where few are there or large enough."""
    (left, top), (right, bottom) = map(_project, DENSE)
    there = [dot for dot in dots if left <= dot.x <= right and top <= dot.y <= bottom]
    if sum(bool(dot.slug) for dot in there) < CROWD or box[2] < 2 * (right - left):
        return None
    near = (left, top, round(right - left, 1), round(bottom - top, 1))
    # Half again as large as on the whole map, for a thumb has to hit one.
    return {"dots": there, "box": near, "radius": round(_radius(near) * 1.5, 2)}


def _box(dots: Sequence[Dot]) -> tuple[float, float, float, float]:
    """The part of the map that is shown: around its points, and never so near that it misleads."""
    if not dots:
        return (0, 0, 46 * SCALE, 17 * SCALE)
    left, right = min(d.x for d in dots), max(d.x for d in dots)
    top, bottom = min(d.y for d in dots), max(d.y for d in dots)
    wide, high = max(right - left, 1.5 * SCALE), max(bottom - top, 0.6 * SCALE)
    edge = max(wide, high) / 24
    x, y = (left + right - wide) / 2 - edge, (top + bottom - high) / 2 - edge
    return (round(x, 1), round(y, 1), round(wide + 2 * edge, 1), round(high + 2 * edge, 1))
