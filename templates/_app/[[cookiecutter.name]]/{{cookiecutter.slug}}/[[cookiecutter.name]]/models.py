"""The things that are listed, and what happened to each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from smartcity_base.models import Agency, AppendOnly, Village

[% if cookiecutter.table %]

class Kind(models.Model):
    """Owned by the profile ([[ cookiecutter.table ]].csv): retired, never deleted."""

    id = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=100)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

[% endif %]

class Item(models.Model):
    """One thing of the list, kept by an agency."""

    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
[% if cookiecutter.table %]
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="items")
[% endif %]
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(
        Village, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    shown = models.BooleanField(default=True, db_index=True)

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class Action(models.TextChoices):
    ADD = "add", _("ditambah")
    CHANGE = "change", _("diubah")


class ItemEvent(AppendOnly):
    """What was done to an item, and the fields it changed with their new values."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=20, choices=Action)
    # No constraint: the line keeps the id of an account that was erased since.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False,
        related_name="+",
    )  # fmt: skip
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.action}"
