"""Who may report through Open311, and what they sent."""

import uuid

from django.conf import settings
from django.db import models

from smartcity_base.models import ApiToken


class ApiClient(models.Model):
    """What stood where `ApiToken` stands now: for the release before, should it come back."""

    name = models.CharField(max_length=100, unique=True)
    contact = models.EmailField()
    key_hash = models.CharField(max_length=64, unique=True)
    # How the key begins, so that people can tell which one is meant.
    key_hint = models.CharField(max_length=12)
    per_hour = models.PositiveIntegerField()
    active = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Posted(models.Model):
    """One POST that was accepted; `id` is the token by which the client asks for the number.

    `waiting` holds what is still to be done: the report to make, and the media to fetch. It is
    emptied as soon as it is done, because it may hold the reporter's name and address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.ForeignKey(ApiToken, null=True, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(
        ApiClient, null=True, on_delete=models.PROTECT, related_name="posted"
    )
    report = models.OneToOneField(
        "laksa.Report", null=True, on_delete=models.PROTECT, related_name="posted"
    )
    at = models.DateTimeField()
    waiting = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["client", "at"])]

    def __str__(self) -> str:
        return str(self.pk)
