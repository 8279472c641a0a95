"""Verbs that change nothing on a server: apps, validate, plan, render."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from smartcity_kit import console
from smartcity_kit.cli import app
from smartcity_kit.cli.options import (
    AcceptHostKey,
    Embedded,
    Json,
    Profiles,
    Region,
    confirm_host_key,
    load_plan,
)
from smartcity_kit.cli.vault import NOT_SAID, VaultOptions, opens_vault
from smartcity_kit.errors import ProfileError
from smartcity_kit.language import _, ngettext

PENDING = 6


@app.command(help=_("List the applications that can be adopted."))
def apps(json: Json = False) -> None:
    from smartcity_kit import api

    cards = list(api.load_catalogue().apps.values())
    if json:
        console.emit({"apps": [card.model_dump(mode="json") for card in cards]})
        return
    rows = [(card.name, card.title, card.summary) for card in cards]
    console.table((_("Name"), _("Title"), _("What it is for")), rows)


@app.command(help=_("Check profiles: every fault at once, nothing touched, no network."))
def validate(
    regions: Annotated[list[str], typer.Argument(metavar="REGION...")],
    profiles: Profiles = None,
    format: Annotated[str, typer.Option("--format", help=_("text or json."))] = "text",
    json: Json = False,
) -> None:
    from smartcity_kit import api, paths

    folders = paths.profile_folders(profiles)
    found = {region: api.read_profile(region, folders) for region in regions}
    faults = [fault for _folder, own in found.values() for fault in own]
    invalid = any(fault.fails for fault in faults)
    if json or format == "json":
        console.emit(
            {
                "profiles": [
                    {
                        "region": region,
                        "folder": str(folder),
                        "valid": not any(fault.fails for fault in own),
                        "faults": [console.fault_json(fault) for fault in own],
                    }
                    for region, (folder, own) in found.items()
                ]
            }
        )
    else:
        console.show_faults(faults)
    if not (json or format == "json" or invalid):
        text = ngettext("{n} profile is valid.", "{n} profiles are valid.", len(found))
        console.say(text.format(n=len(found)), "green")
    if invalid:
        sys.exit(ProfileError.exit_code)


@app.command(help=_("Show what adopting would do; looks at the servers, changes nothing."))
@opens_vault
def plan(
    region: Region,
    profiles: Profiles = None,
    embedded: Embedded = False,
    offline: Annotated[bool, typer.Option("--offline", help=_("Do not look at servers."))] = False,
    detailed_exitcode: Annotated[
        bool, typer.Option("--detailed-exitcode", help=_("Exit with 6 when changes are pending."))
    ] = False,
    accept_host_key: AcceptHostKey = False,
    json: Json = False,
    vault: VaultOptions = NOT_SAID,
) -> None:
    from smartcity_kit import api
    from smartcity_kit.cli.outlook import outlook_json, show_outlook

    wished = load_plan(region, profiles, embedded, vault)
    outlook = api.look(wished, confirm_host_key(accept_host_key), offline=offline)
    if json:
        console.emit(outlook_json(outlook))
    else:
        show_outlook(outlook)
    if detailed_exitcode and outlook.changes.pending:
        sys.exit(PENDING)


@app.command(help=_("Render the release: the region's files, ready to be applied."))
def render(
    region: Region,
    to: Annotated[Path | None, typer.Option("--to", help=_("Folder for a complete copy."))] = None,
    profiles: Profiles = None,
    embedded: Embedded = False,
    json: Json = False,
) -> None:
    from smartcity_kit import api

    release, folder = api.render(load_plan(region, profiles, embedded), to)
    if json:
        hashes = {app.name: app.hash for app in release.apps}
        console.emit({"release": release.id, "folder": str(folder), "apps": hashes})
        return
    console.say(_("Release {id} is in {folder}").format(id=release.id, folder=folder))
