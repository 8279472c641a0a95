"""What is kept of whistle-blowing. No time of day, no author, no number that counts upwards."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class SealKey(models.Model):
    """A key of the inspectorate; the newest one seals, older ones still open what they sealed."""

    public = models.BinaryField()
    locked = models.BinaryField()  # the private key, under the passphrase
    made_on = models.DateField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.made_on}"


class Whisper(models.Model):
    """One report. Its name is random: neither it nor its place in the table tells the order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code_sum = models.CharField(max_length=64, unique=True)
    reader = models.BinaryField()  # the public key that the code word stands for
    on = models.DateField()
    closed = models.BooleanField(default=False)

    class Meta:
        ordering = ["-on", "id"]

    def __str__(self) -> str:
        return str(self.pk)


class Side(models.TextChoices):
    """Who wrote a letter."""

    REPORTER = "pelapor", _("Pelapor")
    INSPECTOR = "inspektorat", _("Inspektorat")


class Letter(models.Model):
    """Words or a photo, sealed for the other side."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    whisper = models.ForeignKey(Whisper, on_delete=models.PROTECT, related_name="letters")
    turn = models.PositiveIntegerField()
    side = models.CharField(max_length=12, choices=Side)
    on = models.DateField()
    # Of a letter to the inspectorate.
    key = models.ForeignKey(SealKey, null=True, on_delete=models.PROTECT, related_name="+")
    is_photo = models.BooleanField(default=False)
    sealed = models.BinaryField()

    class Meta:
        ordering = ["turn"]
        constraints = [models.UniqueConstraint(fields=["whisper", "turn"], name="one_letter_each")]

    def __str__(self) -> str:
        return f"{self.whisper_id} {self.turn}"
