"""Plan -> the secrets it needs: made here where they are missing, and renewed before they end."""

import secrets as random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

from smartcity_kit import authority, paths
from smartcity_kit.errors import KitError
from smartcity_kit.language import _
from smartcity_kit.plan import ISSUER, Plan
from smartcity_kit.secrets import sources
from smartcity_kit.secrets.note import Note, past
from smartcity_kit.secrets.vault import Secrets, Vault, close_vault, no_password, unlock

GIVEN = frozenset({"mail_password", "imap_password", "upstream_secret", "message_token"})
"""Secrets that only a person knows; the rest is made here."""
CLIENT = "oidc_client_secret"
LASTING = "data_key"
"""What people told is encrypted with it, in dumps too: a value from before never ends."""
REPLACED = "replaced"
"""Where the vault holds the values before the last ones, for as long as they count."""
BEFORE = ".before"
"""What an app's file of values before is called, after the name of the secret."""


def find_secrets(plan: Plan) -> Secrets:
    """Where the secrets of `plan` are or will be; makes nothing."""
    state, folder = paths.region_state(plan.region.slug), plan.profile.folder
    shipped = folder.is_relative_to(paths.SAMPLES)
    return Secrets(
        file=(state if shipped else folder) / "secrets.yml",
        source=plan.vault or sources.choose(plan.region.slug),
        before=state / "secrets.before.yml",
    )


def is_current(found: Secrets, plan: Plan) -> bool:
    """True when nothing of `plan` is missing and nothing is near its end.

    Told from the note of the last time, because opening the vault costs half a second.
    """
    note = Note.of(found, plan) if found.ready else Note()
    if not note.digest or note.wanted != _wanted(plan) or note.ended(plan):
        return False
    own = plan.profile.tls
    if own is not None:
        return note.certificate == own.certificate.read_text("utf-8")
    return authority.still_good(note.certificate, plan.host_names)


def ensure_secrets(plan: Plan) -> Secrets:
    """Make whatever secret of `plan` is missing and renew the certificate when its end is near.

    Raises KitError when the file is there and the password that opens it is not.
    """
    found = find_secrets(plan)
    ensure_key(found)
    if not is_current(found, plan):
        before, password = open_or_begin(found)
        settle(found, plan, before, deepcopy(before), password)
    return found


def ensure_key(found: Secrets) -> None:
    """Make the password of the vault, unless there is a vault that wants another one."""
    if found.ready or sources.passwords(found.source):
        return
    if found.file.is_file() or not found.source.keeps:
        raise no_password(found)
    sources.put(found.source, random.token_urlsafe(32).encode())


def open_or_begin(found: Secrets) -> tuple[Vault, bytes]:
    """The vault, an empty one where there is none, and the password for it."""
    if found.file.is_file():
        return unlock(found)
    ensure_key(found)
    return {}, sources.passwords(found.source)[0]


def settle(found: Secrets, plan: Plan, before: Vault, vault: Vault, password: bytes) -> None:
    """Complete `vault` for `plan`, write it where it is not as `before`, and note how it is."""
    note = Note.of(found, plan)
    if vault != before:
        # What was replaced just now has not been carried, whenever the last adopt was.
        note = replace(note, carried="")
    _forget_ended(vault, note, plan)
    _ensure_app_secrets(vault.setdefault("apps", {}), plan)
    hand_on_replaced(vault)
    _ensure_certificate(vault.setdefault("tls", {}), plan)
    vault.setdefault("servers", {})
    if vault != before:
        close_vault(found.file, vault, password)
    entries = [
        entry for path, kept in vault.get(REPLACED, {}).items() if ends(path) for entry in kept
    ]
    Note(
        digest=found.digest,
        wanted=_wanted(plan),
        certificate=vault["tls"]["certificate"],
        carried=note.carried if vault == before else "",
        until=sorted({entry["until"] for entry in entries}),
    ).write(plan)
    made = vault["tls"].get("authority")
    if made and plan.profile.tls is None:
        (paths.region_state(plan.region.slug) / "authority.crt").write_text(made, "ascii")


