"""What only the region may know: made here, kept in an ansible-vault file, never typed or shown.

`secrets.yml` lies in the profile's folder so that it travels with the region's own repository;
the password that opens it comes from elsewhere. Samples that ship with the kit are read-only, so
theirs lies in the kit's state.

sources   where the password comes from
vault     the encrypted file
make      what a plan needs
note      what is known without opening it
rotate    new values, the way back, a new password
"""

from smartcity_kit.secrets.make import (
    ensure_key,
    ensure_secrets,
    find_secrets,
    is_current,
    keep,
)
from smartcity_kit.secrets.note import remember_carried
from smartcity_kit.secrets.rotate import Rotation, change_password, retire, rotate, undo
from smartcity_kit.secrets.sources import Source, choose
from smartcity_kit.secrets.vault import Secrets, open_vault, password_file

__all__ = [
    "Rotation",
    "Secrets",
    "Source",
    "change_password",
    "choose",
    "ensure_key",
    "ensure_secrets",
    "find_secrets",
    "is_current",
    "keep",
    "open_vault",
    "password_file",
    "remember_carried",
    "retire",
    "rotate",
    "undo",
]
