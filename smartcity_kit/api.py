"""The kit's public Python interface; the command line uses nothing else.

from smartcity_kit import api

profile = api.load_profile("kota-gorontalo")
plan = api.make_plan(profile, place="embedded")
report = api.adopt(plan)

many = api.rollout(api.Selection(province="36"), api.RolloutOptions(waves="1,10%,100%"))
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartcity_kit import paths
from smartcity_kit import profile as _profile
from smartcity_kit.catalogue import Card, Catalogue, load_catalogue
from smartcity_kit.errors import Fault
from smartcity_kit.profile import Profile
from smartcity_kit.profile import choose as _choose
from smartcity_kit.profile.choose import Chosen
from smartcity_kit.profile.many import Checked, check_many
from smartcity_kit.regions import Count, Institution, Level, Region, RegionNotFound
from smartcity_kit.regions import choose as choose_regions
from smartcity_kit.regions import count as count_areas
from smartcity_kit.regions import describe as describe_region
from smartcity_kit.regions import find as find_region
from smartcity_kit.regions import nearest as nearest_regions
from smartcity_kit.regions import twins as region_twins

if TYPE_CHECKING:
    from smartcity_kit.adopt import Outlook, apply, look, reach, rollback
    from smartcity_kit.changes import Changes
    from smartcity_kit.comparison import Counts, TableState
    from smartcity_kit.data import DataCheck
    from smartcity_kit.fleet.alone import enter
    from smartcity_kit.fleet.fleet import fleet, slug_of_region
    from smartcity_kit.fleet.ledger import Ledger, open_ledger
    from smartcity_kit.fleet.options import Options as RolloutOptions
    from smartcity_kit.fleet.page.serve import Page as FleetPage
    from smartcity_kit.fleet.rollout import (
        Planned,
        RolloutReport,
        plan_rollout,
        rollout,
    )
    from smartcity_kit.fleet.rollout import resume as resume_rollout
    from smartcity_kit.fleet.runner import Happening
    from smartcity_kit.fleet.selection import Selection
    from smartcity_kit.fleet.standing import Standing
    from smartcity_kit.fleet.team import work
    from smartcity_kit.fleet.workbook import write_fleet_xlsx
    from smartcity_kit.init import Answers
    from smartcity_kit.new_app import NewApp, new_app
    from smartcity_kit.operate import Given, first_login, keep_secret, start, status, stop
    from smartcity_kit.plan import Place, Plan
    from smartcity_kit.preview import Preview, preview
    from smartcity_kit.profile.migrate import Migration
    from smartcity_kit.release import Release
    from smartcity_kit.report import AppReport, Report
    from smartcity_kit.run import Event, Watcher
    from smartcity_kit.secrets import Rotation, Source
    from smartcity_kit.secrets import change_password as change_vault_password
    from smartcity_kit.secrets import choose as choose_vault_password
    from smartcity_kit.secrets import retire as retire_secrets
    from smartcity_kit.secrets import rotate as rotate_secrets
    from smartcity_kit.secrets import undo as undo_rotation
    from smartcity_kit.trust import Confirm

__all__ = [
    "Answers",
    "AppReport",
    "Card",
    "Catalogue",
    "Changes",
    "Checked",
    "Chosen",
    "Confirm",
    "Count",
    "Counts",
    "DataCheck",
    "Event",
    "Fault",
    "FleetPage",
    "Given",
    "Happening",
    "Institution",
    "Ledger",
    "Level",
    "Migration",
    "NewApp",
    "Outlook",
    "Place",
    "Plan",
    "Planned",
    "Preview",
    "Profile",
    "Region",
    "RegionNotFound",
    "Release",
    "Report",
    "RolloutOptions",
    "RolloutReport",
    "Rotation",
    "Selection",
    "Source",
    "Standing",
    "TableState",
    "Watcher",
    "adopt",
    "apply",
    "change_vault_password",
    "check_data",
    "choose",
    "choose_regions",
    "choose_vault_password",
    "count_areas",
    "data_template",
    "describe_region",
    "enter",
    "find_region",
    "first_login",
    "fleet",
    "init_all",
    "init_profile",
    "keep_secret",
    "known_profiles",
    "load_catalogue",
    "load_profile",
    "look",
    "make_plan",
    "migrate",
    "migration_of",
    "nearest_regions",
    "new_app",
    "open_ledger",
    "plan_rollout",
    "preview",
    "profile_schema",
    "reach",
    "read_profile",
    "read_todo",
    "region_twins",
    "render",
    "resume_rollout",
    "retire_secrets",
    "rollback",
    "rollout",
    "rotate_secrets",
    "slug_of_region",
    "start",
    "status",
    "stop",
    "undo_rotation",
    "validate",
    "work",
    "write_fleet_xlsx",
]


# Handed on from where they are, loaded when they are first asked for: checking profiles needs none.
_ELSEWHERE = {
    "adopt": ("Outlook", "apply", "look", "reach", "rollback"),
    "changes": ("Changes",),
    "comparison": ("Counts", "TableState"),
    "data": ("DataCheck",),
    "fleet.alone": ("enter",),
    "fleet.fleet": ("fleet", "slug_of_region"),
    "fleet.ledger": ("Ledger", "open_ledger"),
    "fleet.rollout": ("Planned", "RolloutReport", "plan_rollout", "rollout"),
    "fleet.runner": ("Happening",),
    "fleet.selection": ("Selection",),
    "fleet.standing": ("Standing",),
    "fleet.team": ("work",),
    "fleet.workbook": ("write_fleet_xlsx",),
    "init": ("Answers",),
    "new_app": ("NewApp", "new_app"),
    "operate": ("Given", "first_login", "keep_secret", "start", "status", "stop"),
    "plan": ("Place", "Plan"),
    "preview": ("Preview", "preview"),
    "profile.migrate": ("Migration",),
    "release": ("Release",),
    "report": ("AppReport", "Report"),
    "run": ("Event", "Watcher"),
    "secrets": ("Rotation", "Source"),
    "trust": ("Confirm",),
}


# The same, under a name that says here what it is about.
_RENAMED = {
    "change_vault_password": ("secrets", "change_password"),
    "FleetPage": ("fleet.page.serve", "Page"),
    "RolloutOptions": ("fleet.options", "Options"),
    "choose_vault_password": ("secrets", "choose"),
    "resume_rollout": ("fleet.rollout", "resume"),
    "retire_secrets": ("secrets", "retire"),
    "rotate_secrets": ("secrets", "rotate"),
    "undo_rotation": ("secrets", "undo"),
}


def __getattr__(name: str) -> Any:
    if name in _RENAMED:
        module, own = _RENAMED[name]
        return getattr(import_module(f"smartcity_kit.{module}"), own)
    for module, names in _ELSEWHERE.items():
        if name in names:
            return getattr(import_module(f"smartcity_kit.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


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


def read_todo(region: str | Path, folders: Sequence[Path] | None = None) -> list[Fault]:
    """What a person must still fill in before the valid profile of `region` can be adopted."""
    folder = _profile.find_profile(region, _folders(folders))
    return _profile.read_todo(folder, load_catalogue())[1]


def init_profile(answers: "Answers", to: Path) -> Path:
    """A new profile folder below `to`; see `smartcity_kit.init.write_profile`."""
    from smartcity_kit.init import write_profile

    return write_profile(answers, to)


def init_all(to: Path) -> tuple[list[Path], list[Path]]:
    """A profile for each of the 552 regions: those written, and those that were there."""
    from smartcity_kit.init import write_all

    return write_all(to)


def choose(
    asked: Iterable[str | Path] | None = None, folders: Sequence[Path] | None = None
) -> Chosen:
    """The profiles that names, codes, paths and patterns mean; None is every one of the nearest.

    Raises KitError for the first that is nowhere.
    """
    within = _folders(folders)
    return _choose.all_of(within) if asked is None else _choose.choose(asked, within)


def validate(chosen: Chosen, processes: int | None = None, *, ready: bool = False) -> list[Checked]:
    """What is wrong with each of the chosen profiles, in their order; all cores share the work.

    With `ready` also what a person must still fill in, where nothing is wrong.
    """
    checked = check_many(chosen.folders, load_catalogue(), processes)
    return (
        [replace(one, todo=tuple(read_todo(one.folder))) for one in checked] if ready else checked
    )


def profile_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of profile.yml, with the settings of every app."""
    from smartcity_kit.profile.schema import profile_schema

    return profile_schema(load_catalogue())