def _forget_ended(vault: Vault, note: Note, plan: Plan) -> None:
    """Take away the values that count no longer."""
    kept = {
        path: [e for e in entries if not ends(path) or not past(e["until"], note, plan)]
        for path, entries in vault.pop(REPLACED, {}).items()
    }
    if left := {path: entries for path, entries in kept.items() if entries}:
        vault[REPLACED] = left


def hand_on_replaced(vault: Vault) -> None:
    """Give each app the values that still count beside its own, newest first, in one file each."""
    for own in vault["apps"].values():
        for name in [name for name in own if name.endswith(BEFORE)]:
            del own[name]
    for path, entries in vault.get(REPLACED, {}).items():
        app, _slash, name = path.partition("/")
        # The app shows its newest; it is LIVE that takes both.
        holder, file = (ISSUER, f"clients/{app}") if name == CLIENT else (app, name)
        values = [entry["value"].strip() for entry in entries]
        vault["apps"].setdefault(holder, {})[file + BEFORE] = "\n\n".join(values) + "\n"


def new_value(name: str) -> str:
    """A new secret of that name."""
    return _MAKERS.get(name, random.token_urlsafe)(48)


def ends(path: str) -> bool:
    """Whether a replaced value of "laksa/secret_key" is taken away once nothing needs it."""
    return path.rpartition("/")[2] != LASTING


def is_made(name: str) -> bool:
    """Whether the kit makes it, as opposed to a person, or to the app that shares it."""
    return name not in GIVEN and not name.startswith("clients/")


def _ensure_app_secrets(apps: dict[str, dict[str, str]], plan: Plan) -> None:
    for app in plan.apps:
        own = apps.setdefault(app.name, {})
        for name in app.secrets:
            if is_made(name) and name not in own:
                own[name] = new_value(name)
    for app in plan.apps:
        if app.name != ISSUER:
            # The provider and its client hold the same secret, each in a file of its own.
            apps[ISSUER][f"clients/{app.name}"] = apps[app.name][CLIENT]
        for name in app.secrets:
            # So do two apps that talk with each other; the first of them by name leads.
            kind, _slash, other = name.partition("/")
            if kind == "links" and other < app.name:
                apps[app.name][name] = apps[other][f"links/{app.name}"]


def _ensure_certificate(tls: dict[str, str], plan: Plan) -> None:
    own = plan.profile.tls
    if own is not None:
        key = own.key.read_text("utf-8") if own.key else tls.get("own_key", "")
        tls.update(certificate=own.certificate.read_text("utf-8"), key=key)
        if not authority.belong_together(tls["certificate"], key):
            raise KitError(
                _("The private key does not belong to the certificate {file}.").format(
                    file=own.certificate),
                _("Name its file under tls: key:, or store it: smartcity secrets set {slug} "
                  "tls-key < key.pem. Nothing was changed.").format(slug=plan.profile.folder.name),
            )  # fmt: skip
        return
    if "authority_key" not in tls:
        made = authority.make_authority(plan.region.name, plan.profile.domain)
        tls.update(authority=made.certificate, authority_key=made.key)
        tls.pop("certificate", None)
    kept = tls.get("certificate")
    if not kept or not authority.still_good(kept, plan.host_names):
        maker = authority.KeyPair(tls["authority"], tls["authority_key"])
        signed = authority.sign(maker, plan.host_names)
        tls.update(certificate=signed.certificate, key=signed.key)


def keep(found: Secrets, path: tuple[str, ...], value: str) -> None:
    """Put a secret that a person gave (a sudo or mail password) at `path` in the vault."""
    vault, password = open_or_begin(found)
    place: dict[str, Any] = vault
    for name in path[:-1]:
        place = place.setdefault(name, {})
    place[path[-1]] = value
    close_vault(found.file, vault, password)


def _wanted(plan: Plan) -> list[str]:
    return [f"{app.name}/{name}" for app in plan.apps for name in app.secrets]


def _rsa_key(_bits: int) -> str:
    """LIVE signs tokens with RS256, the one algorithm every OpenID client has to know."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()  # fmt: skip


def _p256_key(_bits: int) -> str:
    """LIVE signs what it pushes to browsers with ES256 (VAPID, RFC 8292)."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()  # fmt: skip


_MAKERS: dict[str, Callable[[int], str]] = {"oidc_key.pem": _rsa_key, "push_key.pem": _p256_key}
