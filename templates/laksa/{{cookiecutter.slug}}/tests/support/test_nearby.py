"""Which reports may be about the same thing."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from smartcity_base.models import Village

from laksa.models import Category, Report
from laksa.states import State
from laksa.support import nearby
from laksa.support.nearby import About

from ..conftest import WORDS, Reporting

HERE = {"lon": 123.051, "lat": 0.561}
METRE = 1 / 111_195


def about(**changes: Any) -> About:
    usual: dict[str, Any] = {
        "category": Category.objects.get(pk="jalan-rusak"),
        "text": WORDS,
        "village": "99.71.01.1001",
        **HERE,
    }
    return About(**(usual | changes))


def found(**changes: Any) -> list[Report]:
    return [near.report for near in nearby.alike(about(**changes))]


@pytest.mark.parametrize(
    ("metres", "text", "same"),
    [
        (10, "Motor terperosok", True),
        (100, "Motor terperosok", False),
        (100, "Ada lubang besar depan pasar", True),
        (190, WORDS, True),
        (260, WORDS, False),
    ],
)
def test_the_same_spot_is_enough_and_farther_off_the_words_decide(
    reported: Reporting, metres: int, text: str, same: bool
) -> None:
    report = reported(lon=HERE["lon"], lat=HERE["lat"] + metres * METRE)
    assert (found(text=text) == [report]) is same


def test_without_a_point_the_village_and_half_the_words_decide(reported: Reporting) -> None:
    report = reported()
    assert found(lon=None, lat=None, text="LUBANG sedalam lutut!") == [report]
    assert found(lon=None, lat=None, text="Aspal mengelupas depan sekolah") == []
    assert found(text="Lubang sedalam lutut") == [report], "one of the two has a point"
    other = Village.objects.get(pk="99.71.01.1002")
    assert found(lon=None, lat=None, village=other.pk) == []


@pytest.mark.parametrize("state", State)
def test_only_what_is_open_can_still_be_supported(reported: Reporting, state: State) -> None:
    report = reported(state, **HERE)
    assert (report in found()) is report.is_open


def test_another_kind_at_the_same_spot_is_something_else(reported: Reporting) -> None:
    reported(**HERE, category=Category.objects.get(pk="lampu-jalan"))
    assert found() == []


def test_the_nearest_and_likest_come_first_and_three_at_most(reported: Reporting) -> None:
    far, near, *_ = (
        reported(lon=HERE["lon"], lat=HERE["lat"] + metres * METRE)
        for metres in (150, 5, 60, 90, 120)
    )
    first, *others = found()
    assert first == near
    assert len(others) == 2
    assert far not in others


def test_a_report_is_not_like_itself(reported: Reporting) -> None:
    report, other = reported(**HERE), reported(**HERE)
    assert [near.report for near in nearby.alike(nearby.of_report(report))] == [other]


def test_words_that_stand_in_every_report_say_nothing() -> None:
    assert nearby.likeness("Mohon agar ada yang lihat", "Tolong mohon agar ada") == 0
    assert nearby.likeness("", WORDS) == 0
    assert nearby.likeness(WORDS, WORDS.upper()) == 1


def test_a_storm_of_reports_costs_no_more_questions_to_the_database(reported: Reporting) -> None:
    for number in range(20):
        reported(text=f"{WORDS} ke-{number}", **HERE)
    with CaptureQueriesContext(connection) as asked:
        found()
    assert len(asked) <= 5


def test_a_secret_report_is_offered_to_nobody(reported: Reporting) -> None:
    secret = reported(State.PROSES, **HERE, secret=True)
    assert found() == []
    among = Report.objects.all()
    assert nearby.alike(about(), among) == [], "nothing may be merged into it either"
    other = reported(**HERE)
    assert [near.report for near in nearby.alike(nearby.of_report(secret))] == [other]


def test_what_is_masked_is_not_compared(reported: Reporting) -> None:
    number = "081234567890"
    report = reported(lon=HERE["lon"], lat=HERE["lat"] + 100 * METRE, text=f"Hubungi {number}")
    assert report.masks
    assert found(text=number) == []
    assert found(text="hubungi") == [report]
