"""Who somebody is: the resident file, the officer's desk, and what an app is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from smartcity_base.loading import DataFolder, LoadFaults
from smartcity_base.models import AuditEntry
from smartcity_base.testing.cast import Person, user_of
from smartcity_base.testing.rows import everything_stored

from live import load, people, verification
from live.models import Resident, Verification

from .conftest import Enrolling, audited

pytestmark = pytest.mark.usefixtures("region")

NIK = "9971014102900001"
SITI = {"nik": NIK, "name": "Siti Rahma", "born": "1990-02-01"}
Residents = Callable[..., dict[str, int]]


@pytest.fixture
def residents(tmp_path: Path) -> Residents:
    """residents("9971…,SITI RAHMA,1990-02-01") loads these rows; answers the counts."""

    def write(*rows: str) -> dict[str, int]:
        (tmp_path / "residents.csv").write_text("\n".join(["nik,name,birth_date", *rows]) + "\n")
        return load.load_personal(DataFolder(tmp_path))["residents"].as_dict()

    return write


@pytest.fixture
def listed(residents: Residents) -> None:
    residents(f"{NIK},SITI RAHMA,1990-02-01", "9971014102900002,BUDI,1980-01-01")


@pytest.fixture
def siti(enrol: Enrolling) -> Person:
    return enrol("Siti Rahma")


@pytest.fixture
def verifier(enrol: Enrolling) -> Person:
    return enrol("Petugas Loket", "live:verifier")


def claim(person: Person, **changes: str) -> Any:
    return person.client.post("/akun/verifikasi/data/", {**SITI, **changes})


def level(person: Person) -> str:
    return verification.level_of(user_of(person))


def test_who_is_in_the_resident_file_reaches_l1(listed: None, siti: Person) -> None:
    assert level(siti) == "L0"
    assert claim(siti)["Location"] == "/akun/verifikasi/"
    assert level(siti) == "L1"
    assert [entry.details["level"] for entry in audited("verification.given")] == ["L1"]


@pytest.mark.parametrize(
    "typed",
    [{"name": "siti  rahma"}, {"name": "Siti Rahma."}, {"nik": "9971 0141 0290 0001"}],
)
def test_what_two_lists_write_differently_still_fits(
    listed: None, siti: Person, typed: dict[str, str]
) -> None:
    claim(siti, **typed)
    assert level(siti) == "L1"


WRONG = [
    {"nik": "9971014102900009"},
    {"name": "Siti Rahmi"},
    {"born": "1990-02-02"},
    {"nik": "9971014102900002"},
]


@pytest.mark.parametrize("typed", WRONG)
def test_a_mismatch_says_nothing_about_what_it_was(
    listed: None, siti: Person, typed: dict[str, str]
) -> None:
    def plain(page: str) -> str:
        return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", page)

    pages = [plain(claim(siti, **wrong).content.decode()) for wrong in (typed, WRONG[0])]
    assert pages[0] == pages[1]
    assert "tidak cocok" in pages[0]
    assert level(siti) == "L0"
    assert typed.get("nik", NIK) not in pages[0]


def test_tries_are_few_for_an_account_and_for_a_resident(
    listed: None, siti: Person, enrol: Enrolling
) -> None:
    for _ in range(5):
        assert "tidak cocok" in claim(siti, born="1990-02-02").content.decode()
    assert "terlalu banyak percobaan" in claim(siti).content.decode()
    other = enrol("Orang Lain")
    assert "terlalu banyak percobaan" in claim(other).content.decode()
    assert level(siti) == level(other) == "L0"


def test_one_resident_has_one_account(listed: None, siti: Person, enrol: Enrolling) -> None:
    claim(siti)
    other = enrol("Siti Kedua")
    assert "tidak cocok" in claim(other).content.decode()
    assert level(other) == "L0"
    assert audited("verification.taken")


def test_no_number_of_a_resident_is_stored_or_shown(listed: None, siti: Person) -> None:
    claim(siti, born="1990-02-02")
    claim(siti)
    stored = everything_stored()
    assert NIK not in stored
    assert "SITI RAHMA" not in stored
    assert "1990-02-01" not in stored
    assert NIK not in str(list(AuditEntry.objects.values()))
    assert NIK not in siti.client.get("/akun/verifikasi/").content.decode()


def test_a_number_in_an_address_is_not_taken(listed: None, siti: Person) -> None:
    page = siti.client.get("/akun/verifikasi/data/", SITI).content.decode()
    assert NIK not in page
    assert level(siti) == "L0"


def test_the_table_is_replaced_whole_and_twice_changes_nothing(residents: Residents) -> None:
    rows = (f"{NIK},SITI RAHMA,1990-02-01", "9971014102900002,BUDI,1980-01-01")
    assert residents(*rows) == {"new": 2, "changed": 0, "retired": 0}
    assert residents(*rows) == {"new": 0, "changed": 0, "retired": 0}
    assert residents(f"{NIK},SITI R,1990-02-01") == {"new": 0, "changed": 1, "retired": 1}
    assert Resident.objects.count() == 1


@pytest.mark.parametrize(
    "row",
    [
        f"{NIK[:-1]},SITI,1990-02-01",
        f"{NIK},SITI,1-2-1990",
        f"{NIK},SITI,1990-02-01\n{NIK},B,1980-01-01",
    ],
)
def test_a_fault_in_the_table_repeats_nobodys_data(residents: Residents, row: str) -> None:
    with pytest.raises(LoadFaults, match=r"residents\.csv, baris") as told:
        residents(row)
    assert NIK[:-1] not in str(told.value)
    assert "SITI" not in str(told.value)


def code_of(person: Person) -> str:
    page = person.client.post("/akun/verifikasi/kode/").content.decode()
    (code,) = re.findall(r'class="desk-code">([^<]+)<', page)
    return str(code)


SEEN = {"document": "ktp", "same_person": "on"}


def test_an_officer_who_has_seen_person_and_document_makes_it_l2(
    siti: Person, verifier: Person
) -> None:
    code = code_of(siti)
    page = verifier.client.post("/verifikasi/", {"code": code.lower()}).content.decode()
    assert "Siti Rahma" in page
    verifier.client.post("/verifikasi/periksa/", {**SEEN, "code": code})
    assert level(siti) == "L2"
    (entry,) = audited("verification.given")
    assert (entry.actor, entry.details) == (verifier.user, {"level": "L2", "document": "ktp"})
    # The code is spent.
    verifier.client.post("/verifikasi/periksa/", {**SEEN, "code": code})
    assert Verification.objects.count() == 1


def test_without_the_persons_code_or_the_officers_word_nothing_happens(
    siti: Person, verifier: Person
) -> None:
    verifier.client.post("/verifikasi/periksa/", {**SEEN, "code": "ACD-EFH"})
    verifier.client.post("/verifikasi/periksa/", {"document": "ktp", "code": code_of(siti)})
    cache.clear()  # a quarter of an hour later
    code = code_of(siti)
    cache.clear()
    answer = verifier.client.post("/verifikasi/", {"code": code})
    assert "tidak berlaku" in answer.content.decode()
    assert not Verification.objects.exists()


def test_an_officer_does_not_verify_themselves(verifier: Person) -> None:
    code = code_of(verifier)
    assert "petugas lain" in verifier.client.post("/verifikasi/", {"code": code}).content.decode()
    verifier.client.post("/verifikasi/periksa/", {**SEEN, "code": code})
    assert level(verifier) == "L0"


def test_who_did_it_or_an_administrator_takes_it_back(
    siti: Person, verifier: Person, administrator: Person, enrol: Enrolling
) -> None:
    given = verification.confirm(user_of(siti), user_of(verifier), "ktp", "")
    address = f"/verifikasi/{given.pk}/batal/"
    assert enrol("Petugas Dua", "live:verifier").client.get(address).status_code == 403
    assert siti.client.get(address).status_code == 403
    verifier.client.post(address, {"reason": "salah orang"})
    assert level(siti) == "L0"
    assert [entry.details["reason"] for entry in audited("verification.ended")] == ["salah orang"]
    assert verifier.client.get(address).status_code == 404
    again = verification.confirm(user_of(siti), user_of(verifier), "sim", "")
    administrator.client.post(f"/verifikasi/{again.pk}/batal/", {"reason": "keliru"})
    assert level(siti) == "L0"


def test_only_verifiers_have_a_desk(
    stranger: Person, citizen: Person, administrator: Person
) -> None:
    assert stranger.client.get("/verifikasi/").status_code == 302
    assert citizen.client.get("/verifikasi/").status_code == 403
    assert administrator.client.get("/verifikasi/").status_code == 403


def test_an_account_that_goes_to_somebody_else_begins_at_the_bottom(
    siti: Person, verifier: Person
) -> None:
    verification.confirm(user_of(siti), user_of(verifier), "ktp", "")
    people.seize(user_of(siti), by=None)
    assert level(siti) == "L0"


def test_a_region_without_a_resident_file_offers_the_desk_alone(siti: Person) -> None:
    page = siti.client.get("/akun/verifikasi/").content.decode()
    assert "Datang ke petugas" in page
    assert "/akun/verifikasi/data/" not in page
    assert siti.client.get("/akun/verifikasi/data/").status_code == 302


def test_the_page_says_who_asks_and_leads_back(listed: None, siti: Person) -> None:
    asked = {"untuk": "laksa", "tingkat": "L1", "next": "/identity/o/authorize?x=1"}
    page = siti.client.get("/akun/verifikasi/", asked).content.decode()
    assert "LAKSA memerlukan akun yang lebih terverifikasi" in page
    assert 'href="/identity/o/authorize?x=1"' in page
    assert claim(siti)["Location"] == "/identity/o/authorize?x=1"


def test_nobody_is_led_to_another_site(siti: Person) -> None:
    asked = {"untuk": "laksa", "tingkat": "L1", "next": "https://jahat.test/"}
    page = siti.client.get("/akun/verifikasi/", asked).content.decode()
    assert "jahat.test" not in page
