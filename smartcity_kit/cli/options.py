"""Arguments and options that several verbs share, with one wording for each."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartcity_kit.language import _

if TYPE_CHECKING:
    from smartcity_kit.cli.vault import VaultOptions
    from smartcity_kit.plan import Place, Plan
    from smartcity_kit.trust import Confirm

Region = Annotated[
    str,
    typer.Argument(
        metavar="REGION",
        help=_("A profile's folder name (kota-gorontalo), its code (75.71), or a path."),
    ),
]
Profiles = Annotated[
    Path | None,
    typer.Option("--profiles", help=_("Folder with profiles; also SMARTCITY_PROFILES.")),
]
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON for scripts."))]
Embedded = Annotated[
    bool,
    typer.Option("--embedded", help=_("On this machine without root, even if servers are named.")),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=_("Do not ask."))]
AcceptHostKey = Annotated[
    bool,
    typer.Option("--accept-host-key", help=_("Trust a server's key the first time unasked.")),
]


def agree(yes: bool, question: str) -> None:
    """Ask before something is changed; a script that calls a verb without a terminal means it."""
    from smartcity_kit import console
    from smartcity_kit.errors import KitError

    if not yes and console.interactive() and not console.ask(question):
        raise KitError(_("Nothing was changed."))


def load_plan(
    region: str, profiles: Path | None, embedded: bool, vault: "VaultOptions | None" = None
) -> "Plan":
    """The plan of a valid profile; raises with every fault when it is not valid."""
    from smartcity_kit import api, paths

    place: Place | None = "embedded" if embedded else None
    profile = api.load_profile(region, paths.profile_folders(profiles))
    source = vault.source(profile.region.slug) if vault else None
    return api.make_plan(profile, place, source)


def confirm_host_key(accept: bool) -> "Confirm":
    """How an unknown server's key is trusted: asked once, or accepted because it was said so."""
    from smartcity_kit import console

    def confirm(name: str, fingerprint: str) -> bool:
        console.remark(_("{name} shows the key {key}").format(name=name, key=fingerprint))
        if accept:
            return True
        return console.interactive() and console.ask(_("Is that the key of this server?"))

    return confirm
