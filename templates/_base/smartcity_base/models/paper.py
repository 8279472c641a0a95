from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from smartcity_base.models.series import Series

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing to mistake
LENGTH = 16  # 80 random bits


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class PaperState(models.TextChoices):
    VALID = "berlaku", _("Berlaku")
    REPLACED = "diganti", _("Diganti yang lebih baru")
    WITHDRAWN = "ditarik", _("Ditarik, tidak berlaku lagi")

    @property
    def colour(self) -> str:
        return {"berlaku": "green", "diganti": "yellow", "ditarik": "red"}[self.value]


class PaperSeries(Series):
    """The last number of a paper given out in a year."""

    PREFIX: ClassVar[str] = "DOK"


class Paper(models.Model):
    """A PDF that this app gave out. Who holds it, or a copy, asks here whether it is genuine.

    Everybody who has the code reads all of this row: nothing in it is about a person.
    """

    code = models.CharField(max_length=LENGTH, unique=True, default=new_code, editable=False)
    number = models.CharField(max_length=40, unique=True)
    # Of what it speaks ("bulanan:2026-07"): a newer one of the same replaces it.
    subject = models.CharField(max_length=100, db_index=True)
    title = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    file = models.CharField(max_length=200)  # its name in the storage
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=PaperState, default=PaperState.VALID)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(state="berlaku"), name="base_paper_valid_once"
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def status(self) -> PaperState:
        return PaperState(self.state)

    @property
    def spaced_code(self) -> str:
        """K7QD-4F2M-…: as it is printed and typed."""
        return "-".join(self.code[at : at + 4] for at in range(0, LENGTH, 4))