def migration_of(folder: Path) -> "Migration":
    """What rewriting a profile of an older form would do; `migrate` does it."""
    from smartcity_kit.profile.migrate import migration_of

    return migration_of(folder)


def migrate(migration: "Migration") -> Path:
    """Rewrite the profile and keep the old file beside it; that one's path."""
    from smartcity_kit.profile.migrate import write

    return write(migration)


def known_profiles(folders: Sequence[Path] | None = None) -> list[Path]:
    """Every profile folder that can be named, nearest first."""
    return [
        file.parent
        for folder in _folders(folders)
        for file in sorted(folder.glob("[!_.]*/profile.yml"))
    ]


def make_plan(
    profile: Profile, place: "Place | None" = None, vault: "Source | None" = None
) -> "Plan":
    """What the region shall have; see `smartcity_kit.plan.make_plan`.

    `vault` says where the password of its secrets comes from: `choose_vault_password(slug, …)`.
    """
    from smartcity_kit import plan

    return plan.make_plan(profile, load_catalogue(), place, vault)


def check_data(
    region: str | Path,
    folders: Sequence[Path] | None = None,
    *,
    confirm: "Confirm" = lambda _name, _fingerprint: False,
    place: "Place | None" = None,
    offline: bool = False,
) -> "DataCheck":
    """Check the region's tables and compare them with what runs; see `smartcity_kit.data.check`."""
    from smartcity_kit import data

    return data.check(
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
    from smartcity_kit import data

    return data.template(region, table, _folders(folders), xlsx=xlsx)


def render(plan: "Plan", folder: Path | None = None) -> "tuple[Release, Path]":
    """Render the release of `plan`, into `folder` as a complete copy if one is given."""
    from smartcity_kit.release import compose, write, write_to

    release = compose(plan)
    return release, write_to(release, folder) if folder else write(release)


def adopt(
    plan: "Plan",
    *,
    watch: "Watcher" = lambda _event: None,
    confirm: "Confirm" = lambda _name, _fingerprint: False,
    full: bool = False,
    check: bool = False,
) -> "Report":
    """Bring the region's place to what `plan` says; asks `confirm` about unknown host keys."""
    from smartcity_kit.adopt import apply, look
    from smartcity_kit.fleet.alone import enter

    outlook = look(plan, confirm)
    report = apply(outlook, watch, full=full, check=check)
    if not check:
        enter(outlook, report)
    return report


def _folders(folders: Sequence[Path] | None) -> Sequence[Path]:
    return paths.profile_folders() if folders is None else folders
