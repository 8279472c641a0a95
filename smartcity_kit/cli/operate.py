"""Verbs for a region that runs: status, start, stop, first-login."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from smartcity_kit import console
from smartcity_kit.cli import app
from smartcity_kit.cli.options import (
    Embedded,
    Json,
    Profiles,
    Region,
    confirm_host_key,
    load_plan,
)
from smartcity_kit.cli.vault import NOT_SAID, VaultOptions, opens_vault
from smartcity_kit.errors import KitError
from smartcity_kit.language import _

if TYPE_CHECKING:
    from smartcity_kit.report import AppReport


@app.command(help=_("Show each app's address, health and release."))
@opens_vault
def status(
    region: Region,
    profiles: Profiles = None,
    embedded: Embedded = False,
    json: Json = False,
    vault: VaultOptions = NOT_SAID,
) -> None:
    from smartcity_kit import api

    _show(api.status(load_plan(region, profiles, embedded, vault), confirm_host_key(False)), json)


@app.command(help=_("Start the region's apps."))
@opens_vault
def start(
    region: Region,
    profiles: Profiles = None,
    embedded: Embedded = False,
    json: Json = False,
    vault: VaultOptions = NOT_SAID,
) -> None:
    from smartcity_kit import api

    _show(api.start(load_plan(region, profiles, embedded, vault), confirm_host_key(False)), json)


@app.command(help=_("Stop the region's apps; nothing is lost."))
@opens_vault
def stop(
    region: Region,
    profiles: Profiles = None,
    embedded: Embedded = False,
    json: Json = False,
    vault: VaultOptions = NOT_SAID,
) -> None:
    from smartcity_kit import api

    found = api.stop(load_plan(region, profiles, embedded, vault), confirm_host_key(False))
    _show(found, json, healthy=False)


@app.command("first-login", help=_("Print the one-time link for the first administrator."))
@opens_vault
def first_login(
    region: Region,
    profiles: Profiles = None,
    embedded: Embedded = False,
    recover: Annotated[
        bool,
        typer.Option("--recover", help=_("Also where every administrator has lost access.")),
    ] = False,
    vault: VaultOptions = NOT_SAID,
) -> None:
    from smartcity_kit import api

    plan = load_plan(region, profiles, embedded, vault)
    link = api.first_login(plan, confirm_host_key(False), recover=recover)
    console.say(_("Open this link once, within the hour, and tell it to nobody:"))
    console.say(link, "bold")


def _show(apps: "list[AppReport]", json: bool, healthy: bool = True) -> None:
    from smartcity_kit import report

    if json:
        console.emit({"apps": [vars(app) for app in apps]})
    else:
        report.show_apps(tuple(apps))
    if healthy and not all(app.healthy for app in apps):
        sys.exit(KitError.exit_code)
