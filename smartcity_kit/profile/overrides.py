"""overrides/<app>/… -> the files that stand in for an app's own."""

from collections.abc import Iterable
from pathlib import Path

from smartcity_kit.errors import Fault
from smartcity_kit.language import _
from smartcity_kit.profile.files import Unusable, inside, shown
from smartcity_kit.profile.wording import did_you_mean

FOLDER = "overrides"


def list_overrides(
    folder: Path, adopted: Iterable[str]
) -> tuple[dict[str, tuple[Path, ...]], list[Fault]]:
    """Per adopted app the files, as paths below `overrides/<app>/` in order; and what is wrong.

    Where nothing is adopted, the profile's own faults say so, and there is nothing to hold against.
    """
    known = list(adopted)
    found: dict[str, tuple[Path, ...]] = {}
    faults: list[Fault] = []
    for place in sorted(_visible(folder / FOLDER)) if known else ():
        if place.name in known and place.is_dir():
            found[place.name] = tuple(_files(folder, place, faults))
        else:
            hint = did_you_mean(place.name, known)
            faults.append(Fault(shown(place), 1, 1, "", _("no adopted app has this name"), hint))
    return found, faults


def _files(folder: Path, place: Path, faults: list[Fault]) -> Iterable[Path]:
    for path in sorted(place.rglob("*")):
        relative = path.relative_to(place)
        if path.is_dir() or any(part.startswith(".") for part in relative.parts):
            continue
        try:
            inside(folder, path.relative_to(folder))
            if not path.is_file():
                raise Unusable(_("this is not a file"))
            yield relative
        except Unusable as why:
            faults.append(why.fault(path))


def _visible(place: Path) -> Iterable[Path]:
    if place.is_dir():
        yield from (path for path in place.iterdir() if not path.name.startswith((".", "README")))
