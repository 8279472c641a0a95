"""The kit's public Python interface; the command line uses nothing else.

from smartcity_kit import api

profile = api.load_profile("kota-gorontalo")
plan = api.make_plan(profile, place="embedded")
report = api.adopt(plan)
"""

from collections.abc import Sequence
from pathlib import Path

from smartcity_kit import adopt as _adopt
from smartcity_kit import data as _data
from smartcity_kit import operate as _operate
from smartcity_kit import paths
from smartcity_kit import plan as _plan
from smartcity_kit import profile as _profile
from smartcity_kit.adopt import Outlook, look, reach
from smartcity_kit.catalogue import Card, Catalogue, load_catalogue
from smartcity_kit.changes import Changes
from smartcity_kit.comparison import Counts, TableState
from smartcity_kit.data import DataCheck
from smartcity_kit.errors import Fault
from smartcity_kit.operate import Given
from smartcity_kit.plan import Place, Plan
from smartcity_kit.preview import Preview, preview
from smartcity_kit.profile import Profile
from smartcity_kit.release import Release, compose, write, write_to
from smartcity_kit.report import AppReport, Report
from smartcity_kit.run import Event, Watcher
from smartcity_kit.trust import Confirm

__all__ = [
    "AppReport",
    "Card",
    "Catalogue",
    "Changes",
    "Confirm",
    "Counts",
    "DataCheck",
    "Event",
    "Fault",
    "Given",
    "Outlook",
    "Place",
    "Plan",
    "Preview",
    "Profile",
    "Release",
    "Report",
    "TableState",
    "Watcher",
    "adopt",
    "check_data",
    "data_template",
    "first_login",
    "keep_secret",
    "known_profiles",
    "load_catalogue",
    "load_profile",
    "look",
    "make_plan",
    "preview",
    "reach",
    "read_profile",
    "render",
    "rollback",
    "start",
    "status",
    "stop",
]


def load_profile(region: str | Path, folders: Sequence[Path] | None = None) -> Profile:
    """The profile of `region`: a folder name, a Kemendagri code, or a path.

    Raises ProfileError with every fault in it, KitError when there is no such profile.
    """
    return _profile.load_profile(region, load_catalogue(), _folders(folders))


def read_profile(
    region: str | Path, folders: Sequence[Path] | None = None
) -> tuple[Path, list[Fault]]:
    """Where the profile of `region` is and the faults in it; none when it is valid."""
    folder = _profile.find_profile(region, _folders(folders))
    return folder, _profile.read_profile(folder, load_catalogue())[1]


def known_profiles(folders: Sequence[Path] | None = None) -> list[Path]:
    """Every profile folder that can be named, nearest first."""
    return [
        file.parent
        for folder in _folders(folders)
        for file in sorted(folder.glob("[!_.]*/profile.yml"))
    ]


def make_plan(profile: Profile, place: Place | None = None) -> Plan:
    """What the region shall have; see `smartcity_kit.plan.make_plan`."""
    return _plan.make_plan(profile, load_catalogue(), place)


def check_data(
    region: str | Path,
    folders: Sequence[Path] | None = None,
    *,
    confirm: Confirm = lambda _name, _fingerprint: False,
    place: Place | None = None,
    offline: bool = False,
) -> DataCheck:
    """Check the region's tables and compare them with what runs; see `smartcity_kit.data.check`."""
    return _data.check(
        region, load_catalogue(), _folders(folders), confirm, place=place, offline=offline
    )


def data_template(
    region: str | Path,
    table: str,
    folders: Sequence[Path] | None = None,
    *,
    xlsx: bool = False,
) -> Path:
    """Write an empty table into the region's profile; never over one that is there."""
    return _data.template(region, table, _folders(folders), xlsx=xlsx)


def render(plan: Plan, folder: Path | None = None) -> tuple[Release, Path]:
    """Render the release of `plan`, into `folder` as a complete copy if one is given."""
    release = compose(plan)
    return release, write_to(release, folder) if folder else write(release)


def adopt(
    plan: Plan,
    *,
    watch: Watcher = lambda _event: None,
    confirm: Confirm = lambda _name, _fingerprint: False,
    full: bool = False,
    check: bool = False,
) -> Report:
    """Bring the region's place to what `plan` says; asks `confirm` about unknown host keys."""
    return _adopt.apply(look(plan, confirm), watch, full=full, check=check)


rollback = _adopt.rollback
apply = _adopt.apply
status = _operate.status
start = _operate.start
stop = _operate.stop
first_login = _operate.first_login
keep_secret = _operate.keep_secret


def _folders(folders: Sequence[Path] | None) -> Sequence[Path]:
    return paths.profile_folders() if folders is None else folders
