"""The encrypted file itself: opened, closed, and handed to Ansible without a trace."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from smartcity_kit.errors import KitError
from smartcity_kit.inventory import to_yaml
from smartcity_kit.language import _
from smartcity_kit.secrets import sources
from smartcity_kit.secrets.private import write_private
from smartcity_kit.secrets.sources import Source

Vault = dict[str, Any]

HEADER = b"$ANSIBLE_VAULT;"
ROUNDS = 10_000
"""As ansible-vault stretches the password: guessing by a digest costs what guessing by it does."""


@dataclass(frozen=True)
class Secrets:
    """Where a region's secrets lie and what opens them; never their content.

    `before` is where the ones that were replaced last are kept, encrypted as well.
    """

    file: Path
    source: Source
    before: Path

    @property
    def digest(self) -> str:
        """Changes whenever a secret does; says nothing about one, for the file is encrypted."""
        return hashlib.sha256(self.file.read_bytes()).hexdigest()

    @property
    def ready(self) -> bool:
        """Whether there are secrets and, as far as a look tells, what opens them."""
        return self.file.is_file() and (
            self.source.kind != "file" or Path(self.source.where).is_file()
        )

    def sign(self, content: bytes) -> str:
        """A digest of personal data that nobody without the password can compare with a guess."""
        found = sources.passwords(self.source)
        if not found:
            return ""
        return hashlib.pbkdf2_hmac("sha256", found[0], content, ROUNDS).hex()


def open_vault(found: Secrets) -> Vault:
    """The secrets as a dict; empty when there are none yet."""
    return unlock(found)[0] if found.file.is_file() else {}


def unlock(found: Secrets, file: Path | None = None) -> tuple[Vault, bytes]:
    """The content of the vault (or of another `file` like it) and the password that opens it.

    Finishes a change of the password that was interrupted. Raises KitError when it does not open.
    """
    file = file or found.file
    tried = sources.passwords(found.source)
    if not tried:
        raise no_password(found)
    for password in tried:
        text = _decrypted(file, password)
        if text is not None:
            if file == found.file:
                sources.settle(found.source, password)
            # A SafeLoader: nothing in the file becomes anything but text and numbers.
            return dict(yaml.load(text, _Loader)["smartcity_secrets"]), password  # noqa: S506
    raise KitError(
        _("The password from {source} does not open {file}.").format(
            source=found.source, file=file),
        _("Somebody may have changed it (smartcity secrets rotate --key), or it belongs to another "
          "region: ask whoever changed {name} last for the new one. Nothing was changed.").format(
            name=file.name),
    )  # fmt: skip


def no_password(found: Secrets) -> KitError:
    """For a vault that wants a password where its source has none."""
    return KitError(
        _("The secrets of this region are in {file}, but the key that opens them is not here."
          ).format(file=found.file),
        sources.missing(found.source),
    )  # fmt: skip


def close_vault(file: Path, vault: Vault, password: bytes) -> None:
    """Write the secrets, encrypted; a kill leaves the file as it was or as it shall be."""
    text = to_yaml({"smartcity_secrets": vault})
    write_private(file, bytes(_library(password).encrypt(text)))


@contextmanager
def password_file(found: Secrets) -> Iterator[str]:
    """A path by which Ansible reads the password, and no file: it is in memory, of this process.

    Neither an argument nor the environment holds it, and nothing is left where somebody is killed.
    """
    _vault, password = unlock(found)
    held = os.memfd_create("vault-password")
    try:
        # Executable as it is made, it would be taken for a password program.
        os.fchmod(held, 0o600)
        os.write(held, password)
        yield f"/proc/{os.getpid()}/fd/{held}"
    finally:
        os.close(held)


def _decrypted(file: Path, password: bytes) -> bytes | None:
    from ansible.errors import AnsibleError

    data = file.read_bytes()
    if not data.startswith(HEADER):
        raise KitError(
            _("{file} is not encrypted as ansible-vault does it.").format(file=file),
            _("Take it from the repository again, and do not edit it. If it shows secrets, "
              "change them. Nothing was changed."),
        )  # fmt: skip
    try:
        return bytes(_library(password).decrypt(data))
    except AnsibleError:
        return None


def _library(password: bytes) -> Any:
    from ansible.parsing.vault import VaultLib, VaultSecret

    return VaultLib([("default", VaultSecret(password))])


class _Loader(yaml.SafeLoader):
    """Reads the `!unsafe` tags back: a secret with braces in it is no template for Ansible."""


_Loader.add_constructor("!unsafe", lambda _loader, node: str(node.value))
