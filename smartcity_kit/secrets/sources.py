"""Where the password of a vault comes from: a file, a program, the keyring, a file descriptor.

A source says where, and never holds the password. It reaches nobody by an environment or an
argument: both can be read by others of the same machine, and are written down by what they start.
"""

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from smartcity_kit import paths
from smartcity_kit.errors import KitError
from smartcity_kit.language import _
from smartcity_kit.secrets.private import write_private

SERVICE = "smartcity-kit"
"""The name under which the system's keyring shows the kit's entries."""
LIMIT = 64 * 1024
PROGRAMS = (b"#!", b"\x7fELF")
PENDING = ".new"


@dataclass(frozen=True)
class Source:
    """`kind` is a key of SOURCES; `where` a path, a descriptor's number, a name in the keyring."""

    kind: str
    where: str
    region: str = ""

    @property
    def pending(self) -> "Source":
        """Where the next password lies while a change of it is under way."""
        return replace(self, where=self.where + PENDING)

    @property
    def keeps(self) -> bool:
        """True where the kit may put a password; another one is somebody else's to make."""
        return SOURCES[self.kind].put is not None

    def __str__(self) -> str:
        return SOURCES[self.kind].name.format(where=self.where)


class Kind(NamedTuple):
    """`get` returns nothing where there is none; what cannot keep one has no `put` and `drop`."""

    name: str
    get: Callable[[Source], bytes]
    put: Callable[[Source, bytes], None] | None = None
    drop: Callable[[Source], None] | None = None
    missing: str = ""


def key_file(region: str) -> Source:
    """Where the kit itself keeps the key of a region, unless another source is named."""
    return Source("file", str(paths.region_state(region) / "vault.key"), region)


def choose(
    region: str,
    *,
    file: Path | None = None,
    descriptor: int | None = None,
    keyring: bool = False,
) -> Source:
    """The one source that was asked for, else the environment's, else the region's own key file.

    `region` is a slug. Raises KitError when two are asked for at once.
    """
    if (file is not None) + (descriptor is not None) + keyring > 1:
        raise KitError(
            _("The vault's password can come from one place only."),
            _("Give one of --vault-password-file, --vault-password-fd and "
              "--vault-password-keyring. Nothing was changed."),
        )  # fmt: skip
    if descriptor is not None:
        return Source("descriptor", str(descriptor), region)
    if keyring or (file is None and os.environ.get("SMARTCITY_VAULT_PASSWORD_KEYRING") == "1"):
        return Source("keyring", region, region)
    named = (
        file
        or os.environ.get("SMARTCITY_VAULT_PASSWORD_FILE")
        or os.environ.get("SMARTCITY_VAULT_KEY")
    )
    if not named:
        return key_file(region)
    path = Path(named).expanduser().absolute()
    return Source("program" if _is_program(path) else "file", str(path), region)


def passwords(source: Source) -> list[bytes]:
    """What may open the vault: the password, and the next one where a change was interrupted.

    Empty where there is none. Raises KitError when the source fails.
    """
    asked = [source, source.pending] if source.keeps else [source]
    return [found for one in asked if (found := SOURCES[one.kind].get(one).strip())]


def put(source: Source, password: bytes) -> None:
    """Keep a password there. Raises KitError where it does not stay."""
    keep = SOURCES[source.kind].put
    if keep is None:
        raise cannot_keep(source)
    keep(source, password)


def cannot_keep(source: Source) -> KitError:
    """For a source whose password is somebody else's to make."""
    return KitError(
        _("The kit cannot put a new password in {source}.").format(source=source),
        _("Name the place of the new one: --new-vault-password-file or "
          "--new-vault-password-keyring. Nothing was changed."),
    )  # fmt: skip


def settle(source: Source, password: bytes) -> None:
    """Let the pending password become the password: what a change of it ends with."""
    if not source.keeps or password not in passwords(source)[1:]:
        return
    put(source, password)
    drop = SOURCES[source.kind].drop
    if drop:
        drop(source.pending)


def missing(source: Source) -> str:
    """What to do where a source has no password for a vault that wants one."""
    return SOURCES[source.kind].missing.format(where=source.where, service=SERVICE)


