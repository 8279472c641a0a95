"""A new profile: asks the few things that nobody else knows, or takes them as options."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartcity_kit import console
from smartcity_kit.cli import app
from smartcity_kit.cli.options import Json, Yes
from smartcity_kit.errors import KitError
from smartcity_kit.language import _, ngettext

if TYPE_CHECKING:
    from smartcity_kit import api

To = Annotated[Path, typer.Option("--to", help=_("Folder that holds the profiles."))]


@app.command(help=_("Write a new profile folder; asks what only you know."))
def init(
    region: Annotated[
        str, typer.Argument(metavar="[REGION]", help=_("A region's code or name (75.71)."))
    ] = "",
    to: To = Path("profiles"),
    domain: Annotated[str, typer.Option("--domain", help=_("The official domain."))] = "",
    colour: Annotated[str, typer.Option("--colour", help=_("The main colour: #rrggbb."))] = "",
    logo: Annotated[Path | None, typer.Option("--logo", help=_("An SVG or PNG to copy."))] = None,
    display_name: Annotated[
        str, typer.Option("--display-name", help=_("What citizens read instead of the region."))
    ] = "",
    email: Annotated[str, typer.Option("--email", help=_("The public's address."))] = "",
    server: Annotated[str, typer.Option("--server", help=_("Address of the server."))] = "",
    apps: Annotated[
        list[str] | None, typer.Option("--app", help=_("An application; again for another."))
    ] = None,
    institution: Annotated[
        str, typer.Option("--institution", help=_("Name of an institution without a code."))
    ] = "",
    areas: Annotated[
        list[str] | None, typer.Option("--area", help=_("Region that the institution serves."))
    ] = None,
    head_title: Annotated[
        str, typer.Option("--head-title", help=_("What the institution's head is called."))
    ] = "",
    owner: Annotated[str, typer.Option("--owner", help=_("What the institution belongs to."))] = "",
    every: Annotated[bool, typer.Option("--all", help=_("Every region, for a rehearsal."))] = False,
    yes: Yes = False,
    json: Json = False,
) -> None:
    from smartcity_kit import api

    given = (region, domain, colour, logo, display_name, email, server, apps, institution)
    if every:
        if any(given):
            raise _usage(_("--all takes no region and no answers"))
        _write_all(to, json)
        return
    asks = console.interactive() and not yes and not json
    if institution:
        if region:
            raise _usage(_("--institution takes no region: name what it serves with --area"))
        chosen: api.Region = _institution(institution, areas or [], head_title, owner)
    elif areas or head_title or owner:
        raise _usage(_("--area, --head-title and --owner belong to --institution"))
    else:
        chosen = _region(region, asks)
    answers = api.Answers(
        chosen, domain, colour, logo, display_name, email, server, *([apps] if apps else [])
    )
    folder = api.init_profile(_ask(answers) if asks else answers, to)
    todo = api.read_todo(folder)
    if json:
        notes = [console.fault_json(note) for note in todo]
        console.emit({"region": chosen.slug, "folder": str(folder), "todo": notes})
        return
    console.say(_("Written: {folder}").format(folder=folder), "green")
    text = ngettext("{n} thing left to do:", "{n} things left to do:", len(todo))
    console.say(text.format(n=len(todo)) + f" smartcity validate --ready {folder}")


def _write_all(to: Path, json: bool) -> None:
    from smartcity_kit import api

    written, there = api.init_all(to)
    if json:
        console.emit({"written": [str(f) for f in written], "there": [str(f) for f in there]})
        return
    text = ngettext("{n} profile written.", "{n} profiles written.", len(written))
    console.say(text.format(n=len(written)), "green")
    if there:
        text = ngettext(
            "{n} was there and was left as it is.",
            "{n} were there and were left as they are.",
            len(there),
        )
        console.say(text.format(n=len(there)))


def _region(text: str, asks: bool) -> "api.Region":
    from smartcity_kit import api

    while not text and asks:
        text = console.ask_text(_("Which region (code or name)?"))
    if not text:
        raise _usage(_("Name a region, or use --all."), _("For example: smartcity init 75.71"))
    try:
        return api.find_region(text)
    except api.RegionNotFound as unknown:
        if not asks:
            raise
        console.complain(unknown)
        return _region("", asks)


def _institution(name: str, areas: list[str], head: str, owner: str) -> "api.Region":
    from smartcity_kit import api

    codes = tuple(dict.fromkeys(api.find_region(area).code for area in areas))
    return api.Institution.of(name.strip(), codes, head.strip(), owner.strip())


def _ask(answers: "api.Answers") -> "api.Answers":
    """Ask what was not given as an option; an empty answer leaves it for later."""
    from dataclasses import replace

    console.say(f"{answers.region.name} ({answers.region.code})", "bold")
    if not answers.domain:
        seen = answers.seen_domain
        proposal = seen.host if seen else ""
        typed = console.ask_text(_("Official domain?"), proposal)
        answers = replace(answers, domain="" if typed == proposal else typed)
    if not answers.primary:
        later = _("Main colour, #rrggbb (empty: the kit's choice)?")
        answers = replace(answers, primary=console.ask_text(later))
    if answers.logo is None:
        file = console.ask_text(_("Logo, SVG or PNG (empty: a placeholder)?"))
        answers = replace(answers, logo=Path(file).expanduser() if file else None)
    if not answers.email:
        answers = replace(answers, email=console.ask_text(_("Public e-mail (empty: later)?")))
    if not answers.server:
        server = console.ask_text(_("Server's address (empty: later)?"))
        answers = replace(answers, server=server)
    return answers


def _usage(message: str, hint: str = "") -> KitError:
    error = KitError(message, hint)
    error.exit_code = 2
    return error
