"""The pages, as each of the cast: what they see, what they may do, and what stays closed."""

import pytest

from smartcity_base.models import AuditEntry
from smartcity_base.testing.cast import Person, Setting, user_of

from [[ cookiecutter.name ]].models import Item, ItemEvent

from .conftest import ROADS, Making

FORM = {
    "title": "Butir baru",
    "text": "Dua baris",
[% if cookiecutter.table %]
    "kind": "satu",
[% endif %]
    "agency": ROADS,
    "village": "99.71.01.1001",
    "shown": "on",
}


def test_everybody_reads_the_list_and_a_page(stranger: Person, made: Making) -> None:
    item = made()
    assert item.title in stranger.client.get("/").content.decode()
    page = stranger.client.get(f"/butir/{item.pk}/").content.decode()
    assert "Keterangan" in page
    assert "Riwayat" not in page


def test_the_list_is_narrowed_and_paged(stranger: Person, made: Making, setting: Setting) -> None:
    setting(per_page=5)
    for number in range(6):
        made(title=f"Pohon {number:02}")
    made(title="Bangku")
    first = stranger.client.get("/?q=pohon").content.decode()
    assert ("Pohon 00" in first, "Pohon 05" in first, "Bangku" in first) == (True, False, False)
    assert "Pohon 05" in stranger.client.get("/?q=pohon&halaman=2").content.decode()
    assert "Bangku" not in stranger.client.get("/?district=99.71.02").content.decode()
    assert "Bangku" in stranger.client.get("/?district=nowhere").content.decode()
[% if cookiecutter.table %]
    assert "Bangku" in stranger.client.get("/?kind=satu").content.decode()
    assert "Bangku" not in stranger.client.get("/?kind=dua").content.decode()
[% endif %]


def test_the_list_is_taken_home_as_it_is_narrowed(stranger: Person, made: Making) -> None:
    item = made(title="Pohon")
    made(title="Bangku")
    told = stranger.client.get("/?q=pohon&unduh=csv").getvalue()
    assert item.title in told.decode()
    assert "Bangku" not in told.decode()


def test_what_is_not_shown_only_its_agency_reads(
    stranger: Person, officer: Person, outsider: Person, made: Making
) -> None:
    item = made(shown=False)
    at = f"/butir/{item.pk}/"
    assert item.title not in stranger.client.get("/").content.decode()
    assert stranger.client.get(at).status_code == outsider.client.get(at).status_code == 404
    assert "Belum ditampilkan" in officer.client.get(at).content.decode()


def test_an_officer_notes_and_changes_an_item_with_its_history(officer: Person) -> None:
    answer = officer.client.post("/butir/baru/", FORM)
    item = Item.objects.get()
    assert answer["Location"] == f"/butir/{item.pk}/"
    officer.client.post(f"/butir/{item.pk}/ubah/", FORM | {"title": "Nama lain"})
    officer.client.post(f"/butir/{item.pk}/ubah/", FORM | {"title": "Nama lain"})
    newest, first = ItemEvent.objects.all()
    assert (newest.action, newest.changes) == ("change", {"title": "Nama lain"})
    assert (first.action, first.user) == ("add", user_of(officer))
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["item-change", "item-add"]
    page = officer.client.get(f"/butir/{item.pk}/").content.decode()
    assert "Riwayat" in page
    assert "Diubah" in page


def test_bad_input_is_told_and_changes_nothing(officer: Person) -> None:
    answer = officer.client.post("/butir/baru/", FORM | {"title": ""})
    assert answer.status_code == 422
    assert "tidak ada yang diubah" in answer.content.decode()
    assert not Item.objects.exists()


def test_an_agency_keeps_its_own_items_only(
    officer: Person, outsider: Person, administrator: Person, made: Making
) -> None:
    at = f"/butir/{made().pk}/ubah/"
    assert outsider.client.get(at).status_code == 404
    assert outsider.client.post("/butir/baru/", FORM).status_code == 422
    for person in (officer, administrator):
        assert person.client.post(at, FORM).status_code == 302


@pytest.mark.parametrize("address", ["/butir/baru/", "/butir/{}/ubah/"])
def test_the_form_is_closed_to_others(
    address: str, stranger: Person, citizen: Person, made: Making
) -> None:
    at = address.format(made().pk)
    assert stranger.client.get(at).status_code == 302
    assert citizen.client.get(at).status_code == 403


def test_the_first_page_stays_light(stranger: Person, made: Making) -> None:
    for number in range(20):
        made(title=f"Butir {number}")
    assert len(stranger.client.get("/").content) < 30_000
