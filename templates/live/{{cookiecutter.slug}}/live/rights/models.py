"""Consents, copies and erasures that people asked for, and what each app answered."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from smartcity_base.personal.columns import EncryptedField, Personal


class Consent(models.Model):
    """A person said yes or no to a purpose; the last word counts (UU 27/2022, articles 9, 20-24).

    Written once, and gone with the account.

    `version`: of the words they read.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents_given"
    )
    purpose = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    given = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given}"


class Copy(models.Model):
    """A copy of everything that is held of a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="copies"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return str(self.pk)


class CopyPart(Personal):
    """What one app gave; until it has answered, an empty place for it."""

    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="parts")
    app = models.CharField(max_length=40)
    answered_at = models.DateTimeField(null=True)
    refused = models.BooleanField(default=False)
    content = EncryptedField(blank=True)  # JSON: parts with title and rows

    class Meta:
        ordering = ["app"]
        constraints = [models.UniqueConstraint(fields=["copy", "app"], name="one_part_each")]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.app}"


class Erasure(models.Model):
    """The end of an account that its person asked for. It outlives the account: hence no key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.UUIDField(db_index=True)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return str(self.pk)


class ErasureAnswer(models.Model):
    """What one app took away and what it keeps, by which law; numbers and reasons alone."""

    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="answers")
    app = models.CharField(max_length=40)
    answered_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=300, blank=True)
    parts = models.JSONField(default=list)

    class Meta:
        ordering = ["app"]
        constraints = [models.UniqueConstraint(fields=["erasure", "app"], name="one_answer_each")]

    def __str__(self) -> str:
        return f"{self.erasure_id} {self.app}"
