"""How the whole fleet stands: fleet."""

import contextlib
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartcity_kit import console
from smartcity_kit.cli import app
from smartcity_kit.cli.options import Json, Profiles
from smartcity_kit.cli.rollout import LedgerAt
from smartcity_kit.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartcity_kit.api import Ledger, Standing


@app.command(help=_("Show how every region stands, or what was done to one."))
def fleet(
    region: Annotated[
        str | None,
        typer.Argument(metavar="[REGION]", help=_("Tell what was done to this region.")),
    ] = None,
    province: Annotated[
        str, typer.Option("--province", help=_("Only in this province: its code or name."))
    ] = "",
    where: Annotated[
        str, typer.Option("--where", help=_("A query, such as 'province=36 and level=kota'."))
    ] = "",
    output: Annotated[
        bool, typer.Option("--output", help=_("Print what the last attempt at the region said."))
    ] = False,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", help=_("Write it as a workbook into this file."))
    ] = None,
    serve: Annotated[
        bool, typer.Option("--serve", help=_("Show it live in a browser on this machine."))
    ] = False,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help=_("Where; 0 takes a free one."))
    ] = 0,
    profiles: Profiles = None,
    ledger: LedgerAt = None,
    json: Json = False,
) -> None:
    from smartcity_kit import api, paths

    book = api.open_ledger(ledger)
    folders = paths.profile_folders(profiles)
    if serve:
        _serve(book, folders, port)
        return
    if region is not None:
        _one(book, api.slug_of_region(region, folders), output, json)
        return
    found = api.fleet(api.Selection(province=province, where=where), ledger=book, folders=folders)
    if xlsx is not None:
        api.write_fleet_xlsx(found, xlsx)
        console.remark(_("Written to {file}.").format(file=xlsx))
    elif json:
        console.emit({"regions": [one.as_json() for one in found]})
    else:
        _all(found)


def _serve(ledger: "Ledger", folders: "Sequence[Path]", port: int) -> None:
    from smartcity_kit import api

    page = api.FleetPage(ledger, folders, port)
    console.say(_("Open this address; whoever has it may look, nobody can change anything:"))
    console.say(page.address, "bold")
    console.say(_("Ctrl-C ends it."))
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        page.serve_forever()


def _all(found: "list[Standing]") -> None:
    from smartcity_kit.cli.rollout_show import RESULTS
    from smartcity_kit.fleet.levels import LADDER

    headings = (_("Code"), _("Region"), _("Adoption"), _("Last"), _("When"), _("Adrift"),
                _("Release"))  # fmt: skip
    console.table(
        headings,
        (
            (
                one.member.code, one.member.title,
                _(LADDER[one.level]) if one.level else _("not valid"),
                RESULTS.get(one.result, one.result) if one.seen else "-",
                when(one.seen.timestamp() if one.seen else None),
                str(one.adrift) if one.adrift else "", one.release or "-",
            )
            for one in found
        ),
    )  # fmt: skip
    console.say()
    reached = {name: sum(bool(one.reached[name]) for one in found) for name in LADDER}
    parts = [" ".join((_(LADDER[name]), str(count))) for name, count in reached.items() if count]
    count = len(found)
    console.say(
        ngettext("{n} region", "{n} regions", count).format(n=count) + ": " + ", ".join(parts)
    )


def _one(ledger: "Ledger", slug: str, output: bool, json: bool) -> None:
    from smartcity_kit.cli.rollout_show import RESULTS, span

    attempts = ledger.history(slug)
    if json:
        console.emit({"region": slug, "attempts": [_attempt_json(a) for a in attempts]})
        return
    if not attempts:
        console.say(_("Nothing was done to {region} by a rollout yet.").format(region=slug))
        return
    if output:
        last = attempts[0]
        for line in ledger.lines(last.rollout, last.slug, last.number):
            console.say(line)
        return
    headings = (_("When"), _("Rollout"), _("Who"), _("Result"), _("Took"), _("Release"), _("Why"))
    console.table(
        headings,
        (
            (
                when(a.began), a.rollout, a.who,
                RESULTS.get(a.result, a.result) if a.ended else _("at work"),
                span(a.seconds), a.release or "-", a.message,
            )
            for a in attempts
        ),
    )  # fmt: skip
    if not attempts[0].folder:
        return
    console.say()
    console.say(_("Evidence of the last one: {folder}").format(folder=attempts[0].folder))


def _attempt_json(attempt: Any) -> dict[str, Any]:
    return {name: getattr(attempt, name) for name in attempt.__dataclass_fields__}


def when(seconds: float | None) -> str:
    """A moment by this machine's clock."""
    return f"{datetime.fromtimestamp(seconds):%d/%m/%Y %H:%M}" if seconds else "-"
