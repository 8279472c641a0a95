"""Many profiles at once: every core has its share, and the answers come in the order asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.errors import Fault
from smartcity_kit.profile.known import Known
from smartcity_kit.profile.read import check_profile
from smartcity_kit.spread import spread


@dataclass(frozen=True)
class Checked:
    """A profile by the name it was asked for by, and what is wrong with it.

    `todo` is what a person must still fill in, and None where nobody asked.
    """

    region: str
    folder: Path
    faults: tuple[Fault, ...]
    todo: tuple[Fault, ...] | None = None

    @property
    def ready(self) -> bool:
        """Whether it is valid and nothing is left to do; what is left was not looked for: yes."""
        return self.valid and not self.todo

    @property
    def valid(self) -> bool:
        return not any(fault.fails for fault in self.faults)


def check_many(
    chosen: Mapping[str, Path], catalogue: Catalogue, processes: int | None = None
) -> list[Checked]:
    """Check the profile in each folder, in their order; `processes` is the cores there are.

    One that was found faultless before and has not been touched since is not looked at again.
    """
    known = Known()
    folders = [folder for folder in chosen.values() if not known.holds(folder)]
    found = list(spread(lambda folder: check_profile(folder, catalogue), folders, processes))
    faults = dict(zip(folders, found, strict=True))
    known.add(folder for folder, own in faults.items() if not own)
    return [
        Checked(region, folder, tuple(faults.get(folder, ()))) for region, folder in chosen.items()
    ]
