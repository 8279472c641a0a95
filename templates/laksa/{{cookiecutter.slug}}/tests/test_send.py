"""A citizen sends a report."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from smartcity_base.models import Village
from smartcity_base.testing.cast import Casting, Person, Setting, browser

from laksa import intake, photos
from laksa.models import Contact, Photo, Report
from laksa.states import State

from .conftest import WORDS, picture, sent

pytestmark = pytest.mark.usefixtures("region")


def typed(**changes: Any) -> dict[str, Any]:
    """What a phone without JavaScript sends."""
    usual = {
        "submission": str(uuid.uuid4()),
        "category": "jalan-rusak",
        "text": WORDS,
        "village": "99.71.01.1001",
        "berbeda": "1",  # whoever has been shown what is near says that this is something else
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def test_a_stranger_sends_a_report_and_gets_a_number_a_code_and_a_public_page(
    stranger: Person,
) -> None:
    answer = stranger.client.post("/lapor/", typed(photos=[picture()]), follow=True)
    report = Report.objects.get()
    assert answer.redirect_chain == [(f"/ikuti/{report.code}/", 302)]
    page = answer.content.decode()
    assert report.number in page
    assert "Terima kasih" in page
    assert (report.state, report.agency_id) == (State.MENUNGGU, "dinas-pekerjaan-umum")
    assert report.photos.count() == 1
    assert stranger.client.get(f"/laporan/{report.number}/").status_code == 200
    assert not Contact.objects.exists()


def test_a_region_may_take_reports_from_verified_people_alone(
    stranger: Person, person: Casting, setting: Setting
) -> None:
    setting(verified_senders=True)
    answer = stranger.client.get("/lapor/")
    assert answer.headers["Location"] == "/masuk/?acr=L1&next=/lapor/"
    refused = person("Budi", level="L0").client.post("/lapor/", typed())
    assert (refused.status_code, Report.objects.count()) == (403, 0)
    assert "Verifikasi akun" in refused.content.decode()
    person("Siti", level="L1").client.post("/lapor/", typed())
    assert Report.objects.count() == 1


def test_the_category_decides_which_agency_receives_it(stranger: Person) -> None:
    stranger.client.post("/lapor/", typed(category="sampah"))
    assert Report.objects.get().agency_id == "dinas-lingkungan-hidup"


def test_the_tile_that_was_pressed_is_chosen_in_the_form(stranger: Person) -> None:
    page = stranger.client.get("/lapor/?jenis=sampah").content.decode()
    assert re.search(r'value="sampah"[^>]* checked', page)


@pytest.mark.parametrize(
    ("left_out", "complaint"),
    [
        ("category", "Pilih salah satu jenis laporan."),
        ("text", "Tuliskan apa yang terjadi."),
        ("village", "Tentukan tempatnya"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    stranger: Person, left_out: str, complaint: str
) -> None:
    form = typed(name="Budi", address="Depan pasar", **{left_out: None})
    page = stranger.client.post("/lapor/", form).content.decode()
    assert complaint in page
    assert "Yang sudah Anda isi tetap ada" in page
    assert 'value="Budi"' in page
    assert 'value="Depan pasar"' in page
    if left_out != "text":
        assert WORDS in page
    if left_out != "category":
        assert re.search(r'value="jalan-rusak"[^>]* checked', page)
    assert not Report.objects.exists()


def test_a_photo_need_not_be_uploaded_again_after_a_mistake(stranger: Person) -> None:
    form = typed(text=None, photos=[picture()])
    page = stranger.client.post("/lapor/", form).content.decode()
    assert "sudah terunggah" in page
    form = typed(submission=form["submission"])
    stranger.client.post("/lapor/", form)
    assert Report.objects.get().photos.count() == 1


def test_a_kept_photo_can_be_dropped(stranger: Person) -> None:
    form = typed(text=None, photos=[picture(), picture()])
    stranger.client.post("/lapor/", form)
    unwanted = Photo.objects.first()
    assert unwanted is not None
    form = typed(submission=form["submission"], drop=[str(unwanted.pk)])
    stranger.client.post("/lapor/", form)
    assert Report.objects.get().photos.count() == 1
    assert not unwanted.image.storage.exists(str(unwanted.image.name))


def test_photos_of_forms_that_were_never_sent_are_forgotten_after_a_day(stranger: Person) -> None:
    stranger.client.post("/lapor/", typed(text=None, photos=[picture()]))
    stranger.client.post("/lapor/", typed(photos=[picture()]))
    assert photos.discard_old_drafts() == 0
    Photo.objects.update(at=timezone.now() - timedelta(hours=25))
    assert photos.discard_old_drafts() == 1
    assert Photo.objects.get().report is not None


def test_the_same_form_twice_is_one_report(stranger: Person) -> None:
    form = typed()
    first = stranger.client.post("/lapor/", form)
    second = stranger.client.post("/lapor/", form)
    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1


def test_the_same_form_at_the_same_moment_is_one_report() -> None:
    form = sent()
    first = intake.receive(form)
    with pytest.raises(IntegrityError), transaction.atomic():
        intake._make(form)  # the database itself refuses it
    assert intake.receive(form) == first


def test_another_report_written_into_the_same_form_is_another_report(stranger: Person) -> None:
    form = typed()
    stranger.client.post("/lapor/", form)
    stranger.client.post("/lapor/", form | {"text": "Sekarang lampunya juga mati"})
    assert Report.objects.count() == 2


def test_a_village_that_a_person_chose_is_confirmed(stranger: Person) -> None:
    stranger.client.post("/lapor/", typed())
    assert Report.objects.get().place_confirmed


@pytest.mark.parametrize(
    ("answer", "village", "confirmed"),
    [
        ({"village": None}, "99.71.01.1001", False),
        ({"village": "99.71.01.1001", "proposed": "99.71.01.1001"}, "99.71.01.1001", False),
        (
            {"village": "99.71.01.1001", "proposed": "99.71.01.1001", "village_is_right": "on"},
            "99.71.01.1001",
            True,
        ),
        ({"village": "99.71.01.1002", "proposed": "99.71.01.1001"}, "99.71.01.1002", True),
    ],
    ids=["without JavaScript", "left as proposed", "said to be right", "corrected"],
)
def test_a_village_found_from_the_point_is_a_proposal_until_a_person_says_so(
    stranger: Person, answer: dict[str, Any], village: str, confirmed: bool
) -> None:
    stranger.client.post("/lapor/", typed(lon="123.051", lat="0.561", **answer))
    report = Report.objects.get()
    assert (report.village_id, report.place_confirmed) == (village, confirmed)
    assert (report.lon, report.lat) == (123.051, 0.561)
    page = stranger.client.get(f"/laporan/{report.number}/").content.decode()
    assert ("perkiraan" in page) is not confirmed


def test_a_point_in_another_region_is_refused_with_the_way_out(stranger: Person) -> None:
    form = typed(lon="106.8", lat="-6.2", village=None)
    page = stranger.client.post("/lapor/", form).content.decode()
    assert "di luar Kota Contoh" in page
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("lon", "lat"), [("", "0.5"), ("abc", "0.5"), ("999", "0.5"), ("nan", "1")]
)
def test_a_point_that_is_none_does_no_harm(stranger: Person, lon: str, lat: str) -> None:
    stranger.client.post("/lapor/", typed(lon=lon, lat=lat))
    assert not Report.objects.exclude(lon=None).exists()


def test_a_village_without_a_centre_can_still_be_chosen(stranger: Person) -> None:
    Village.objects.update(lon=None, lat=None)
    stranger.client.post("/lapor/", typed(lon="123.051", lat="0.561"))
    assert Report.objects.get().village_id == "99.71.01.1001"


@pytest.mark.parametrize(
    ("written", "kept"),
    [("0812 3456 7890", "+6281234567890"), ("+62 812-3456-7890", "+6281234567890"), ("", "")],
)
def test_phone_numbers_are_kept_as_they_are_dialled(
    stranger: Person, written: str, kept: str
) -> None:
    stranger.client.post("/lapor/", typed(phone=written, name="Budi"))
    assert Contact.objects.get().phone == kept


def test_half_a_phone_number_is_said(stranger: Person) -> None:
    page = stranger.client.post("/lapor/", typed(phone="0812")).content.decode()
    assert "Nomor telepon ini tidak lengkap" in page


def test_a_program_that_fills_in_every_field_is_refused(stranger: Person) -> None:
    stranger.client.post("/lapor/", typed(website="https://example.org"))
    assert not Report.objects.exists()


def test_too_many_reports_from_one_address_are_refused_and_the_words_kept(
    stranger: Person, settled: Callable[..., None]
) -> None:
    settled(reports_per_hour=2)
    for _ in range(2):
        stranger.client.post("/lapor/", typed())
    answer = stranger.client.post("/lapor/", typed())
    assert answer.status_code == 429
    assert 3500 < int(answer["Retry-After"]) <= 3600
    assert WORDS in answer.content.decode()
    assert Report.objects.count() == 2
    elsewhere = stranger.client.post("/lapor/", typed(), headers={"x-real-ip": "192.0.2.9"})
    assert elsewhere.status_code == 302


def test_a_form_of_another_site_is_refused() -> None:
    strict = browser()
    strict.handler.enforce_csrf_checks = True
    assert strict.post("/lapor/", typed()).status_code == 403
    assert not Report.objects.exists()


def test_who_is_signed_in_need_not_type_their_name_and_finds_the_report_again(
    citizen: Person, stranger: Person
) -> None:
    assert "Warga" in citizen.client.get("/lapor/").content.decode()
    citizen.client.post("/lapor/", typed())
    assert WORDS in citizen.client.get("/laporan-saya/").content.decode()
    assert stranger.client.get("/laporan-saya/").status_code == 302


def test_who_asks_to_stay_unknown_is_not_tied_to_their_account(citizen: Person) -> None:
    citizen.client.post("/lapor/", typed(name="Warga", anonymous="on"))
    assert Report.objects.get().reporter is None
    assert WORDS not in citizen.client.get("/laporan-saya/").content.decode()


@pytest.mark.parametrize(("trusted", "state"), [(True, "diverifikasi"), (False, "menunggu")])
def test_a_rule_may_verify_what_comes_from_an_account(
    citizen: Person, settled: Callable[..., None], trusted: bool, state: str
) -> None:
    settled(trust_accounts=trusted)
    citizen.client.post("/lapor/", typed())
    assert Report.objects.get().state == state


def test_without_javascript_the_villages_stand_in_one_list_by_district(stranger: Person) -> None:
    page = stranger.client.get("/lapor/").content.decode()
    assert '<optgroup label="Utara">' in page
    assert '<option value="99.71.02.1001">Sawah Lega</option>' in page


def test_the_form_loads_no_map_before_it_is_opened(stranger: Person) -> None:
    page = stranger.client.get("/lapor/").content.decode()
    assert not re.search(r"<(script|link)[^>]+leaflet", page)
