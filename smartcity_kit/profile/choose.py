"""Which profiles are meant: many names, codes, paths, patterns and files -> folders, each once.

What a shell makes of `profiles/*` and what a hook passes on (every changed file) is taken as well:
a file inside a profile stands for its profile, and one that is in none is passed over.
"""

import fnmatch
import glob
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from smartcity_kit.language import _
from smartcity_kit.profile.files import shown
from smartcity_kit.profile.find import (
    CODE,
    FILE,
    ProfileNotFound,
    all_profiles,
    by_code,
    find_profile,
)


@dataclass
class Chosen:
    """The folders by the name each was first asked for by, in that order; what belongs to none."""

    folders: dict[str, Path] = field(default_factory=dict)
    passed_over: list[str] = field(default_factory=list)


def choose(asked: Iterable[str | Path], folders: Sequence[Path]) -> Chosen:
    """The profiles that are asked for. Raises ProfileNotFound for the first that is nowhere."""
    chosen = Chosen()
    seen = set[Path]()
    codes = partial(by_code, folders=folders, known={})
    for name in asked:
        for text, folder in _meant(name, folders, codes):
            if folder is None:
                chosen.passed_over.append(text)
            elif (real := folder.absolute()) not in seen:
                seen.add(real)
                chosen.folders[text] = folder
    return chosen


def all_of(folders: Sequence[Path]) -> Chosen:
    """Every profile of the nearest folder of profiles: a region's own, not the kit's samples."""
    for folder in folders:
        if found := list(all_profiles([folder])):
            return Chosen({profile.name: profile for profile in found})
    places = ", ".join(shown(folder) for folder in folders)
    raise ProfileNotFound(
        _("There is no profile."), _("Profiles were looked for in: {places}.").format(places=places)
    )


def _meant(
    asked: str | Path, folders: Sequence[Path], codes: "partial[Path]"
) -> Iterator[tuple[str, Path | None]]:
    name = str(asked)
    if CODE.fullmatch(name):
        yield name, codes(name)
        return
    if not glob.has_magic(name) or Path(name).exists():
        yield name, _folder(find_profile(asked, folders))
        return
    if matches := sorted(glob.glob(name, recursive=True)):  # noqa: PTH207 - absolute ones too
        yield from ((match, _folder(find_profile(Path(match), folders))) for match in matches)
        return
    named = {folder.name: folder for folder in reversed(list(all_profiles(folders)))}
    if not (names := fnmatch.filter(sorted(named), name)):
        raise ProfileNotFound(_("Nothing matches “{pattern}”.").format(pattern=name))
    yield from ((match, named[match]) for match in names)


def _folder(path: Path) -> Path | None:
    """The profile's folder that `path` is or lies in; None for a file that lies in none."""
    if not path.is_file():
        return path
    above = (folder for folder in path.parents if (folder / FILE).is_file())
    return next(above, None)
