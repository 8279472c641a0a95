"""The verb that shows a region's apps before anything is adopted: preview."""

from pathlib import Path
from typing import Annotated

import typer

from smartcity_kit import console
from smartcity_kit.cli import app
from smartcity_kit.cli.options import Json, Profiles, Region, load_plan
from smartcity_kit.language import _


@app.command(help=_("Show the region's apps in its colours and logo; no server, nothing adopted."))
def preview(
    region: Region,
    to: Annotated[Path | None, typer.Option("--to", help=_("Folder for the pages."))] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help=_("Do not open a browser."))] = False,
    profiles: Profiles = None,
    json: Json = False,
) -> None:
    from smartcity_kit import api

    plan = load_plan(region, profiles, embedded=True)
    made = api.preview(plan, to, tell=(lambda _text: None) if json else console.remark)
    if json:
        console.emit({"page": str(made.index), "made": made.made})
        return
    console.say(_("The preview is in {file}").format(file=made.index))
    if not no_open:
        _open(made.index)


def _open(file: Path) -> None:
    """Without a screen there is no browser to open, and what a text browser did would be a mess."""
    import os
    import sys
    import webbrowser

    seen = (
        sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if not (seen and webbrowser.open(file.resolve().as_uri())):
        console.say(_("No browser here: open the file on a machine that has one."))
