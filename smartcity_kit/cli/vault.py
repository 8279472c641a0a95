"""Where the password of a region's vault comes from: the same options for every verb that needs it.

@app.command(help=_("…"))
@opens_vault
def adopt(region: Region, …, vault: VaultOptions = NOT_SAID) -> None:
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartcity_kit.language import _

if TYPE_CHECKING:
    from smartcity_kit.secrets import Source

File = Annotated[
    Path | None,
    typer.Option(
        "--vault-password-file",
        metavar="FILE",
        help=_("The file with the vault's password, or a program that prints it; also "
               "SMARTCITY_VAULT_PASSWORD_FILE."),
    ),
]  # fmt: skip
Descriptor = Annotated[
    int | None,
    typer.Option(
        "--vault-password-fd", metavar="N", help=_("Read the vault's password from descriptor N.")
    ),
]
Keyring = Annotated[
    bool,
    typer.Option(
        "--vault-password-keyring",
        help=_("Take the vault's password from the keyring; also "
               "SMARTCITY_VAULT_PASSWORD_KEYRING=1."),
    ),
]  # fmt: skip
OPTIONS: dict[str, tuple[Any, Any]] = {
    "vault_password_file": (File, None),
    "vault_password_fd": (Descriptor, None),
    "vault_password_keyring": (Keyring, False),
}


@dataclass(frozen=True)
class VaultOptions:
    """What was said about the password, before it is known of which region."""

    vault_password_file: Path | None = None
    vault_password_fd: int | None = None
    vault_password_keyring: bool = False

    def source(self, region: str) -> "Source":
        from smartcity_kit import api

        return api.choose_vault_password(
            region,
            file=self.vault_password_file,
            descriptor=self.vault_password_fd,
            keyring=self.vault_password_keyring,
        )


NOT_SAID = VaultOptions()


def opens_vault(verb: Callable[..., None]) -> Callable[..., None]:
    """Give `verb` the options in the place of its parameter `vault`, which gets what they said."""

    @wraps(verb)
    def run(**given: Any) -> None:
        said = VaultOptions(**{name: given.pop(name) for name in OPTIONS})
        verb(vault=said, **given)

    own = inspect.signature(verb, eval_str=True)
    kept = [one for name, one in own.parameters.items() if name != "vault"]
    kind = inspect.Parameter.KEYWORD_ONLY
    added = [
        inspect.Parameter(name, kind, default=default, annotation=annotation)
        for name, (annotation, default) in OPTIONS.items()
    ]
    run.__signature__ = own.replace(  # type: ignore[attr-defined]
        parameters=[one.replace(kind=kind) for one in kept] + added
    )
    run.__annotations__ = {one.name: one.annotation for one in (*kept, *added)}
    del run.__wrapped__  # else the verb's own parameters are looked up behind it
    return run
