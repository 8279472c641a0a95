"""The fleet as it stands: for a table, a script, a workbook and the page."""

from collections.abc import Sequence
from pathlib import Path

from smartcity_kit import paths, regions
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.errors import KitError
from smartcity_kit.fleet.ledger import Ledger, open_ledger
from smartcity_kit.fleet.member import facts_of, read_members
from smartcity_kit.fleet.selection import Selection, select
from smartcity_kit.fleet.standing import Standing, standings
from smartcity_kit.fleet.where import read_query
from smartcity_kit.profile import choose, find_profile


def fleet(
    asked: Selection | None = None,
    *,
    ledger: Ledger | None = None,
    folders: Sequence[Path] | None = None,
) -> list[Standing]:
    """How every region stands that is asked for, by code; without a question all of them.

    Raises QueryError and what else `select` raises.
    """
    asked, ledger = asked or Selection(), ledger or open_ledger()
    folders = paths.profile_folders() if folders is None else folders
    query = read_query(asked.where) if asked.where else None
    if asked.names or asked.file:
        members = select(
            Selection(asked.names, asked.file, asked.province), load_catalogue(), folders
        )
        return standings(ledger, members, only=True)
    provinces = {region.code[:2] for region in regions.choose(province=asked.province)}
    chosen = choose.all_of(folders).folders.values()
    stood = standings(ledger, read_members(chosen, load_catalogue()))
    if asked.province:
        stood = [one for one in stood if one.member.province in provinces]
    if query:
        stood = [
            one for one in stood if query.holds(facts_of(one.member, one.result, one.level))
        ]  # fmt: skip
    return stood


def slug_of_region(name: str, folders: Sequence[Path] | None = None) -> str:
    """The region that a folder name, a code, a path or a slug means.

    Raises RegionNotFound where neither a profile nor the national list has it.
    """
    within = paths.profile_folders() if folders is None else folders
    try:
        folder = find_profile(name, within)
    except KitError:
        return regions.find(name).slug
    (member,) = read_members([folder], load_catalogue())
    return member.slug
