"""The page for the head of the region: what is late, where, and with whom; for administrators."""

import pytest

from smartcity_base.models import Village
from smartcity_base.testing.cast import Person

from laksa.models import Category

from ..conftest import Clock, Reporting
from ..test_browse import page


def test_it_names_what_is_late_where_and_with_whom(
    reported: Reporting, administrator: Person, clock: Clock
) -> None:
    waste = reported(
        category=Category.objects.get(pk="sampah"), village=Village.objects.get(pk="99.71.01.1002")
    )
    clock.pass_(days=7)
    road = reported(village=Village.objects.get(pk="99.71.02.1001"))
    in_time = page(administrator, "/ringkasan/")
    assert "1 laporan lewat tenggat" in in_time
    assert road.number not in in_time
    for words in (waste.number, "Sampah", "Pantai Jaya", "DLH", "Kecamatan Utara (1)",
                  "2 hari kerja"):  # fmt: skip
        assert words in in_time, words
    clock.pass_(days=7)
    later = page(administrator, "/ringkasan/")
    assert "2 laporan lewat tenggat" in later
    assert later.index(waste.number) < later.index(road.number)


def test_it_says_so_when_nothing_is_late(reported: Reporting, administrator: Person) -> None:
    assert "Tidak ada laporan yang lewat tenggat" in page(administrator, "/ringkasan/")
    reported()
    assert "1 laporan terbuka" in page(administrator, "/ringkasan/")


def test_many_late_reports_stay_one_page(
    reported: Reporting, administrator: Person, clock: Clock
) -> None:
    numbers = [reported().number for _ in range(15)]
    clock.pass_(days=10)
    shown = page(administrator, "/ringkasan/")
    assert sum(number in shown for number in numbers) == 12
    assert "3 lainnya dalam antrean" in shown


@pytest.mark.parametrize("who", ["citizen", "officer", "operator"])
def test_nobody_else_sees_it(region: None, who: str, request: pytest.FixtureRequest) -> None:
    someone: Person = request.getfixturevalue(who)
    assert someone.client.get("/ringkasan/").status_code == 403
    assert "/ringkasan/" not in page(someone, "/")


def test_a_stranger_is_asked_to_sign_in(stranger: Person) -> None:
    assert stranger.client.get("/ringkasan/").status_code == 302
