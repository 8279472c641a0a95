from __future__ import annotations

from django.db import models


class Headline(models.Model):
    """An urgent announcement of LIVE, kept in every app: it stands there while LIVE is away."""

    id = models.SlugField(primary_key=True, max_length=80)
    title = models.CharField(max_length=150)
    url = models.CharField(max_length=500)
    # The last day on which it is shown; null: until LIVE takes it back.
    until = models.DateField(null=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title
