"""The verb that begins an app: new-app."""

from pathlib import Path
from typing import Annotated

import typer

from smartcity_kit import console
from smartcity_kit.cli import app
from smartcity_kit.cli.options import Json
from smartcity_kit.language import _, ngettext


@app.command(help=_("Begin a new application in a checkout of the kit: small, with its tests."))
def new_app(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("One word, lower case: segar."))],
    title: Annotated[str, typer.Option("--title", help=_("What people read: SEGAR."))] = "",
    summary: Annotated[
        str, typer.Option("--summary", help=_("One sentence in Indonesian, for the portal."))
    ] = "",
    table: Annotated[
        str, typer.Option("--table", help=_("Load its kinds from this table of the region's."))
    ] = "",
    kit: Annotated[
        Path, typer.Option("--kit", help=_("The checkout of the kit to write into."))
    ] = Path(),
    json: Json = False,
) -> None:
    from smartcity_kit import api

    made = api.new_app(name, kit, title, summary, table)
    if json:
        console.emit({"app": made.name, "folder": str(made.folder), "files": list(made.files)})
        return
    text = ngettext(
        "Written: {folder} ({n} file)", "Written: {folder} ({n} files)", len(made.files)
    )
    console.say(text.format(folder=made.folder, n=len(made.files)), "green")
    console.say(_("Its tests: {command}").format(command=f"make app APP={made.name}"))
    console.say(_("What comes next: docs/how-to/add-an-app.md"))
