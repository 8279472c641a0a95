"""Verbs that change nothing on a server: apps, plan, render."""

import sys
from dataclasses import asdict
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
from smartcity_kit.language import _

PENDING = 6


@app.command(help=_("List the applications that can be adopted."))
def apps(json: Json = False) -> None:
    from smartcity_kit import api

    cards = list(api.load_catalogue().apps.values())
    if json:
        console.emit({"apps": [asdict(card) for card in cards]})
        return
    rows = [(card.name, card.title, card.summary) for card in cards]
    console.table((_("Name"), _("Title"), _("What it is for")), rows)


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
