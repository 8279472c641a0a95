"""What a person wants to be reached by, and what is on its way to them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base.personal.columns import EncryptedField

from live.inbox.models import Notice


class Way(models.TextChoices):
    MAIL = "surel", _("Surel")
    PUSH = "gawai", _("Pemberitahuan di gawai")
    MESSAGE = "pesan", _("WhatsApp atau SMS")


class Wishes(models.Model):
    """By which ways each kind of notice reaches somebody; no row: as `live.reach.plan` begins."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="wishes"
    )
    # Kind -> list of ways.
    ways = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.user)


class Dispatch(models.Model):
    """A notice on one of its ways, kept until it was handed over or given up.

    `key` goes along, so that the other end knows a second attempt for what it is.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="dispatches")
    way = models.CharField(max_length=10, choices=Way)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    # What the other end said: its own id for it, how it fared, why it refused.
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="dispatch_waiting",
            )
        ]
        constraints = [models.UniqueConstraint(fields=["notice", "way"], name="one_way_each")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.way}"


class Phone(models.Model):
    """Where messages go. `number` is confirmed; `wanted` waits for the code that was sent to it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="mobile"
    )
    number = EncryptedField(max_length=16, blank=True)  # E.164
    confirmed_at = models.DateTimeField(null=True)
    wanted = EncryptedField(max_length=16, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_waiting(self) -> bool:
        return self.until is not None and timezone.now() <= self.until


class Subscription(models.Model):
    """A browser that may be nudged (RFC 8030), as its PushManager gave it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions"
    )
    # One browser, one endpoint: who signs in there last is nudged.
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.user} {self.made_at:%Y-%m-%d}"
