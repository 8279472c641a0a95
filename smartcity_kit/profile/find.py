"""Where a region's profile is: by its folder's name, by Kemendagri's code, or by path."""

import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from smartcity_kit import regions
from smartcity_kit.errors import KitError
from smartcity_kit.language import _
from smartcity_kit.profile.files import shown

FILE = "profile.yml"
CODE = re.compile(r"[0-9]{2}(\.[0-9]{2})?")


class ProfileNotFound(KitError, LookupError):
    """No folder has a profile by this name or code."""

    exit_code = 2


def find_profile(region: str | Path, folders: Sequence[Path]) -> Path:
    """The folder of the profile; the first of `folders` that has one wins.

    What is a Path, or looks like one, is taken as one and found or refused by its reader.
    Raises ProfileNotFound.
    """
    name = str(region)
    if isinstance(region, Path) or "/" in name or name in (".", "..", FILE):
        path = Path(region)
        return path.parent if path.name == FILE else path
    if CODE.fullmatch(name):
        return by_code(name, folders, {})
    for folder in (*folders, Path()):
        if (folder / name / FILE).is_file():
            return folder / name
    raise ProfileNotFound(
        _("There is no profile “{name}”.").format(name=name), _hint(name, folders)
    )


def all_profiles(folders: Sequence[Path]) -> Iterator[Path]:
    """Every profile's folder, in order of search; not those that begin with “_” (the example)."""
    for folder in folders:
        for file in sorted(folder.glob(f"[!_.]*/{FILE}")):
            yield file.parent


def by_code(code: str, folders: Sequence[Path], known: dict[str, list[Path]]) -> Path:
    """The folder of the profile with this code. `known` is filled the first time it is empty.

    Raises ProfileNotFound, also where two lie side by side.
    """
    if not known:
        for folder in all_profiles(folders):
            known.setdefault(_code(folder) or "", []).append(folder)
    matches = known.get(code)
    if not matches:
        raise ProfileNotFound(
            _("There is no profile with the code {code}.").format(code=code), _hint(code, folders)
        )
    first = matches[0].parent
    rivals = [folder for folder in matches if folder.parent == first]
    if len(rivals) > 1:
        names = ", ".join(folder.name for folder in rivals)
        message = _("Several profiles have the code {code}: {names}.")
        raise ProfileNotFound(
            message.format(code=code, names=names), _("Name the one you mean by its folder.")
        )
    return matches[0]


def _code(folder: Path) -> str | None:
    """The code in a profile, read without reading the rest of it."""
    try:
        text = (folder / FILE).read_text("utf-8", errors="replace")
    except OSError:
        return None
    found = re.search(rf"^code:\s*[\"']?({CODE.pattern})[\"']?\s*(#|$)", text, re.MULTILINE)
    return found[1] if found else None


def _hint(name: str, folders: Sequence[Path]) -> str:
    names = [folder.name for folder in all_profiles(folders)]
    try:
        near = [regions.find(name).slug]
    except regions.RegionNotFound as error:
        near = [region.slug for region in error.suggestions]
    near = [slug for slug in near if slug in names]
    near += difflib.get_close_matches(name, names, n=3)
    if near:
        return _("Did you mean {names}?").format(names=", ".join(dict.fromkeys(near)))
    places = ", ".join(shown(folder) for folder in folders)
    return _("Profiles were looked for in: {places}.").format(places=places)
