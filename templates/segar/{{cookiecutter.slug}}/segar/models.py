"""What is sold, what it cost where and when, and who wrote that down and agreed to it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from smartcity_base.models import AppendOnly, Place


def _person() -> Any:
    """No constraint: the line keeps the id of an account that was erased since."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False,
        related_name="+",
    )  # fmt: skip


class Commodity(models.Model):
    """Owned by the profile: retired, never deleted; `rank` is its place in the table."""

    id = models.SlugField(primary_key=True, max_length=60)
    group = models.CharField(max_length=60)
    name = models.CharField(max_length=100)
    variant = models.CharField(max_length=100, blank=True)
    unit = models.CharField(max_length=20)
    rank = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["rank", "id"]

    def __str__(self) -> str:
        return f"{self.name} {self.variant}".strip()


class ReferencePrice(models.Model):
    """HET, HAP or another price that a rule names, from a day on; rupiah per the unit."""

    commodity = models.ForeignKey(Commodity, on_delete=models.CASCADE, related_name="references")
    kind = models.CharField(max_length=20)
    price = models.PositiveIntegerField()
    since = models.DateField()
    basis = models.CharField(max_length=200)

    class Meta:
        ordering = ["-since", "kind"]

    def __str__(self) -> str:
        return f"{self.kind} {self.commodity_id} {self.since}"


class Duty(models.Model):
    """Who writes down the prices of a market."""

    market = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="market_duties"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["market", "user"], name="segar_duty_once")
        ]

    def __str__(self) -> str:
        return f"{self.market_id} {self.user_id}"


class State(models.TextChoices):
    WAITING = "menunggu", _("Menunggu persetujuan")
    APPROVED = "disetujui", _("Disetujui")
    RETURNED = "dikembalikan", _("Dikembalikan")

    @property
    def colour(self) -> str:
        return {"menunggu": "yellow", "disetujui": "green", "dikembalikan": "red"}[self.value]


class Source(models.TextChoices):
    TRADER = "pedagang", _("Bertanya langsung")
    LABEL = "label", _("Membaca label harga")
    MANAGER = "pengelola", _("Dari pengelola pasar")


class Sheet(models.Model):
    """The prices of one market on one day, as somebody sent them and somebody else approved."""

    market = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(db_index=True)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-day", "market__name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["market", "day"], name="segar_sheet_once")
        ]

    def __str__(self) -> str:
        return f"{self.market_id} {self.day}"

    @property
    def status(self) -> State:
        return State(self.state)


class Price(models.Model):
    """One observation: rupiah per the commodity's unit. Public once its sheet is approved."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="prices")
    # Of the sheet, so that one index answers what a day, a commodity or a market cost.
    day = models.DateField()
    market = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    commodity = models.ForeignKey(Commodity, on_delete=models.PROTECT, related_name="prices")
    price = models.PositiveIntegerField()
    traders = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=20, choices=Source, default=Source.TRADER)
    surveyor = _person()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "commodity__rank", "market__name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "commodity", "market"], name="segar_price_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["commodity", "day"], name="segar_price_of_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.market_id} {self.commodity_id}: {self.price}"


class Action(models.TextChoices):
    SEND = "kirim", _("dikirim")
    CHANGE = "ubah", _("diubah")
    APPROVE = "setuju", _("disetujui")
    RETURN = "kembali", _("dikembalikan")
    CORRECT = "koreksi", _("dikoreksi")


class SheetEvent(AppendOnly):
    """What was done to a sheet. `changes`: commodity to [price before, price after], null: none."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=20, choices=Action)
    user = _person()
    changes = models.JSONField(default=dict)
    text = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.action}"


class Rule(models.TextChoices):
    REFERENCE = "acuan", _("Di atas harga acuan")
    WEEK = "minggu", _("Naik dalam tujuh hari")


class Alert(AppendOnly):
    """A rule that a commodity broke on a day; `value` and `limit` are rupiah or percent."""

    commodity = models.ForeignKey(Commodity, on_delete=models.PROTECT, related_name="alerts")
    day = models.DateField()
    rule = models.CharField(max_length=20, choices=Rule)
    value = models.FloatField()
    limit = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["commodity", "day", "rule"], name="segar_alert_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.commodity_id} {self.rule}"
