"""Prices that TPID hears of: once, by mail, and on a page."""

from dataclasses import replace

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from smartcity_base import config as config_module
from smartcity_base.config import Mail
from smartcity_base.testing.cast import Person

from segar import alarms, jobs
from segar.models import Alert, Rule

from .conftest import EGGS, RICE, WIDE, Pricing, ago


@pytest.fixture
def tpid(monkeypatch: pytest.MonkeyPatch) -> None:
    """The region has mail, and told us where TPID reads it."""
    known = config_module.config()
    app = replace(known.app, settings={
        **(known.app.settings or {}), "alert_mail": "tpid@contoh.go.id, satu@contoh.go.id",
    })  # fmt: skip
    relay = Mail("surel.contoh.go.id", 587, None, "segar@contoh.go.id", "starttls")
    for module in ("alarms", "jobs"):
        monkeypatch.setattr(f"segar.{module}.config", lambda: replace(known, app=app, mail=relay))


def test_above_the_reference_price_and_a_week_s_rise_are_both_told(priced: Pricing) -> None:
    priced(7, {RICE: 13000, EGGS: 25000})
    priced(0, {RICE: 13600, EGGS: 27500})
    found = {(alert.commodity_id, alert.rule, alert.value, alert.limit)
             for alert in alarms.look(ago(0))}  # fmt: skip
    assert found == {(RICE, Rule.REFERENCE, 13600, 13500), (EGGS, Rule.WEEK, 10, 10)}


def test_just_below_each_limit_nobody_is_told(priced: Pricing) -> None:
    priced(7, {RICE: 13000, EGGS: 25000})
    priced(0, {RICE: 13500, EGGS: 27400})
    assert alarms.look(ago(0)) == []


def test_the_same_is_told_once_a_week(priced: Pricing) -> None:
    priced(6, {RICE: 14000})
    alarms.look(ago(6))
    priced(0, {RICE: 14000})
    assert alarms.look(ago(0)) == []
    assert Alert.objects.count() == 1


def test_an_approved_sheet_of_today_is_looked_at_and_mailed(
    priced: Pricing, tpid: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        priced(0, {RICE: 14000})
    jobs.look_for_alarms.call(ago(0).isoformat())
    (alert,) = Alert.objects.all()
    for address in alarms.addresses():
        jobs.tell.call([alert.pk], address)
    assert [message.to for message in mail.outbox] == [["tpid@contoh.go.id"], ["satu@contoh.go.id"]]
    assert "Beras medium: rata-rata Rp14.000, harga acuan Rp13.500" in str(mail.outbox[0].body)
    assert "/peringatan/" in str(mail.outbox[0].body)


def test_an_older_day_that_is_approved_late_tells_nobody(priced: Pricing) -> None:
    priced(2, {RICE: 14000})
    jobs.look_for_alarms.call(ago(2).isoformat())
    assert not Alert.objects.exists()


def test_the_page_lists_them(approver: Person, priced: Pricing) -> None:
    priced(0, {RICE: 14000}, market=WIDE)
    alarms.look(ago(0))
    page = approver.client.get("/peringatan/").content.decode()
    assert "Di atas harga acuan" in page
    assert "Rp13.500" in page
