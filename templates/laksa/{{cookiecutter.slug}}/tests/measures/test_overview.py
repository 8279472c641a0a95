"""The page for the head of the region: what is late, where, and with whom; and for nobody else."""

import pytest

from smartcity_base.models import Village
from smartcity_base.testing.cast import Casting, Person

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
    assert "/ringkasan/" not in page(someone, "/laporan/")


def test_a_stranger_is_asked_to_sign_in(stranger: Person) -> None:
    assert stranger.client.get("/ringkasan/").status_code == 302


def test_the_head_of_the_region_comes_to_it_at_once_and_reads_what_strangers_read(
    reported: Reporting, person: Casting, clock: Clock
) -> None:
    open_one, secret = reported(), reported(secret=True, email="pelapor@example.org")
    clock.pass_(days=10)
    mayor = person("Wali Kota", roles=["leader"])
    assert mayor.client.get("/")["Location"] == "/ringkasan/"
    shown = page(mayor, "/ringkasan/")
    assert "2 laporan lewat tenggat" in shown
    assert f'href="/laporan/{open_one.number}/"' in shown
    assert secret.number in shown
    assert f"/{secret.number}/" not in shown
    assert "/antrean/" not in shown
    for address in ("/antrean/", f"/antrean/{open_one.number}/", "/akses/", "/pengaturan/"):
        assert mayor.client.get(address).status_code in {403, 404}, address
    verify = mayor.client.post(f"/antrean/{open_one.number}/verify/")
    assert verify.status_code == 403


def test_what_does_not_fit_is_found_in_the_queue(
    reported: Reporting, administrator: Person, clock: Clock
) -> None:
    for _ in range(13):
        reported()
    clock.pass_(days=10)
    assert 'href="/antrean/?tab=late"' in page(administrator, "/ringkasan/")
