"""Verbs about profiles alone, on this machine: validate, schema, profile migrate."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartcity_kit import console
from smartcity_kit.cli import app
from smartcity_kit.cli.options import Json, Profiles, Yes, agree
from smartcity_kit.cli.wording import App
from smartcity_kit.errors import ProfileError
from smartcity_kit.language import _

if TYPE_CHECKING:
    from smartcity_kit.profile.choose import Chosen

PENDING = 6

Regions = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[REGION]...",
        help=_("Folder names, codes, paths, patterns (profiles/*), or - to read names from input."),
    ),
]
All = Annotated[
    bool, typer.Option("--all", help=_("Every profile of the nearest folder with profiles."))
]


@app.command(help=_("Check profiles: every fault at once, nothing touched, no network."))
def validate(
    regions: Regions = None,
    every: All = False,
    profiles: Profiles = None,
    ready: Annotated[
        bool, typer.Option("--ready", help=_("Also say what is left to do before adopting."))
    ] = False,
    format: Annotated[
        str, typer.Option("--format", help=_("text, json, sarif, junit or github."))
    ] = "text",
    json: Json = False,
) -> None:
    from smartcity_kit import api
    from smartcity_kit.formats import FORMATS, formatted

    name = "json" if json else format
    if name not in FORMATS:
        known = ", ".join(FORMATS)
        message = _("There is no format “{name}”; there are: {known}.")
        raise typer.BadParameter(message.format(name=name, known=known), param_hint="--format")
    chosen = _chosen(regions, every, profiles, quiet=name != "text")
    checked = api.validate(chosen, ready=ready)
    if name == "text":
        console.show_checked(checked)
    else:
        sys.stdout.write(formatted(name, checked))
    if not all(one.ready for one in checked):
        sys.exit(ProfileError.exit_code)


@app.command(help=_("Print the JSON Schema of profile.yml, for editors and other tools."))
def schema() -> None:
    from smartcity_kit import api

    console.emit(api.profile_schema())


profile_app = App(name="profile", no_args_is_help=True, help=_("Work on a profile itself."))
app.add_typer(profile_app)


@profile_app.callback()
def _of_a_profile() -> None:
    """Several verbs will be here, so that even one of them is named."""


@profile_app.command(help=_("Rewrite profiles of an older kit; shows the difference first."))
def migrate(
    regions: Regions = None,
    every: All = False,
    profiles: Profiles = None,
    yes: Yes = False,
    check: Annotated[
        bool, typer.Option("--check", help=_("Show the difference only; exit with 6 if any."))
    ] = False,
    json: Json = False,
) -> None:
    from smartcity_kit import api

    chosen = _chosen(regions, every, profiles, quiet=json)
    all_of_them = [api.migration_of(folder) for folder in chosen.folders.values()]
    pending = [one for one in all_of_them if one.needed]
    if not json:
        sys.stdout.write("".join(one.difference for one in pending))
    kept: dict[Path, Path] = {}
    if pending and not check:
        agree(yes or json, _("Rewrite it so?"))
        kept = {one.file: api.migrate(one) for one in pending}
    if json:
        told = [
            {
                "file": str(one.file),
                "from": one.begins,
                "difference": one.difference,
                "old": str(kept[one.file]) if one.file in kept else None,
            }
            for one in all_of_them
        ]
        console.emit({"profiles": told})
    elif not pending:
        console.say(_("Nothing to do: this is the form of today."), "green")
    for file, old in () if json else kept.items():
        console.say(_("Rewritten. To go back: mv '{old}' '{file}'").format(old=old, file=file))
        if not (file.parent.parent / "profile.schema.json").exists():
            words = _("For an editor's help: smartcity schema > '{file}'")
            console.remark(words.format(file=file.parent.parent / "profile.schema.json"))
    if check and pending:
        sys.exit(PENDING)


def _chosen(
    regions: list[str] | None, every: bool, profiles: Path | None, *, quiet: bool
) -> "Chosen":
    """The profiles that the arguments name; what belongs to none of them is said."""
    from smartcity_kit import api, paths

    if bool(regions) == every:
        raise typer.BadParameter(_("Name regions, or say --all."), param_hint="REGION")
    names = [name for given in regions or () for name in _read_names(given)]
    chosen = api.choose(None if every else names, paths.profile_folders(profiles))
    for file in () if quiet else chosen.passed_over:
        console.remark(_("{file} belongs to no profile and was passed over.").format(file=file))
    return chosen


def _read_names(given: str) -> list[str]:
    """A name as given; for "-" one on each line of standard input, without comments."""
    if given != "-":
        return [given]
    lines = (line.strip() for line in sys.stdin)
    return [line for line in lines if line and not line.startswith("#")]
