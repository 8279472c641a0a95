"""What apps have told people, and what people have submitted in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from smartcity_base.notices import SUBJECT, TEXT, Kind
from smartcity_base.personal.columns import EncryptedField
from smartcity_base.submissions import TITLE


class Notice(models.Model):
    """One message to one person, from one app. Forgotten after `retention_days`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    app = models.CharField(max_length=31)
    kind = models.CharField(max_length=20, choices=Kind)
    subject = models.CharField(max_length=SUBJECT)
    text = EncryptedField(max_length=TEXT, blank=True)
    url = models.CharField(max_length=500)
    # The submission that it is about, if it is: Submission.reference.
    about = models.CharField(max_length=60, blank=True)
    # Where an answer to its letter goes, and what that refers to.
    thread = models.CharField(max_length=250, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at"], name="notice_of"),
            # Counted on every page that a signed-in person opens.
            models.Index(
                fields=["user"], condition=models.Q(read_at__isnull=True), name="notice_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.app} {self.at:%Y-%m-%d %H:%M}"


class Submission(models.Model):
    """What a person submitted in an app, as that app told it last."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="submissions"
    )
    app = models.CharField(max_length=31)
    reference = models.CharField(max_length=60)
    title = models.CharField(max_length=TITLE)
    state = models.CharField(max_length=60)
    colour = models.CharField(max_length=20)
    url = models.CharField(max_length=500)
    first_at = models.DateTimeField()
    at = models.DateTimeField()
    ended = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "ended", "-at"], name="submission_of")]
        constraints = [
            models.UniqueConstraint(fields=["app", "reference"], name="one_submission_each")
        ]

    def __str__(self) -> str:
        return f"{self.app} {self.reference}"

    @property
    def status(self) -> Submission:
        """For `state_badge`: the app's own words and colour."""
        return self

    @property
    def label(self) -> str:
        return self.state
