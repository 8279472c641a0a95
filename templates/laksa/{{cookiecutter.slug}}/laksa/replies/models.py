"""Answers that are written once and used often."""

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from smartcity_base.models import Agency


class Purpose(TextChoices):
    """For which action the words are; the values are those of `states.Action`."""

    ANSWER = "answer", _("Jawaban")
    CLOSE = "close", _("Penyelesaian")
    REJECT = "reject", _("Penolakan")


class AnswerTemplate(models.Model):
    """Words for an answer, of one agency or of all. `{nomor}` and its like are filled in."""

    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=20, choices=Purpose)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT)
    text = models.TextField(max_length=2000)

    class Meta:
        ordering = ["purpose", "name"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "agency", "name"], name="one_template_each"),
            models.UniqueConstraint(
                fields=["purpose", "name"],
                condition=models.Q(agency=None),
                name="one_template_for_all",
            ),
        ]

    def __str__(self) -> str:
        return self.name
