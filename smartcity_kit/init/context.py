"""Answers -> what the template's files say, each value already as YAML or prose can hold it."""

import json
from collections.abc import Iterable
from typing import Any

from smartcity_kit.catalogue import Card, load_catalogue
from smartcity_kit.errors import KitError
from smartcity_kit.init.answers import Answers, proposed_colour
from smartcity_kit.init.skeleton import about, district_word, has_districts
from smartcity_kit.language import _
from smartcity_kit.profile.version import VERSION
from smartcity_kit.regions import Areas, Institution, Region

EXAMPLE = "contoh.go.id"

# The profile is a text of the region's, so these are in its language and not in the person's.
DOMAINS = {
    "certain": (
        "ya",
        "terlihat di beberapa sumber publik ({evidence}); konfirmasikan dengan Diskominfo",
        "",
    ),
    "likely": (
        "mungkin",
        "terlihat di satu sumber publik ({evidence}); konfirmasikan dengan Diskominfo",
        "domain ini terlihat di satu sumber publik saja ({evidence}); konfirmasikan dulu.",
    ),
    "candidate": (
        "**belum pasti**",
        "hanya menurut pola yang lazim; konfirmasikan dengan Diskominfo",
        "domain ini hanya menurut pola yang lazim; tulis domain resmi yang sebenarnya.",
    ),
    "unknown": (
        "tidak",
        "contoh",
        "domain ini hanya contoh; tulis domain resmi yang sebenarnya.",
    ),
    "given": ("ya", "diisi saat profil dibuat", ""),
}


def context(answers: Answers, inside: Areas, tables: Iterable[str]) -> dict[str, Any]:
    """What `templates/region/cookiecutter.json` lists, for this region.

    `inside` is what lies in it, `tables` names those that its folder will hold.
    """
    region, seen = answers.region, answers.seen_domain
    certainty = seen.certainty if seen else ("given" if answers.domain else "unknown")
    known, source, note = (
        text.format(evidence=seen.evidence if seen else "") for text in DOMAINS[certainty]
    )
    apps = _apps(answers)
    return {
        "slug": region.slug,
        "name": region.name,
        "level": region.level,
        "identity": _identity(region),
        "government": region.government,
        "head_title": region.head_title,
        "domain": answers.domain or (seen.host if seen else EXAMPLE),
        "domain_note": note,
        "primary": (answers.primary or proposed_colour(region)).lower(),
        "logo": _logo(answers),
        "display_name": _quoted(answers.display_name),
        "email": answers.email,
        "server": answers.server,
        "kit": VERSION,
        "apps": {card.name: card.title for card in apps},
        "areas": _areas(region, inside) | {"domain_known": known, "domain_from": source},
        "tables": {name: about()[name] for name in tables},
        "autonomous": region.autonomous,
    }


def _apps(answers: Answers) -> list[Card]:
    """The chosen apps in the catalogue's order, with those they need."""
    cards = load_catalogue().apps
    chosen: set[str] = set()
    waiting = list(answers.apps)
    while waiting:
        name = waiting.pop()
        if name not in cards:
            message = _("--app: there is no application “{name}”").format(name=name)
            error = KitError(message, _("Known here: {names}.").format(names=", ".join(cards)))
            error.exit_code = 2
            raise error
        if name not in chosen:
            chosen.add(name)
            waiting += cards[name].depends
    return [card for card in cards.values() if card.name in chosen]


def _identity(region: Region) -> str:
    if not isinstance(region, Institution):
        return f'code: "{region.code}"'
    lines = ["kind: institution", "institution:", f"  name: {_quoted(region.name)}"]
    if region.owner:
        lines.append(f"  owner: {_quoted(region.owner)}")
    lines.append(f"  head_title: {_quoted(region.head)}")
    lines.append(f"  areas: {json.dumps(list(region.serves))}")
    return "\n".join(lines)


def _areas(region: Region, inside: Areas) -> dict[str, Any]:
    kelurahan = sum(village.kind == "kelurahan" for village in inside.villages)
    counts = (
        (len(region.regencies), "kabupaten/kota"),
        (len(inside.districts), district_word(region).lower()),
        (kelurahan, "kelurahan"),
        (len(inside.villages) - kelurahan, "desa"),
    )
    alone = region.level in ("kabupaten", "kota")
    return {
        "code": region.code,
        "short": region.base_name,
        "province": region.province.name,
        "zone": region.zone,
        "counts": ", ".join(f"{number} {word}" for number, word in counts if number),
        "named_districts": district_word(region).lower() if has_districts(region) else "",
        "regencies": {} if alone else {part.code: part.name for part in region.regencies},
    }


def _logo(answers: Answers) -> str:
    suffix = answers.logo.suffix.lower() if answers.logo else ".svg"
    return f"branding/{'lambang' if answers.logo else 'logo'}{suffix}"


def _quoted(text: str) -> str:
    """As JSON, which is YAML: any text on one line, "" for none."""
    return json.dumps(text, ensure_ascii=False) if text else ""
