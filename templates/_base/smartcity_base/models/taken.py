from __future__ import annotations

from datetime import timedelta

from django.db import models

# A phone throws away what it kept before that, or has had its answer.
REMEMBERED = timedelta(days=90)


class TakenForm(models.Model):
    """A form that a phone sent by itself and that was taken: `to` is what it was answered.

    `key` is a hash over the person and the id that their phone gave the form. It names nobody, and
    who knows the id alone is told nothing.
    """

    key = models.CharField(max_length=64, primary_key=True)
    to = models.TextField(default="")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.to
