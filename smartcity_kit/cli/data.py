"""Verbs for the region's own tables: data check, data template."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartcity_kit import console
from smartcity_kit.cli import app
from smartcity_kit.cli.options import Embedded, Json, Profiles, Region, confirm_host_key
from smartcity_kit.cli.wording import App
from smartcity_kit.errors import ProfileError
from smartcity_kit.language import _

if TYPE_CHECKING:
    from smartcity_kit.comparison import TableState
    from smartcity_kit.data import DataCheck

data = App(name="data", no_args_is_help=True, help=_("Check and begin a region's own tables."))
app.add_typer(data)


@data.command(help=_("Check all tables, and count what adopting would change in the apps."))
def check(
    region: Region,
    profiles: Profiles = None,
    embedded: Embedded = False,
    offline: Annotated[
        bool, typer.Option("--offline", help=_("Only check; compare with nothing that runs."))
    ] = False,
    json: Json = False,
) -> None:
    from smartcity_kit import api, paths

    found = api.check_data(
        region,
        paths.profile_folders(profiles),
        confirm=confirm_host_key(False),
        place="embedded" if embedded else None,
        offline=offline,
    )
    if json:
        console.emit(_as_json(found))
    else:
        console.show_faults(found.faults)
        _show(found)
    if not found.valid:
        sys.exit(ProfileError.exit_code)


@data.command(help=_("Write an empty table with its headings; never over one that is there."))
def template(
    region: Region,
    table: Annotated[str, typer.Argument(metavar="TABLE", help=_("For example staff or places."))],
    profiles: Profiles = None,
    xlsx: Annotated[bool, typer.Option("--xlsx", help=_("As a workbook instead of CSV."))] = False,
) -> None:
    from smartcity_kit import api, paths

    path = api.data_template(region, table, paths.profile_folders(profiles), xlsx=xlsx)
    console.say(_("{file} is written.").format(file=path), "green")
    console.say(_("Its row is an example that is never loaded: write your own in its place."))


def _show(found: "DataCheck") -> None:
    if not found.valid:
        return
    if found.running is False:
        console.say(_("Nothing of this region runs yet: every row is new."))
    headings = (
        *(_("Table"), _("File"), _("Rows"), _("Examples")),
        *(_("New"), _("Changed"), _("Gone"), _("Same"), _("Used by")),
    )
    console.table(headings, [_row(state) for state in found.tables])
    for note in _notes(found):
        console.say(f"  · {note}")


def _row(state: "TableState") -> tuple[str, ...]:
    counts = state.counts
    told = (counts.new, counts.changed, counts.gone, counts.same) if counts else ("–",) * 4
    # UTF-8 is what it should be; another encoding is told, for it was found out.
    other = f" ({state.encoding})" if state.encoding not in ("", "UTF-8") else ""
    file = state.file + other or _("none")
    apps = ", ".join(state.apps) or "–"
    return (state.name, file, str(state.rows), str(state.examples), *map(str, told), apps)


def _notes(found: "DataCheck") -> list[str]:
    tables = found.tables
    notes = []
    if found.running and any(state.personal and not state.counts for state in tables):
        notes.append(_("Personal tables could not be compared: adopt once more, then look again."))
    if any(state.counts and state.counts.gone for state in tables):
        notes.append(_("What is gone from a table is retired in the apps, never deleted."))
    if any(state.examples for state in tables):
        notes.append(_("Examples are never loaded: write your own rows in their place."))
    return notes


def _as_json(found: "DataCheck") -> dict[str, Any]:
    return {
        "folder": str(found.folder),
        "valid": found.valid,
        "running": found.running,
        "faults": [console.fault_json(fault) for fault in found.faults],
        "tables": [
            vars(state) | {"counts": vars(state.counts) if state.counts else None}
            for state in found.tables
        ],
    }
