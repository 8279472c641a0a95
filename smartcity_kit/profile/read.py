"""A region's folder -> its Profile, or every fault that is in it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from smartcity_kit import regions
from smartcity_kit.errors import Fault, ProfileError
from smartcity_kit.language import ngettext
from smartcity_kit.profile import colour
from smartcity_kit.profile.document import Document
from smartcity_kit.profile.files import KIB, Unusable, read_text, shown
from smartcity_kit.profile.find import FILE, find_profile
from smartcity_kit.profile.parse import read_document
from smartcity_kit.profile.profile import (
    AppChoice,
    Branding,
    Contact,
    Mail,
    Profile,
    Server,
    Table,
    Tls,
)

if TYPE_CHECKING:
    from smartcity_kit.catalogue import Card, Catalogue
    from smartcity_kit.profile.keys import AppKeys, ProfileKeys
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
    from smartcity_kit.profile.checks import check_all
    from smartcity_kit.profile.overrides import list_overrides
    from smartcity_kit.profile.tables import read_tables
    from smartcity_kit.profile.wording import check_keys

    folder = path.parent if path.name == FILE else path
    document = _read_document(folder)
    keys = check_keys(document) if document.sound else None
    if document.sound:
        check_all(document, folder, catalogue)
    cards = [card for name, card in catalogue.apps.items() if name in document.group("apps")]
    sheets, of_tables = read_tables(folder, cards, _known_code(document))
    overrides, of_overrides = list_overrides(folder, [card.name for card in cards])
    faults = sorted({*document.faults, *of_tables, *of_overrides})
    if keys is None or any(fault.fails for fault in faults):
        return None, faults
    return _build(folder, keys, cards, sheets, overrides), faults


def embedded_port(code: str) -> int:
    """The first of a region's ports on localhost: the same on every machine, for good.

    Two regions may share one (there are more regions than room); `embedded.port` parts them.
    """
    return FIRST_PORT + PORTS_PER_REGION * (int(code.replace(".", "")) % SLOTS)


def _known_code(document: Document) -> str | None:
    """The region's code, where it is one."""
    code = document.at("code")
    return code if code in [region.code for region in regions.all_regions()] else None


def _read_document(folder: Path) -> Document:
    file = shown(folder / FILE)
    try:
        return read_document(read_text(folder, FILE, LIMIT), file)
    except Unusable as why:
        return Document(file, faults=[why.fault(folder / FILE)], sound=False)


def _build(
    folder: Path,
    keys: "ProfileKeys",
    cards: "Sequence[Card]",
    sheets: "Mapping[str, Sheet]",
    overrides: Mapping[str, tuple[Path, ...]],
) -> Profile:
    return Profile(
        region=regions.find(keys.code),
        kit=keys.kit,
        domain=keys.domain,
        contact=Contact(**dict(keys.contact or ())),
        apps={card.name: _app(card, keys.apps[card.name]) for card in cards},
        servers={
            name: Server(name=name, **dict(server)) for name, server in (keys.servers or {}).items()
        },
        mail=Mail(**dict(keys.mail)) if keys.mail else None,
        tls=_tls(folder, keys),
        branding=_branding(folder, keys),
        embedded_port=(keys.embedded and keys.embedded.port) or embedded_port(keys.code),
        folder=folder,
        tables=_tables(sheets, personal=False),
        personal=_tables(sheets, personal=True),
        overrides=overrides,
    )


def _app(card: "Card", chosen: "AppKeys | None") -> AppChoice:
    own = chosen.settings or {} if chosen else {}
    return AppChoice(
        name=card.name,
        title=(chosen and chosen.title) or card.title,
        subdomain=(chosen and chosen.subdomain) or card.subdomain,
        settings={name: setting.default for name, setting in card.settings.items()} | own,
    )


def _tls(folder: Path, keys: "ProfileKeys") -> Tls | None:
    if keys.tls is None:
        return None
    key = folder / keys.tls.key if keys.tls.key else None
    return Tls(certificate=folder / keys.tls.certificate, key=key)


def _branding(folder: Path, keys: "ProfileKeys") -> Branding:
    chosen = keys.branding
    return Branding(
        palette=colour.palette(chosen.primary),
        display_name=chosen.display_name,
        logo=folder / chosen.logo if chosen.logo else None,
    )


def _tables(sheets: "Mapping[str, Sheet]", *, personal: bool) -> dict[str, Table]:
    return {name: sheet.table for name, sheet in sheets.items() if sheet.kind.personal is personal}
