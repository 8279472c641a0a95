"""What may be done to a sheet of prices; each deed is one transaction with event and audit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base import audit
from smartcity_base.language import indonesian
from smartcity_base.models import Place, User
from smartcity_base.notices import Kind, notify

from segar.models import Action, Price, Sheet, SheetEvent, Source, State


class Refused(Exception):
    """The deed is not possible now; the message says why, to the person who tried."""


@dataclass(frozen=True)
class Entry:
    """What a surveyor wrote beside one commodity."""

    price: int
    traders: int = 1
    source: str = Source.TRADER


@transaction.atomic
def send(user: User, market: Place, day: date, entries: Mapping[str, Entry]) -> Sheet:
    """Make the sheet say what `entries` say, by commodity; what is left out is taken back.

    The same again changes nothing: a sheet that a poor line sent twice is one sheet.
    """
    sheet, made = Sheet.objects.select_for_update().get_or_create(market=market, day=day)
    if sheet.state == State.APPROVED:
        raise Refused(_("Lembar ini sudah disetujui. Minta penyetuju mengoreksinya."))
    there = {price.commodity_id: price for price in sheet.prices.all()}
    changes: dict[str, list[int | None]] = {}
    for commodity, entry in entries.items():
        price = there.pop(commodity, None)
        values = {"price": entry.price, "traders": entry.traders, "source": entry.source}
        if price is None:
            price = Price(sheet=sheet, day=day, market=market, commodity_id=commodity)
            changes[commodity] = [None, entry.price]
        elif all(getattr(price, name) == value for name, value in values.items()):
            continue
        else:
            changes[commodity] = [price.price, entry.price]
        for name, value in values.items():
            setattr(price, name, value)
        price.surveyor, price.at = user, timezone.now()
        price.save()
    for commodity, price in there.items():
        changes[commodity] = [price.price, None]
        price.delete()
    if changes or made or sheet.state == State.RETURNED:
        sheet.state, sheet.note = State.WAITING, ""
        sheet.save()
        _note(sheet, Action.SEND if made else Action.CHANGE, user, changes)
    return sheet


@transaction.atomic
def approve(user: User, sheet: Sheet) -> Sheet:
    """Make its prices public; nobody approves what they wrote down themselves."""
    sheet = _locked(sheet, State.WAITING)
    if not sheet.prices.exists():
        raise Refused(_("Lembar ini tidak berisi harga."))
    if wrote(user, sheet):
        raise Refused(_("Anda ikut mencatat lembar ini; orang lain yang menyetujuinya."))
    sheet.state = State.APPROVED
    sheet.save()
    _note(sheet, Action.APPROVE, user)
    transaction.on_commit(lambda: _look_for_alarms(sheet.day))
    return sheet


@transaction.atomic
def send_back(user: User, sheet: Sheet, reason: str) -> Sheet:
    sheet = _locked(sheet, State.WAITING)
    sheet.state, sheet.note = State.RETURNED, reason
    sheet.save()
    _note(sheet, Action.RETURN, user, text=reason)
    with indonesian():
        subject = _("Lembar harga %(market)s dikembalikan") % {"market": sheet.market.name}
    for surveyor in User.objects.filter(pk__in=sheet.prices.values("surveyor")):
        notify(
            surveyor,
            subject,
            reason,
            reverse("sheet", args=[sheet.market_id, sheet.day.isoformat()]),
            kind=Kind.DUTY,
        )
    return sheet


@transaction.atomic
def correct(user: User, price: Price, amount: int, reason: str) -> Price:
    """Another price on an approved sheet; the one before stays in the history, with the reason."""
    sheet = _locked(price.sheet, State.APPROVED)
    price = Price.objects.select_for_update().get(pk=price.pk)
    if price.price != amount:
        changes = {price.commodity_id: [price.price, amount]}
        price.price = amount
        price.save(update_fields=["price"])
        _note(sheet, Action.CORRECT, user, changes, reason)
        transaction.on_commit(lambda: _look_for_alarms(sheet.day))
    return price


def wrote(user: User, sheet: Sheet) -> bool:
    """Whether a price of this sheet is this person's, or was."""
    mine = {"user": user, "action__in": [Action.SEND, Action.CHANGE]}
    return sheet.prices.filter(surveyor=user).exists() or sheet.events.filter(**mine).exists()


def _locked(sheet: Sheet, wanted: State) -> Sheet:
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.state != wanted:
        message = _("Lembar ini sekarang berstatus: %(state)s.")
        raise Refused(message % {"state": sheet.get_state_display()})
    return sheet


def _note(
    sheet: Sheet, action: Action, user: User, changes: Mapping[str, Any] | None = None,
    text: str = "",
) -> None:  # fmt: skip
    SheetEvent.objects.create(
        sheet=sheet, at=timezone.now(), action=action, user=user, changes=changes or {}, text=text
    )
    audit.record(user, f"sheet-{action.value}", sheet, commodities=sorted(changes or {}))


def _look_for_alarms(day: date) -> None:
    from segar.jobs import look_for_alarms

    look_for_alarms.enqueue(day.isoformat())
