"""What a password must be, and how an app's secret is kept."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class MixedCharactersValidator:
    """Letters and something else, as Peraturan BSSN 4/2021 asks of composition.

    Length does most of the work (12 at least, see settings); rules beyond this make people write
    passwords down.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if password.isalpha() or not any(letter.isalpha() for letter in password):
            raise ValidationError(
                _("Kata sandi harus memuat huruf dan juga angka, spasi, atau tanda baca."),
                code="password_not_mixed",
            )

    def get_help_text(self) -> str:
        return _("Kata sandi harus memuat huruf dan juga angka, spasi, atau tanda baca.")


class ClientSecretHasher(PBKDF2PasswordHasher):
    """For the apps' secrets: random bits need no slow hash, and every token request checks one."""

    algorithm = "pbkdf2_sha256_client"
    iterations = 1

    def encode_all(self, plain: Sequence[str]) -> str:
        """One hash for the secret and those before it that still count: an app has one of them.

        Two before at most: more do not fit where allauth keeps it.
        """
        salt = self.salt()
        first, *others = (self.encode(value, salt) for value in plain[:3])
        return ".".join([first, *(other.rpartition("$")[2] for other in others)])

    def verify(self, password: str, encoded: str) -> bool:
        head, _dollar, hashes = encoded.rpartition("$")
        check = super().verify
        return any(check(password, f"{head}${one}") for one in hashes.split("."))
