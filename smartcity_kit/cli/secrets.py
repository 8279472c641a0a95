"""Verbs for what only the region may know: secrets set, secrets rotate."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartcity_kit import console
from smartcity_kit.cli import app
from smartcity_kit.cli.options import Json, Profiles, Region, load_plan
from smartcity_kit.cli.vault import NOT_SAID, VaultOptions, opens_vault
from smartcity_kit.cli.wording import App
from smartcity_kit.errors import KitError
from smartcity_kit.language import _, ngettext

if TYPE_CHECKING:
    from smartcity_kit.plan import Plan
    from smartcity_kit.secrets import Rotation

secrets = App(name="secrets", no_args_is_help=True, help=_("Keep and renew a region's secrets."))
app.add_typer(secrets)

What = Annotated[
    str,
    typer.Argument(
        metavar="sudo|mail|imap|provider|message|tls-key",
        help=_(
            "The password for sudo, of the mail relay, of the mailbox that an app reads,"
            " LIVE's secret at the region's OpenID provider or its token at the provider of"
            " messages, or the certificate's private key."
        ),
    ),
]


@secrets.command("set", help=_("Keep a secret that only you know, encrypted."))
@opens_vault
def set_(
    region: Region, kind: What, profiles: Profiles = None, vault: VaultOptions = NOT_SAID
) -> None:
    from smartcity_kit import api

    plan = load_plan(region, profiles, False, vault)
    value = _read_hidden(_("Password: "))
    if not value:
        raise KitError(_("Nothing was typed. Nothing was changed."))
    api.keep_secret(plan, kind, value)
    console.say(_("Kept, encrypted."))


# As it was called before the verbs had a noun.
app.command("secret", hidden=True, help=_("The same as: smartcity secrets set."))(set_)


@secrets.command(help=_("New values for what the kit made; with --key, a new vault password."))
@opens_vault
def rotate(
    region: Region,
    apps: Annotated[list[str] | None, typer.Option("--app", help=_("Only this app."))] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help=_("Only this secret, e.g. secret_key.")),
    ] = None,
    key: Annotated[
        bool, typer.Option("--key", help=_("Only the vault's password, not what it holds."))
    ] = False,
    new_file: Annotated[
        Path | None,
        typer.Option(
            "--new-vault-password-file", metavar="FILE", help=_("Where the new password is.")
        ),
    ] = None,
    new_keyring: Annotated[
        bool,
        typer.Option("--new-vault-password-keyring", help=_("Keep the new one in the keyring.")),
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help=_("Go back to the values before the last rotation."))
    ] = False,
    retire: Annotated[
        bool, typer.Option("--retire", help=_("End the replaced values now: after a leak."))
    ] = False,
    profiles: Profiles = None,
    json: Json = False,
    vault: VaultOptions = NOT_SAID,
) -> None:
    from smartcity_kit import api

    renewed = key or new_file is not None or new_keyring
    if renewed + undo + retire + bool(apps or only) > 1:
        raise KitError(
            _("--key, --undo, --retire and a choice of secrets do not go together."),
            _("Do one after the other. Nothing was changed."),
        )
    plan = load_plan(region, profiles, False, vault)
    slug = plan.profile.folder.name
    if renewed:
        moved = new_file is not None or new_keyring
        new = VaultOptions(vault_password_file=new_file, vault_password_keyring=new_keyring)
        to = new.source(plan.region.slug) if moved else None
        done = api.change_vault_password(plan, to)
    elif undo:
        done = api.undo_rotation(plan)
    elif retire:
        done = api.retire_secrets(plan)
    else:
        done = api.rotate_secrets(plan, apps or (), only or ())
    if json:
        console.emit(_as_json(plan, done))
    else:
        _tell(done, slug, back=undo, ended=retire)


def _as_json(plan: "Plan", done: "Rotation") -> dict[str, object]:
    apps = {name.partition("/")[0] for name in done.names if "/" in name}
    return {
        "region": plan.region.slug,
        "secrets": list(done.names),
        "apps": [app.name for app in plan.apps if app.name in apps],
        "days": done.days,
        "vault_password": done.source,
    }


def _tell(done: "Rotation", slug: str, *, back: bool, ended: bool) -> None:
    """What was done, what the next adopt will do about it, and the way back."""
    if done.source:
        console.say(_("The vault has a new password. It is in {source}.").format(
            source=done.source), "green")  # fmt: skip
        if done.left:
            console.say(_("The one in {source} opens it no longer; name the new place from now on."
                          ).format(source=done.left))  # fmt: skip
        console.say(_("Whoever works on this region needs the new one. Older copies of secrets.yml "
                      "(in git) still open with the old one: if it leaked, rotate the secrets too."
                      ))  # fmt: skip
        console.say(_("The apps' secrets are the same; the next adopt restarts nothing."))
        return
    count = len(done.names)
    if ended:
        text = ngettext("{n} replaced value ends.", "{n} replaced values end.", count)
    elif back:
        text = ngettext("{n} secret is as before.", "{n} secrets are as before.", count)
    else:
        text = ngettext("{n} secret has a new value.", "{n} secrets have new values.", count)
    console.say(text.format(n=count), "green")
    for name in done.names:
        console.say(f"  {name}")
    console.say(_("The apps get to know with: smartcity adopt {slug}").format(slug=slug))
    if ended:
        console.say(_("It restarts the apps. Whoever was signed in by an old value signs in again."
                      ))  # fmt: skip
        return
    if done.days:
        text = ngettext(
            "It restarts the apps, and nobody is signed out: the old values count {n} day longer.",
            "It restarts the apps, and nobody is signed out: the old values count {n} days longer.",
            done.days,
        )
        console.say(text.format(n=done.days))
    if "authority" in done.names:
        console.say(_("Whoever trusts the region's authority has to trust the new one."))
    if not back:
        console.say(_("The way back: smartcity secrets rotate {slug} --undo").format(slug=slug))


def _read_hidden(prompt: str) -> str:
    """From the keyboard without showing it, or all of standard input in a script."""
    if not sys.stdin.isatty():
        return sys.stdin.read().rstrip("\n")
    import getpass

    return getpass.getpass(prompt)
