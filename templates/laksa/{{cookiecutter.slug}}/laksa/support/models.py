"""Who else has seen the same thing, and said so instead of reporting it again."""

from django.conf import settings
from django.db import models

from laksa.reachable import Reachable


class Supporter(Reachable):
    """One citizen behind somebody else's report. Never public; the public sees a number."""

    report = models.ForeignKey("laksa.Report", on_delete=models.PROTECT, related_name="+")
    # Of the form it came from: sent twice over a bad line, it still counts once.
    submission = models.UUIDField(unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    anonymous = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["report", "user"], name="one_support_each")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.at:%Y-%m-%d %H:%M}"
