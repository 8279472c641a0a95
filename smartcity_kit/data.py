"""What `smartcity data` does: a region's tables checked, compared with what runs, begun."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.comparison import People, Running, TableState, compare
from smartcity_kit.errors import Fault
from smartcity_kit.plan import Place, make_plan
from smartcity_kit.profile import find_profile, read_profile
from smartcity_kit.profile.sheets import KINDS, write_template
from smartcity_kit.trust import Confirm


@dataclass(frozen=True)
class DataCheck:
    """Faults and warnings of the profile; its tables when it has no fault.

    `running` says whether an app runs to compare with; None where nobody looked.
    """

    folder: Path
    faults: tuple[Fault, ...]
    tables: tuple[TableState, ...] = ()
    running: bool | None = None

    @property
    def valid(self) -> bool:
        return not any(fault.fails for fault in self.faults)


def check(
    region: str | Path,
    catalogue: Catalogue,
    folders: Sequence[Path],
    confirm: Confirm,
    *,
    place: Place | None = None,
    offline: bool = False,
) -> DataCheck:
    """Check the whole profile, then compare its tables with the apps' current releases.

    Changes nothing. `offline` looks at nothing. Raises UnreachableError.
    """
    folder = find_profile(region, folders)
    profile, faults = read_profile(folder, catalogue)
    if profile is None:
        return DataCheck(folder, tuple(faults))
    plan = make_plan(profile, catalogue, place)
    running: Running | None = None
    people: People = {}
    if not offline:
        from smartcity_kit.adopt import reach
        from smartcity_kit.survey import count_people, running_tables

        shell = reach(plan, confirm)
        running = running_tables(plan, shell, KINDS)
        people = {
            app.name: count_people(plan, shell, app)
            for app in plan.apps
            if app.name in running and any(name in profile.personal for name in app.card.personal)
        }
    looked = None if running is None else bool(running)
    return DataCheck(folder, tuple(faults), tuple(compare(plan, running, people)), looked)


def template(
    region: str | Path, table: str, folders: Sequence[Path], *, xlsx: bool = False
) -> Path:
    """Begin a table in the region's profile; see `write_template`."""
    return write_template(find_profile(region, folders), table, xlsx=xlsx)
