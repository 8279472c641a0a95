from __future__ import annotations

import uuid

from django.db import models


class Outgoing(models.Model):
    """A message to another app of the region, kept until that app has answered it.

    Messages of one subject arrive in the order in which they were written. `key` goes along, so
    that a message whose answer was lost is not done twice.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    to = models.CharField(max_length=31)
    subject = models.CharField(max_length=100)
    method = models.CharField(max_length=6)
    path = models.CharField(max_length=200)
    body = models.JSONField()
    # Names in this app's own storage, sent as the parts `photos` of a form; null: the body is JSON.
    files = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["delivered_at", "refused_at", "id"])]

    def __str__(self) -> str:
        return f"{self.to} {self.subject} {self.method} {self.path}"


class Incoming(models.Model):
    """A message of another app that was done, with the answer it got: a repeat gets the same."""

    sender = models.CharField(max_length=31)
    key = models.UUIDField()
    at = models.DateTimeField(auto_now_add=True)
    answer = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "key"], name="incoming_once")]

    def __str__(self) -> str:
        return f"{self.sender} {self.key}"