def _is_program(path: Path) -> bool:
    """Executable and written to be run: on a USB stick every file looks executable."""
    try:
        with path.open("rb") as file:
            return os.access(path, os.X_OK) and file.read(4).startswith(PROGRAMS)
    except OSError:
        return False


def _read_file(source: Source) -> bytes:
    path = Path(source.where)
    try:
        return path.read_bytes()[:LIMIT] if path.exists() else b""
    except OSError as error:
        raise KitError(
            _("The vault's password cannot be read from {source}: {reason}").format(
                source=source, reason=error.strerror),
            _("Nothing was changed."),
        ) from error  # fmt: skip


def _write_file(source: Source, password: bytes) -> None:
    write_private(Path(source.where), password + b"\n")


def _remove_file(source: Source) -> None:
    Path(source.where).unlink(missing_ok=True)


@cache
def _ask_program(source: Source) -> bytes:
    """Once per command, for it may ask a person; it sees who is meant, as ansible-vault has it."""
    try:
        done = subprocess.run(
            [source.where, "--vault-id", source.region], stdout=subprocess.PIPE, check=False
        )
    except OSError as error:
        raise KitError(
            _("The password program {file} cannot be run: {reason}").format(
                file=source.where, reason=error.strerror),
            _("Nothing was changed."),
        ) from error  # fmt: skip
    if done.returncode:
        raise KitError(
            _("The password program {file} ended with {code}.").format(
                file=source.where, code=done.returncode),
            _("Try it by hand: {file} --vault-id {region}. Nothing was changed.").format(
                file=source.where, region=source.region),
        )  # fmt: skip
    return done.stdout


@cache
def _read_descriptor(source: Source) -> bytes:
    """Read to its end and closed, so that nothing this process starts inherits it."""
    try:
        with os.fdopen(int(source.where), "rb", closefd=int(source.where) > 2) as file:
            return file.read(LIMIT)
    except OSError as error:
        raise KitError(
            _("Nothing can be read from {source}: {reason}").format(
                source=source, reason=error.strerror),
            _("The shell opens it: --vault-password-fd 3 3< FILE. Nothing was changed."),
        ) from error  # fmt: skip


def _keyring() -> Any:
    try:
        import keyring
    except ImportError as error:
        raise KitError(
            _("The keyring needs one more package, keyring."),
            _("Install it beside the kit: pipx inject smartcity-kit keyring. Nothing was changed."),
        ) from error
    return keyring


def _in_keyring(work: Callable[[Any], Any]) -> Any:
    library = _keyring()
    try:
        return work(library)
    except library.errors.KeyringError as error:
        raise KitError(
            _("The keyring of this machine cannot be used: {reason}").format(
                reason=" ".join(str(error).split())[:200] or type(error).__name__),
            _("Unlock it, or give the password another way: --vault-password-file or "
              "--vault-password-fd. Nothing was changed."),
        ) from error  # fmt: skip


def _ask_keyring(source: Source) -> bytes:
    found = _in_keyring(lambda library: library.get_password(SERVICE, source.where))
    return str(found or "").encode()


def _tell_keyring(source: Source, password: bytes) -> None:
    text = password.decode()
    _in_keyring(lambda library: library.set_password(SERVICE, source.where, text))
    if _ask_keyring(source) != password:
        raise KitError(
            _("The keyring of this machine takes a password and does not keep it."),
            _("See which one it is: keyring --list-backends. Nothing was changed."),
        )


def _forget_keyring(source: Source) -> None:
    _in_keyring(lambda library: library.delete_password(SERVICE, source.where))


SOURCES = {
    "file": Kind(
        _("the file {where}"), _read_file, _write_file, _remove_file,
        _("Copy the key from the machine that made them to {where}, or say where it is: "
          "--vault-password-file, --vault-password-fd or --vault-password-keyring. "
          "Nothing was changed."),
    ),
    "program": Kind(
        _("the program {where}"), _ask_program,
        missing=_("The program printed nothing. Nothing was changed."),
    ),
    "keyring": Kind(
        _("the keyring (“{where}”)"), _ask_keyring, _tell_keyring, _forget_keyring,
        _("Ask a colleague for the key, then put it there: keyring set {service} {where}. "
          "Nothing was changed."),
    ),
    "descriptor": Kind(
        _("file descriptor {where}"), _read_descriptor,
        missing=_("It was empty. Nothing was changed."),
    ),
}  # fmt: skip
