"""Many regions at once: rollout."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from smartcity_kit import console
from smartcity_kit.cli import app
from smartcity_kit.cli.options import AcceptHostKey, Embedded, Json, Profiles, Yes, agree
from smartcity_kit.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from smartcity_kit.api import Ledger, RolloutReport

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[REGION]...",
        help=_("Folder names, codes, paths or patterns."),
    ),
]
LedgerAt = Annotated[
    str | None,
    typer.Option(
        "--ledger", help=_("Where it is kept: a file, or postgresql://…; also SMARTCITY_LEDGER.")
    ),
]


@app.command(help=_("Adopt many regions: in waves, each in a process of its own, resumable."))
def rollout(
    regions: Names = None,
    every: Annotated[
        bool, typer.Option("--all", help=_("Every profile of the nearest folder with profiles."))
    ] = False,
    province: Annotated[
        str,
        typer.Option("--province", help=_("Only in this province: its code or name.")),
    ] = "",
    file: Annotated[
        Path | None, typer.Option("--file", help=_("A file with one region on each line."))
    ] = None,
    where: Annotated[
        str, typer.Option("--where", help=_("A query, such as 'province=36 and level=kota'."))
    ] = "",
    profiles: Profiles = None,
    embedded: Embedded = False,
    waves: Annotated[
        str, typer.Option("--waves", help=_("Sizes of the waves; the last one counts on."))
    ] = "1,10%,50%,100%",
    parallel: Annotated[
        int, typer.Option("--parallel", min=0, help=_("Regions at once; 0: as many as cores."))
    ] = 0,
    per_site: Annotated[
        int, typer.Option("--per-site", min=0, help=_("Regions at once of one data centre."))
    ] = 0,
    max_failures: Annotated[
        str, typer.Option("--max-failures", help=_("More failures in a wave stop it: 3 or 10%."))
    ] = "10%",
    window: Annotated[
        str,
        typer.Option("--window", help=_("Hours of each region's own clock: mon-fri 22:00-04:00.")),
    ] = "",
    pause: Annotated[
        bool, typer.Option("--pause", help=_("Stop after each wave until somebody says go on."))
    ] = False,
    soak: Annotated[
        float, typer.Option("--soak", min=0, help=_("Minutes to wait between waves."))
    ] = 0,
    hooks: Annotated[
        Path | None, typer.Option("--hooks", help=_("Folder with programs to run around regions."))
    ] = None,
    retries: Annotated[
        int, typer.Option("--retries", min=0, help=_("Further tries at one that does not answer."))
    ] = 6,
    retry_after: Annotated[
        float, typer.Option("--retry-after", min=0, help=_("Seconds to the first of them."))
    ] = 60,
    hang_after: Annotated[
        float, typer.Option("--hang-after", min=0.1, help=_("Minutes of silence that end one."))
    ] = 30,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Print who, when and how long; do nothing."))
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help=_("Go on with the newest one that is not through."))
    ] = False,
    rollout_id: Annotated[
        str, typer.Option("--rollout", help=_("The one to go on with, by its number."))
    ] = "",
    team: Annotated[
        bool, typer.Option("--team", help=_("Leave the work to `smartcity worker` elsewhere."))
    ] = False,
    full: Annotated[bool, typer.Option("--full", help=_("Go through every task."))] = False,
    yes: Yes = False,
    accept_host_key: AcceptHostKey = False,
    vault_password_file: Annotated[
        Path | None,
        typer.Option(
            "--vault-password-file",
            help=_("A program that prints each region's password, or one file for all."),
        ),
    ] = None,
    vault_password_keyring: Annotated[
        bool,
        typer.Option("--vault-password-keyring", help=_("Take each password from the keyring.")),
    ] = False,
    ledger: LedgerAt = None,
    json: Json = False,
) -> None:
    from smartcity_kit import api, paths
    from smartcity_kit.cli.rollout_show import planned_json, show_planned
    from smartcity_kit.spread import cores

    asked = api.Selection(tuple(regions or ()), file, province, where)
    book = api.open_ledger(ledger)
    if resume or rollout_id:
        if not asked.is_empty:
            raise typer.BadParameter(
                _("A rollout that goes on has its regions already; name none."),
                param_hint="--resume",
            )
        _lead(lambda **given: api.resume_rollout(rollout_id, **given), book, json)
    if asked.is_empty != every:
        raise typer.BadParameter(
            _("It is everybody: leave it out, or what narrows it. Nothing was changed.")
            if every
            else _("Name regions, or say --all."),
            param_hint="--all" if every else "REGION",
        )
    vault = (
        {"file": str(vault_password_file.expanduser().absolute())} if vault_password_file else {}
    )
    options = api.RolloutOptions(
        waves=waves, parallel=parallel or cores(), per_site=per_site, max_failures=max_failures,
        window=window, pause=pause, soak=soak * 60, retries=retries, retry_after=retry_after,
        hang_after=hang_after * 60, place="embedded" if embedded else None, full=full,
        accept_host_key=accept_host_key, team=team, hooks=str(hooks.absolute()) if hooks else "",
        vault=vault | ({"keyring": "yes"} if vault_password_keyring else {}) or None,
    )  # fmt: skip
    planned = api.plan_rollout(asked, options, ledger=book, folders=paths.profile_folders(profiles))
    if not json:
        show_planned(planned)
    if dry_run:
        if json:
            console.emit(planned_json(planned))
        return
    count = len(planned.members)
    agree(yes or json, ngettext("Adopt {n} region?", "Adopt {n} regions?", count).format(n=count))
    _lead(lambda **given: api.rollout(planned, **given), book, json)


def _lead(go: "Callable[..., RolloutReport]", ledger: "Ledger", json: bool) -> NoReturn:
    """Show how it goes while it goes, then how it went, and end with that."""
    from smartcity_kit.cli.rollout_progress import RolloutProgress
    from smartcity_kit.cli.rollout_show import show_rollout

    with RolloutProgress(ledger, quiet=json) as progress:
        report = go(ledger=ledger, watch=progress, ask=progress.ask, hold=progress.hold)
    if json:
        console.emit(report.as_json())
    else:
        show_rollout(report)
    sys.exit(report.exit_code)
