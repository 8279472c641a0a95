"""Which regions: by names and patterns, a province, a file, a query; each once, in order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from smartcity_kit import regions
from smartcity_kit.catalogue import Catalogue
from smartcity_kit.errors import KitError
from smartcity_kit.fleet.member import Member, facts_of, read_members
from smartcity_kit.fleet.where import read_query
from smartcity_kit.language import _
from smartcity_kit.profile import choose

History = Callable[[str], tuple[str, str]]
"""By slug: how the last attempt ended, and how far the region has adopted."""


class SelectionError(KitError):
    """Nobody is meant."""

    exit_code = 2


@dataclass(frozen=True)
class Selection:
    """What somebody asked for; parts that are left out narrow nothing.

    `names` are folder names, codes, paths and patterns, `file` has one of them on each line; with
    neither, everybody of the nearest folder of profiles is meant.
    """

    names: tuple[str, ...] = ()
    file: Path | None = None
    province: str = ""
    where: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Selection()


def select(
    asked: Selection,
    catalogue: Catalogue,
    folders: Sequence[Path],
    history: History = lambda _slug: ("", ""),
) -> list[Member]:
    """The members that are meant: by name in the order given, otherwise by code.

    Raises QueryError, RegionNotFound, ProfileNotFound, and SelectionError where nobody is meant.
    """
    query = read_query(asked.where) if asked.where else None
    provinces = {region.code[:2] for region in regions.choose(province=asked.province)}
    names = [*asked.names, *_lines(asked.file)]
    chosen = choose.choose(names, folders) if names else choose.all_of(folders)
    found = read_members(chosen.folders.values(), catalogue)
    if not names:
        found.sort(key=lambda member: (member.code or "~", member.slug))
    if asked.province:
        # A province's own profile is one of it.
        found = [member for member in found if member.province in provinces]
    if query:
        found = [member for member in found if query.holds(facts_of(member, *history(member.slug)))]
    if not found:
        raise SelectionError(
            _("No region is meant by this."),
            _("Profiles were looked for in: {places}.").format(
                places=", ".join(map(str, folders))),
        )  # fmt: skip
    return _each_once(found)


def _lines(file: Path | None) -> list[str]:
    if file is None:
        return []
    try:
        lines = [line.partition("#")[0].strip() for line in file.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise SelectionError(
            _("{file} cannot be read: {reason}").format(
                file=file, reason=getattr(error, "strerror", None) or type(error).__name__),
            _("It has one region on each line: a folder name, a code, a path or a pattern."),
        ) from error  # fmt: skip
    return [line for line in lines if line]


def _each_once(found: list[Member]) -> list[Member]:
    """Two profiles of one region would take turns on its servers: that is a mistake, not a wish."""
    seen: dict[str, Member] = {}
    for member in found:
        if (other := seen.get(member.slug)) is not None:
            raise SelectionError(
                _("{one} and {other} are both profiles of {name}.").format(
                    one=other.folder, other=member.folder, name=member.title),
                _("Name the one you mean. Nothing was changed."),
            )  # fmt: skip
        seen[member.slug] = member
    return list(seen.values())
