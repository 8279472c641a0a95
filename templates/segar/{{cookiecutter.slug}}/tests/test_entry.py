"""Writing prices down on a phone: the hint, the doubt, sending twice, whose market it is."""

from uuid import uuid4

import pytest

from smartcity_base.models import AuditEntry
from smartcity_base.testing.cast import Person, Setting, user_of

from segar.models import Action, Price, Sheet, SheetEvent, State

from .conftest import CHILLI, EGGS, HILL, RICE, WIDE, Pricing, ago


def at(days: int = 0, market: str = HILL) -> str:
    return f"/catat/{market}/{ago(days).isoformat()}/"


def form(**changes: str) -> dict[str, str]:
    return {"traders": "3", "source": "pedagang", f"harga-{RICE}": "14.000"} | changes


def test_a_surveyor_sends_a_sheet_that_nobody_sees_yet(surveyor: Person, stranger: Person) -> None:
    answer = surveyor.client.post(at(), form(**{f"harga-{EGGS}": "Rp28500"}))
    assert answer["Location"] == "/catat/"
    rice, eggs = Price.objects.order_by("commodity")
    assert (rice.price, rice.traders, rice.source) == (14000, 3, "pedagang")
    assert (rice.surveyor, rice.market_id, rice.day) == (user_of(surveyor), HILL, ago(0))
    assert eggs.price == 28500
    assert Sheet.objects.get().state == State.WAITING
    assert AuditEntry.objects.get().action == "sheet-kirim"
    assert "14.000" not in stranger.client.get("/").content.decode()


def test_the_price_before_is_a_hint_and_never_a_value(surveyor: Person, priced: Pricing) -> None:
    priced(1, {RICE: 13900})
    page = surveyor.client.get(at()).content.decode()
    assert "Rp13.900" in page
    assert 'value="13900"' not in page
    assert "Rp13.900" not in surveyor.client.get(at(1)).content.decode()


def test_a_price_that_jumps_is_asked_about_and_taken_when_confirmed(
    surveyor: Person, priced: Pricing
) -> None:
    priced(1, {RICE: 10000, EGGS: 10000})
    wrong = surveyor.client.post(at(), form(**{f"harga-{RICE}": "12001", f"harga-{EGGS}": "12000"}))
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert "Berubah +20% dari harga sebelumnya" in page
    assert (f'name="benar-{RICE}"' in page, f'name="benar-{EGGS}"' in page) == (True, False)
    assert 'value="12001"' in page
    assert not Sheet.objects.filter(day=ago(0)).exists()
    yes = form(**{f"harga-{RICE}": "12001", f"benar-{RICE}": "on"})
    assert surveyor.client.post(at(), yes).status_code == 302


def test_the_region_says_how_much_is_a_jump(
    surveyor: Person, priced: Pricing, setting: Setting
) -> None:
    priced(1, {RICE: 10000})
    setting(outlier_percent=50)
    assert surveyor.client.post(at(), form()).status_code == 302


def test_a_sheet_that_a_poor_line_sent_twice_is_one_sheet(surveyor: Person) -> None:
    for _time in range(2):
        assert surveyor.client.post(at(), form()).status_code == 302
    assert Price.objects.count() == SheetEvent.objects.count() == 1


def test_it_may_be_changed_until_it_is_approved_and_each_change_is_kept(
    surveyor: Person, priced: Pricing
) -> None:
    priced(0, {RICE: 14000, EGGS: 28000}, approved=False)
    surveyor.client.post(at(), form(**{f"harga-{RICE}": "14100", f"harga-{CHILLI}": "40000"}))
    newest = SheetEvent.objects.first()
    assert newest is not None
    assert newest.action == Action.CHANGE
    assert newest.changes == {
        RICE: [14000, 14100], CHILLI: [None, 40000], EGGS: [28000, None],
    }  # fmt: skip
    assert 'value="14100"' in surveyor.client.get(at()).content.decode()


def test_an_approved_sheet_is_no_longer_the_surveyor_s(surveyor: Person, priced: Pricing) -> None:
    priced(0, {RICE: 14000})
    answer = surveyor.client.post(at(), form(**{f"harga-{RICE}": "14100"}))
    assert answer.status_code == 422
    assert "sudah disetujui" in answer.content.decode()
    assert Price.objects.get().price == 14000


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({f"harga-{RICE}": ""}, "paling sedikit satu harga"),
        ({f"harga-{RICE}": "empat belas"}, "tidak ada yang diubah"),
        ({f"harga-{RICE}": "14"}, "tidak ada yang diubah"),
        ({f"harga-{RICE}": "99999999"}, "tidak ada yang diubah"),
        ({"traders": "0"}, "tidak ada yang diubah"),
        ({"source": "mimpi"}, "tidak ada yang diubah"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(
    changes: dict[str, str], said: str, surveyor: Person
) -> None:
    answer = surveyor.client.post(at(), form(**changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Sheet.objects.exists()


def test_another_s_market_and_a_day_out_of_reach_are_not_there(
    surveyor: Person, administrator: Person
) -> None:
    assert surveyor.client.get(at(market=WIDE)).status_code == 404
    assert administrator.client.get(at(market=WIDE)).status_code == 200
    for days in (-1, 8):
        assert surveyor.client.get(at(days)).status_code == 404
    assert surveyor.client.get(f"/catat/{HILL}/kemarin/").status_code == 404
    assert surveyor.client.get(at(7)).status_code == 200


def test_writing_is_closed_to_others(
    stranger: Person, citizen: Person, approver: Person, surveyor: Person
) -> None:
    for address in ("/catat/", at()):
        assert stranger.client.get(address).status_code == 302
        for person in (citizen, approver):
            assert person.client.get(address).status_code == 403


def test_the_list_of_the_day_says_what_is_done_and_what_was_missed(
    surveyor: Person, priced: Pricing
) -> None:
    priced(1, {RICE: 14000})
    page = surveyor.client.get("/catat/").content.decode()
    assert "Isi lembar hari ini" in page
    assert page.count("bolong") == 6
    assert "Pasar Lega" not in page


def test_a_sheet_that_a_phone_kept_is_taken_once_and_the_phone_is_told(surveyor: Person) -> None:
    assert f'data-keep="{HILL} {ago(0).isoformat()}"' in surveyor.client.get(at()).content.decode()
    phone = {"x-kept": str(uuid4())}
    for _again in range(2):
        told = surveyor.client.post(at(), form(), headers=phone)
        assert told.json() == {"to": "/catat/"}
    assert Sheet.objects.count() == 1
    Sheet.objects.update(state=State.APPROVED)  # before its answer reached the phone
    assert surveyor.client.post(at(), form(), headers=phone).json() == {"to": "/catat/"}
    other = {"x-kept": str(uuid4())}
    assert surveyor.client.post(at(), form(), headers=other).json() == {"again": True}


def test_the_sheet_is_light_enough_for_2g(surveyor: Person) -> None:
    assert len(surveyor.client.get(at()).content) < 20_000
