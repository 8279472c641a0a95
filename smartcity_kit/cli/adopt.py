"""Verbs that change a region's place: adopt, rollback."""

import sys
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
    Yes,
    agree,
    confirm_host_key,
    load_plan,
)
from smartcity_kit.cli.vault import NOT_SAID, VaultOptions, opens_vault
from smartcity_kit.language import _


@app.command(help=_("Bring a region's place to what its profile says: the main job."))
@opens_vault
def adopt(
    region: Region,
    profiles: Profiles = None,
    embedded: Embedded = False,
    yes: Yes = False,
    full: Annotated[bool, typer.Option("--full", help=_("Go through every task."))] = False,
    check: Annotated[bool, typer.Option("--check", help=_("Predict, change nothing."))] = False,
    accept_host_key: AcceptHostKey = False,
    json: Json = False,
    vault: VaultOptions = NOT_SAID,
) -> None:
    from smartcity_kit import api, report
    from smartcity_kit.cli.outlook import show_outlook
    from smartcity_kit.cli.progress import Progress

    plan = load_plan(region, profiles, embedded, vault)
    outlook = api.look(plan, confirm_host_key(accept_host_key))
    if not json:
        show_outlook(outlook)
    if outlook.changes.pending and not check:
        agree(yes, _("Go ahead?"))
    with Progress(quiet=json) as progress:
        made = api.apply(outlook, progress, full=full, check=check)
    if not check and (reason := api.enter(outlook, made)):
        console.remark(_("It is not in the ledger of `fleet`: {reason}").format(reason=reason))
    if json:
        console.emit(made.as_json())
    else:
        report.show(made)
    sys.exit(made.exit_code)


@app.command(help=_("Go back to the release before; what people entered stays."))
@opens_vault
def rollback(
    region: Region,
    apps: Annotated[list[str] | None, typer.Option("--app", help=_("Only this app."))] = None,
    profiles: Profiles = None,
    embedded: Embedded = False,
    yes: Yes = False,
    json: Json = False,
    vault: VaultOptions = NOT_SAID,
) -> None:
    from smartcity_kit import api, report
    from smartcity_kit.cli.progress import Progress

    plan = load_plan(region, profiles, embedded, vault)
    chosen = apps or [app.name for app in plan.apps]
    agree(yes, _("Go back to the release before for {apps}?").format(apps=", ".join(chosen)))
    with Progress(quiet=json) as progress:
        made = api.rollback(plan, chosen, progress, confirm_host_key(False))
    if json:
        console.emit(made.as_json())
    else:
        report.show(made)
    sys.exit(made.exit_code)
