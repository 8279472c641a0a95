"""What SEGAR holds of a person: they wrote prices down, or decided about them."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base.personal.holdings import ARCHIVES, Holding, Subject

from segar.models import Duty, Price, SheetEvent


def _duties(subject: Subject) -> QuerySet[Duty]:
    return Duty.objects.filter(user=subject.user).select_related("market")


def _price(price: Price) -> dict[str, Any]:
    return {
        "Hari": price.day.isoformat(),
        "Pasar": price.market.name,
        "Komoditas": str(price.commodity),
        "Harga": price.price,
    }


def _act(event: SheetEvent) -> dict[str, Any]:
    return {
        "Waktu": timezone.localtime(event.at).isoformat(timespec="minutes"),
        "Lembar": str(event.sheet),
        "Tindakan": str(event.get_action_display()),
        "Keterangan": event.text,
    }


HOLDINGS = (
    Holding(
        "penugasan",
        _("Pasar yang ditugaskan kepada Anda"),
        _duties,
        lambda duty: {"Pasar": duty.market.name},
        lambda subject: _duties(subject).delete()[0],
        covers=("segar.Duty.user",),
    ),
    Holding(
        "harga",
        _("Harga yang Anda catat"),
        lambda subject: Price.objects.filter(surveyor=subject.user).select_related(
            "market", "commodity"
        ),
        _price,
        kept=ARCHIVES,
        covers=("segar.Price.surveyor",),
    ),
    Holding(
        "tindakan",
        _("Tindakan Anda pada lembar harga"),
        lambda subject: SheetEvent.objects.filter(user=subject.user).select_related(
            "sheet__market"
        ),
        _act,
        kept=ARCHIVES,
        covers=("segar.SheetEvent.user",),
    ),
)
