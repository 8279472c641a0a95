"""A region's folder -> its Profile, or every fault that is in it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from smartcity_kit import regions
from smartcity_kit.errors import Fault, ProfileError
from smartcity_kit.language import ngettext
from smartcity_kit.profile import colour
from smartcity_kit.profile.document import Document
from smartcity_kit.profile.files import KIB, Unusable, read_text, shown
from smartcity_kit.profile.find import FILE, find_profile
from smartcity_kit.profile.keys import MAIL, SAFETY, with_defaults
from smartcity_kit.profile.parse import read_document
from smartcity_kit.profile.profile import (
    AppChoice,
    Branding,
    Contact,
    Mail,
    Profile,
    Safety,
    Server,
    Table,
    Tls,
)

if TYPE_CHECKING:
    from smartcity_kit.catalogue import Card, Catalogue
    from smartcity_kit.profile.sheets import Sheet

LIMIT = 256 * KIB

# Embedded ports lie below 32768, where Linux begins to lend them out: room for 319 regions of 40.
FIRST_PORT, PORTS_PER_REGION, SLOTS = 20000, 40, 319


def load_profile(region: str | Path, catalogue: "Catalogue", folders: Sequence[Path]) -> Profile:
    """The profile of a region, named by folder, Kemendagri code or path.

    `folders` are searched in their order. Raises ProfileError with every fault, and
    ProfileNotFound when no folder has it.
    """
    folder = find_profile(region, folders)
    profile, faults = read_profile(folder, catalogue)
    if profile is None:
        count = sum(fault.fails for fault in faults)
        message = ngettext("{count} fault in {profile}", "{count} faults in {profile}", count)
        raise ProfileError(message.format(count=count, profile=shown(folder)), faults)
    return profile


def read_profile(path: Path, catalogue: "Catalogue") -> tuple[Profile | None, list[Fault]]:
    """The profile in this folder, or None; and what is wrong with it, by files and lines.

    What is wrong beside a profile are warnings only. Never raises for what the folder holds.
    `path` may be the folder or the profile.yml in it.
    """
    read = _read(path, catalogue)
    if any(fault.fails for fault in read.faults):
        return None, read.faults
    return _build(read), read.faults


def check_profile(path: Path, catalogue: "Catalogue") -> list[Fault]:
    """What is wrong with the profile in this folder; the same as `read_profile` says, only that."""
    return _read(path, catalogue).faults


class _Read(NamedTuple):
    """What lay in a folder, and what is wrong with it."""

    folder: Path
    given: Any
    cards: "Sequence[Card]"
    sheets: "Mapping[str, Sheet]"
    overrides: Mapping[str, tuple[Path, ...]]
    faults: list[Fault]


def _read(path: Path, catalogue: "Catalogue") -> _Read:
    from smartcity_kit.profile.checks import check_all
    from smartcity_kit.profile.fit import check_keys
    from smartcity_kit.profile.leaks import find_leaks, hidden
    from smartcity_kit.profile.overrides import list_overrides
    from smartcity_kit.profile.tables import read_tables

    folder = path.parent if path.name == FILE else path
    document = _read_document(folder)
    if document.sound:
        check_keys(document)
        check_all(document, folder, catalogue)
    cards = [card for name, card in catalogue.apps.items() if name in document.group("apps")]
    sheets, of_tables = read_tables(folder, cards, _known_region(document))
    overrides, of_overrides = list_overrides(folder, [card.name for card in cards])
    found = {*document.faults, *of_tables, *of_overrides}
    faults = sorted({*hidden(found, find_leaks(folder, document, sheets))})
    return _Read(folder, document.data, cards, sheets, overrides, faults)


def read_todo(path: Path, catalogue: "Catalogue") -> tuple[list[Fault], list[Fault]]:
    """The faults of a profile, or what a person must still fill in when there is none."""
    profile, faults = read_profile(path, catalogue)
    return (faults, []) if profile is None else ([], todo_of(profile))


def todo_of(profile: Profile) -> list[Fault]:
    """What a person must still fill in before this profile can be adopted."""
    from smartcity_kit.profile.ready import what_is_left

    text = read_text(profile.folder, FILE, LIMIT)
    return what_is_left(profile, _read_document(profile.folder), text)


def embedded_port(code: str) -> int:
    """The first of a region's ports on localhost: the same on every machine, for good.

    Two regions may share one (there are more regions than room); `embedded.port` parts them.
    An institution's code is a word, which gives a number too.
    """
    digits = code.replace(".", "")
    number = int(digits) if digits.isdigit() else crc32(code.encode())
    return FIRST_PORT + PORTS_PER_REGION * (number % SLOTS)


def _region(given: Mapping[str, Any]) -> regions.Region:
    own = given.get("institution")
    if not own:
        return regions.find(given["code"])
    areas, owner = tuple(own["areas"]), own.get("owner") or ""
    return regions.Institution.of(own["name"], areas, own["head_title"], owner)


def _known_region(document: Document) -> regions.Region | None:
    """The region or the institution, where what says so is well formed."""
    wrong = {path[0] for path in document.faulty if path}
    given = document.data if document.sound and isinstance(document.data, dict) else {}
    if wrong & {"kind", "code", "institution"} or not given.keys() & {"code", "institution"}:
        return None
    return _region(given)


def _read_document(folder: Path) -> Document:
    file = shown(folder / FILE)
    try:
        return read_document(read_text(folder, FILE, LIMIT), file)
    except Unusable as why:
        return Document(file, faults=[why.fault(folder / FILE)], sound=False)


def _build(read: _Read) -> Profile:
    folder, given, cards, sheets, overrides, _faults = read
    mail, servers = given.get("mail"), given.get("servers") or {}
    port = (given.get("embedded") or {}).get("port")
    region = _region(given)
    return Profile(
        region=region,
        kit=given["kit"],
        domain=given["domain"],
        contact=Contact(**(given.get("contact") or {})),
        apps={card.name: _app(card, given["apps"][card.name] or {}) for card in cards},
        servers={
            name: Server(name=name, **({"address": None} | server))
            for name, server in servers.items()
        },
        mail=Mail(**with_defaults(MAIL, {"user": None} | mail)) if mail else None,
        tls=_tls(folder, given.get("tls")),
        branding=_branding(folder, given["branding"]),
        safety=Safety(**with_defaults(SAFETY, given.get("safety") or {})),
        embedded_port=port or embedded_port(region.code),
        folder=folder,
        tables=_tables(sheets, personal=False),
        personal=_tables(sheets, personal=True),
        overrides=overrides,
    )


def _app(card: "Card", chosen: Mapping[str, Any]) -> AppChoice:
    defaults = {name: setting.default for name, setting in card.settings.items()}
    return AppChoice(
        name=card.name,
        title=chosen.get("title") or card.title,
        subdomain=chosen.get("subdomain") or card.subdomain,
        settings=defaults | (chosen.get("settings") or {}),
        processes=chosen.get("processes") or 1,
    )


def _tls(folder: Path, chosen: Mapping[str, Any] | None) -> Tls | None:
    if not chosen:
        return None
    key = chosen.get("key")
    return Tls(certificate=folder / chosen["certificate"], key=folder / key if key else None)


def _branding(folder: Path, chosen: Mapping[str, Any]) -> Branding:
    logo = chosen.get("logo")
    return Branding(
        palette=colour.palette(chosen["primary"]),
        display_name=chosen.get("display_name"),
        logo=folder / logo if logo else None,
    )


def _tables(sheets: "Mapping[str, Sheet]", *, personal: bool) -> dict[str, Table]:
    return {name: sheet.table for name, sheet in sheets.items() if sheet.kind.personal is personal}
