"""Which agency a report goes to: by its category, and by its district once a person has said it."""

import pytest

from smartcity_base.models import Village
from smartcity_base.testing.cast import Person

from laksa import intake, work
from laksa.models import Category, Report, Route
from laksa.states import Action, Actor, State
from laksa.work import Deed

from .conftest import Reporting, sent

# routing.csv sends the lamps of the north to the UPTD.
NORTH, SOUTH = "99.71.01.1002", "99.71.02.1001"


@pytest.fixture
def lamp(region: None) -> Category:
    return Category.objects.get(pk="lampu-jalan")


@pytest.mark.parametrize(
    ("village", "confirmed", "agency"),
    [
        (NORTH, True, "uptd-jalan"),
        (NORTH, False, "dinas-pekerjaan-umum"),
        (SOUTH, True, "dinas-pekerjaan-umum"),
        (None, False, "dinas-pekerjaan-umum"),
    ],
    ids=["its district's own", "only a guess", "another district", "nowhere"],
)
def test_a_confirmed_district_decides_and_else_the_category(
    lamp: Category, village: str | None, confirmed: bool, agency: str
) -> None:
    there = Village.objects.get(pk=village) if village else None
    report = intake.receive(sent(category=lamp, village=there, village_confirmed=confirmed))
    assert report.agency_id == agency
    assert report.events.get().changes["agency_id"] == agency


def test_a_route_that_is_retired_sends_nobody(lamp: Category) -> None:
    assert intake.receive(sent(category=lamp)).agency_id == "uptd-jalan"
    Route.objects.update(active=False)
    assert intake.receive(sent(category=lamp)).agency_id == "dinas-pekerjaan-umum"


def correct(report: Report, **changes: object) -> None:
    usual = {"category_id": report.category_id, "village_id": report.village_id}
    confirmed = {"place_confirmed": True}
    deed = Deed(changes={**usual, **confirmed, **changes})
    work.perform(report, Action.CORRECT, Actor.OPERATOR, None, deed)
    report.refresh_from_db()


def test_an_officer_who_puts_the_place_right_sends_it_to_who_works_there(
    reported: Reporting, lamp: Category
) -> None:
    north = Village.objects.get(pk=NORTH)
    report = reported(category=lamp, village=north, village_confirmed=False)
    assert report.agency_id == "dinas-pekerjaan-umum"
    correct(report)  # the guess was right
    assert report.agency_id == "uptd-jalan"
    correct(report, village_id=SOUTH)
    assert report.agency_id == "dinas-pekerjaan-umum"
    correct(report, category_id="sampah")
    assert report.agency_id == "dinas-pekerjaan-umum"  # of the south's rubbish, by routing.csv
    correct(report, village_id=NORTH)
    assert report.agency_id == "dinas-lingkungan-hidup"


def test_what_an_agency_has_taken_up_stays_with_it(reported: Reporting, lamp: Category) -> None:
    report = reported(State.PROSES, category=lamp, village=Village.objects.get(pk=SOUTH))
    correct(report, village_id=NORTH)
    assert report.agency_id == "dinas-pekerjaan-umum"


def test_the_rules_show_who_receives_what_where(administrator: Person) -> None:
    page = administrator.client.get("/pengaturan/").content.decode()
    assert "Penerima lain menurut kecamatan" in page
    assert "UPTD Pemeliharaan Jalan" in page
    Route.objects.update(active=False)
    page = administrator.client.get("/pengaturan/").content.decode()
    assert "Penerima lain menurut kecamatan" not in page
