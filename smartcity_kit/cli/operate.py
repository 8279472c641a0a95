"""Verbs for a region that runs: status, start, stop, first-login, secret."""

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
from smartcity_kit.errors import KitError
from smartcity_kit.language import _

if TYPE_CHECKING:
    from smartcity_kit.report import AppReport


@app.command(help=_("Show each app's address, health and release."))
def status(
    region: Region, profiles: Profiles = None, embedded: Embedded = False, json: Json = False
) -> None:
    from smartcity_kit import api

    _show(api.status(load_plan(region, profiles, embedded), confirm_host_key(False)), json)


@app.command(help=_("Start the region's apps."))
def start(
    region: Region, profiles: Profiles = None, embedded: Embedded = False, json: Json = False
) -> None:
    from smartcity_kit import api

    _show(api.start(load_plan(region, profiles, embedded), confirm_host_key(False)), json)


@app.command(help=_("Stop the region's apps; nothing is lost."))
def stop(
    region: Region, profiles: Profiles = None, embedded: Embedded = False, json: Json = False
) -> None:
    from smartcity_kit import api

    found = api.stop(load_plan(region, profiles, embedded), confirm_host_key(False))
    _show(found, json, healthy=False)


@app.command("first-login", help=_("Print the one-time link for the first administrator."))
def first_login(
    region: Region,
    profiles: Profiles = None,
    embedded: Embedded = False,
    recover: Annotated[
        bool,
        typer.Option("--recover", help=_("Also where every administrator has lost access.")),
    ] = False,
) -> None:
    from smartcity_kit import api

    plan = load_plan(region, profiles, embedded)
    link = api.first_login(plan, confirm_host_key(False), recover=recover)
    console.say(_("Open this link once, within the hour, and tell it to nobody:"))
    console.say(link, "bold")


@app.command(help=_("Keep a secret that only you know, encrypted."))
def secret(
    region: Region,
    kind: Annotated[str, typer.Argument(metavar="sudo|mail|tls-key")],
    profiles: Profiles = None,
) -> None:
    from smartcity_kit import api

    plan = load_plan(region, profiles, False)
    value = _read_hidden(_("Password: "))
    if not value:
        raise KitError(_("Nothing was typed. Nothing was changed."))
    api.keep_secret(plan, kind, value)
    console.say(_("Kept, encrypted."))


def _read_hidden(prompt: str) -> str:
    """From the keyboard without showing it, or all of standard input in a script."""
    if not sys.stdin.isatty():
        return sys.stdin.read().rstrip("\n")
    import getpass

    return getpass.getpass(prompt)


def _show(apps: "list[AppReport]", json: bool, healthy: bool = True) -> None:
    from smartcity_kit import report

    if json:
        console.emit({"apps": [vars(app) for app in apps]})
    else:
        report.show_apps(tuple(apps))
    if healthy and not all(app.healthy for app in apps):
        sys.exit(KitError.exit_code)
