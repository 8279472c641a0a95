from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone


class ApiToken(models.Model):
    """A program of somebody else. Of its key only a hash is kept: nobody can read it again."""

    name = models.CharField("nama aplikasi", max_length=100, unique=True)
    contact = models.EmailField("surel penanggung jawab")
    key_hash = models.CharField(max_length=64, unique=True)
    # How the key begins, so that people can tell which one is meant.
    key_hint = models.CharField(max_length=40)
    scopes = models.JSONField("hak", default=list)
    per_hour = models.PositiveIntegerField("permintaan paling banyak per jam")
    expires_on = models.DateField("berlaku sampai", null=True, blank=True)
    active = models.BooleanField(default=True)
    last_used_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def is_over(self, now: datetime | None = None) -> bool:
        """Whether its last day has passed."""
        return self.expires_on is not None and self.expires_on < timezone.localdate(now)
