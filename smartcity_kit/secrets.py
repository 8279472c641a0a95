"""What only the region may know: made here, kept in an ansible-vault file, never typed or shown.

`secrets.yml` lies in the profile's folder so that it travels with the region's own repository;
the key that opens it stays on the control machine. Samples that ship with the kit are read-only,
so theirs lies in the kit's state.
"""

import hashlib
import hmac
import json
import os
import secrets as random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from smartcity_kit import authority, paths
from smartcity_kit.errors import KitError
from smartcity_kit.inventory import to_yaml
from smartcity_kit.language import _
from smartcity_kit.plan import ISSUER, Plan

Vault = dict[str, Any]

GIVEN = frozenset({"mail_password"})
"""Secrets that only a person knows; the rest is made here."""


@dataclass(frozen=True)
class Secrets:
    """Where a region's secrets lie and the key that opens them; never their content."""

    file: Path
    key: Path

    @property
    def digest(self) -> str:
        """Changes whenever a secret does; says nothing about one, for the file is encrypted."""
        return hashlib.sha256(self.file.read_bytes()).hexdigest()

    def sign(self, content: bytes) -> str:
        """A digest of personal data that nobody without the key can compare with a guess."""
        return hmac.new(self.key.read_bytes(), content, hashlib.sha256).hexdigest()

    def current(self, plan: Plan) -> bool:
        """True when nothing of `plan` is missing and the certificate has a while to go.

        Told from the note of the last time, because opening the vault costs half a second.
        """
        note = _note(plan)
        if not (self.file.is_file() and self.key.is_file() and note.is_file()):
            return False
        kept = json.loads(note.read_text("utf-8"))
        if (kept["digest"], kept["wanted"]) != (self.digest, _wanted(plan)):
            return False
        own = plan.profile.tls
        if own is not None:
            return bool(kept["certificate"] == own.certificate.read_text("utf-8"))
        return authority.still_good(kept["certificate"], plan.host_names)


def find_secrets(plan: Plan) -> Secrets:
    """Where the secrets of `plan` are or will be; makes nothing."""
    slug, folder = plan.region.slug, plan.profile.folder
    shipped = folder.is_relative_to(paths.SAMPLES)
    return Secrets(
        file=(paths.region_state(slug) if shipped else folder) / "secrets.yml",
        key=Path(os.environ.get("SMARTCITY_VAULT_KEY") or paths.region_state(slug) / "vault.key"),
    )


def ensure_secrets(plan: Plan) -> Secrets:
    """Make whatever secret of `plan` is missing and renew the certificate when its end is near.

    Raises KitError when the file is there and the key that opens it is not.
    """
    found = find_secrets(plan)
    ensure_key(found)
    if not found.current(plan):
        _renew(found, plan)
    return found


def ensure_key(found: Secrets) -> None:
    """Make the key that opens the vault, unless there is a vault that wants another one."""
    if found.key.is_file():
        return
    if found.file.is_file():
        raise KitError(
            _("The secrets of this region are in {file}, but the key that opens them is not here.")
            .format(file=found.file),
            _("Copy the key from the machine that made them to {key}, or name it in "
              "SMARTCITY_VAULT_KEY.").format(key=found.key),
        )  # fmt: skip
    _write_private(found.key, random.token_urlsafe(32) + "\n")


def _renew(found: Secrets, plan: Plan) -> None:
    before = open_vault(found)
    vault: Vault = json.loads(json.dumps(before))
    _ensure_app_secrets(vault.setdefault("apps", {}), plan)
    _ensure_certificate(vault.setdefault("tls", {}), plan)
    vault.setdefault("servers", {})
    if vault != before:
        _close_vault(found, vault)
    note = {
        "digest": found.digest,
        "wanted": _wanted(plan),
        "certificate": vault["tls"]["certificate"],
    }
    _write_private(_note(plan), json.dumps(note))
    made = vault["tls"].get("authority")
    if made and plan.profile.tls is None:
        (paths.region_state(plan.region.slug) / "authority.crt").write_text(made, "ascii")


def _ensure_app_secrets(apps: dict[str, dict[str, str]], plan: Plan) -> None:
    for app in plan.apps:
        own = apps.setdefault(app.name, {})
        for name in app.secrets:
            if name not in GIVEN and not name.startswith("clients/"):
                own.setdefault(name, _MAKERS.get(name, random.token_urlsafe)(48))
    for app in plan.apps:
        if app.name != ISSUER:
            # The provider and its client hold the same secret, each in a file of its own.
            apps[ISSUER][f"clients/{app.name}"] = apps[app.name]["oidc_client_secret"]


def _ensure_certificate(tls: dict[str, str], plan: Plan) -> None:
    own = plan.profile.tls
    if own is not None:
        key = own.key.read_text("utf-8") if own.key else tls.get("own_key", "")
        tls.update(certificate=own.certificate.read_text("utf-8"), key=key)
        if not authority.belong_together(tls["certificate"], key):
            raise KitError(
                _("The private key does not belong to the certificate {file}.").format(
                    file=own.certificate),
                _("Name its file under tls: key:, or store it: smartcity secret {slug} tls-key < "
                  "key.pem. Nothing was changed.").format(slug=plan.profile.folder.name),
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
    vault = open_vault(found)
    place = vault
    for name in path[:-1]:
        place = place.setdefault(name, {})
    place[path[-1]] = value
    _close_vault(found, vault)


def open_vault(found: Secrets) -> Vault:
    """The secrets as a dict; empty when there are none yet."""
    if not found.file.is_file():
        return {}
    text = _vault(found).decrypt(found.file.read_bytes())
    return dict(yaml.load(text, _Loader)["smartcity_secrets"])  # noqa: S506 - a SafeLoader


def _close_vault(found: Secrets, vault: Vault) -> None:
    text = to_yaml({"smartcity_secrets": vault})
    _write_private(found.file, _vault(found).encrypt(text).decode())


def _vault(found: Secrets) -> Any:
    from ansible.parsing.vault import VaultLib, VaultSecret

    return VaultLib([("default", VaultSecret(found.key.read_bytes().strip()))])


def _wanted(plan: Plan) -> list[str]:
    return [f"{app.name}/{name}" for app in plan.apps for name in app.secrets]


def _note(plan: Plan) -> Path:
    return paths.region_state(plan.region.slug) / "secrets.json"


def _write_private(file: Path, text: str) -> None:
    """Write aside with mode 0600 and rename, so that a kill leaves the old file or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    aside.replace(file)


def _rsa_key(_bits: int) -> str:
    """LIVE signs tokens with RS256, the one algorithm every OpenID client has to know."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()  # fmt: skip


_MAKERS: dict[str, Callable[[int], str]] = {"oidc_key.pem": _rsa_key}


class _Loader(yaml.SafeLoader):
    """Reads the `!unsafe` tags back: a secret with braces in it is no template for Ansible."""


_Loader.add_constructor("!unsafe", lambda _loader, node: str(node.value))
