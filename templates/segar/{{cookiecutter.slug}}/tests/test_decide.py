"""The second pair of eyes: approving, sending back, correcting, what is missing, who is on duty."""

import pytest

from smartcity_base.models import AuditEntry
from smartcity_base.testing import told
from smartcity_base.testing.cast import Casting, Person, Setting, user_of

from segar.models import Action, Duty, Price, Sheet, SheetEvent, State

from .conftest import EGGS, HILL, RICE, WIDE, Pricing, ago


def test_an_approver_makes_the_prices_public(
    approver: Person, stranger: Person, priced: Pricing
) -> None:
    sheet = priced(0, {RICE: 14000}, approved=False)
    assert "Pasar Bukit" in approver.client.get("/persetujuan/").content.decode()
    assert approver.client.post(f"/persetujuan/{sheet.pk}/", {"setuju": "1"}).status_code == 302
    assert "Rp14.000" in stranger.client.get("/").content.decode()
    assert AuditEntry.objects.values_list("action", flat=True).first() == "sheet-setuju"


def test_nobody_approves_what_they_wrote_down(
    administrator: Person, person: Casting, priced: Pricing
) -> None:
    both = person("Rangkap", roles=["surveyor", "approver"])
    Duty.objects.create(market_id=WIDE, user=user_of(both))
    at = f"/catat/{WIDE}/{ago(0).isoformat()}/"
    both.client.post(at, {"traders": "1", "source": "label", f"harga-{RICE}": "14000"})
    sheet = Sheet.objects.get()
    # Also when somebody has written over it since.
    administrator.client.post(at, {"traders": "2", "source": "label", f"harga-{RICE}": "14000"})
    for person_ in (both, administrator):
        refused = person_.client.post(f"/persetujuan/{sheet.pk}/", {"setuju": "1"})
        assert refused.status_code == 422
        assert "orang lain yang menyetujuinya" in refused.content.decode()
    sheet.refresh_from_db()
    assert sheet.state == State.WAITING


def test_a_sheet_goes_back_with_a_reason_and_comes_again(
    approver: Person, surveyor: Person, priced: Pricing
) -> None:
    sheet = priced(0, {RICE: 14000}, approved=False)
    at = f"/persetujuan/{sheet.pk}/"
    assert approver.client.post(at, {"kembali": "1", "text": ""}).status_code == 422
    approver.client.post(at, {"kembali": "1", "text": "Beras salah nol?"})
    (notice,) = told.notices()
    assert (notice.person, notice.text) == (surveyor.user, "Beras salah nol?")
    assert notice.url.endswith(f"/catat/{sheet.market_id}/{sheet.day}/")
    assert "Beras salah nol?" in surveyor.client.get("/catat/").content.decode()
    surveyor.client.post(
        f"/catat/{HILL}/{ago(0).isoformat()}/",
        {"traders": "3", "source": "pedagang", f"harga-{RICE}": "14000"},
    )
    sheet.refresh_from_db()
    assert (sheet.state, sheet.note) == (State.WAITING, "")
    assert list(sheet.events.values_list("action", flat=True)) == [
        Action.CHANGE, Action.RETURN, Action.SEND,
    ]  # fmt: skip


def test_what_is_decided_is_not_decided_again(approver: Person, priced: Pricing) -> None:
    sheet = priced(0, {RICE: 14000})
    answer = approver.client.post(f"/persetujuan/{sheet.pk}/", {"setuju": "1"})
    assert (answer.status_code, SheetEvent.objects.count()) == (422, 2)


def test_a_correction_keeps_the_price_before_for_everybody_to_read(
    approver: Person, stranger: Person, priced: Pricing
) -> None:
    priced(0, {RICE: 41000, EGGS: 28000})
    price = Price.objects.get(commodity=RICE)
    at = f"/koreksi/{price.pk}/"
    assert approver.client.post(at, {"price": "14000", "text": ""}).status_code == 422
    approver.client.post(at, {"price": "14.000", "text": "Angka terbalik"})
    price.refresh_from_db()
    assert price.price == 14000
    page = stranger.client.get(f"/bahan/{RICE}/").content.decode()
    assert "Rp41.000 → <strong>Rp14.000</strong>" in page
    assert "Angka terbalik" in page
    assert "Koreksi" not in stranger.client.get(f"/bahan/{EGGS}/").content.decode()
    assert "Rp14.000" in stranger.client.get("/").content.decode()


def test_only_an_approved_price_is_corrected(approver: Person, priced: Pricing) -> None:
    priced(0, {RICE: 14000}, approved=False)
    assert approver.client.get(f"/koreksi/{Price.objects.get().pk}/").status_code == 404


def test_a_day_without_an_approved_sheet_is_flagged_from_the_market_s_first_day_on(
    approver: Person, priced: Pricing
) -> None:
    priced(3, {RICE: 14000})
    priced(2, {RICE: 14000}, approved=False)
    page = approver.client.get("/persetujuan/").content.decode()
    assert page.count('<span class="tag over">bolong') == 2  # yesterday, and what still waits
    assert "Pasar Lega" not in page


def test_days_off_are_not_missing_where_the_region_says_so(
    approver: Person, priced: Pricing, setting: Setting
) -> None:
    priced(14, {RICE: 14000})
    setting(every_day=False)
    page = approver.client.get("/persetujuan/").content.decode()
    assert 0 < page.count('<span class="tag over">bolong') < 13


def test_an_administrator_puts_people_on_duty(
    administrator: Person, surveyor: Person, person: Casting
) -> None:
    other = person("Pencatat Dua", roles=["surveyor"])
    assert "Pencatat" in administrator.client.get("/petugas/").content.decode()
    at = f"/petugas/{WIDE}/"
    assert "Pencatat Dua" in administrator.client.get(at).content.decode()
    administrator.client.post(at, {"people": [str(user_of(other).pk)]})
    assert "Pasar Lega" in other.client.get("/catat/").content.decode()
    administrator.client.post(at, {})
    assert not Duty.objects.filter(market=WIDE).exists()
    stranger_id = str(user_of(administrator).pk)
    assert administrator.client.post(at, {"people": [stranger_id]}).status_code == 422


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/persetujuan/", {"approver", "administrator"}),
        ("/peringatan/", {"approver", "administrator"}),
        ("/petugas/", {"administrator"}),
    ],
)
def test_each_page_opens_for_its_roles_alone(
    address: str, allowed: set[str], stranger: Person, citizen: Person, surveyor: Person,
    approver: Person, administrator: Person,
) -> None:  # fmt: skip
    assert stranger.client.get(address).status_code == 302
    people = {"citizen": citizen, "surveyor": surveyor, "approver": approver,
              "administrator": administrator}  # fmt: skip
    opened = {name for name, one in people.items() if one.client.get(address).status_code == 200}
    assert opened == allowed
