"""What everybody reads: the table with its formulas, a commodity, the screen, the week."""

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from smartcity_base.testing.cast import Person

from segar.models import Commodity
from segar.weekly.content import week_of

from .conftest import CHILLI, EGGS, HILL, LOW, RICE, WIDE, Pricing, ago


def row(page: str, name: str) -> str:
    """The words of one line of the table."""
    (line,) = [line for line in page.split("<tr") if f">{name}</a>" in line]
    return re.sub(r"<[^>]+>|\s+", " ", line)


def test_before_the_first_price_it_says_so(stranger: Person, region: None) -> None:
    assert "Belum ada harga yang disetujui" in stranger.client.get("/").content.decode()


def test_the_table_shows_average_changes_and_the_cheapest_market(
    stranger: Person, priced: Pricing
) -> None:
    priced(7, {RICE: 12000})
    priced(1, {RICE: 13000})
    priced(0, {RICE: 13200})
    priced(0, {RICE: 12800}, market=WIDE)
    page = stranger.client.get("/").content.decode()
    line = row(page, "Beras medium")
    assert "Rp13.000" in line  # (13200 + 12800) / 2
    assert "1,5%" in line  # the hill market alone: 13200 against 13000
    assert "10,0%" in line
    assert "Pasar Lega Rp12.800" in re.sub(r"\s+", " ", line)
    assert "belum ada harga" in row(page, "Telur ayam ras")
    assert "Jumlah harga dibagi jumlah pasar" in page


def test_it_is_narrowed_to_a_market_a_group_and_words(stranger: Person, priced: Pricing) -> None:
    priced(0, {RICE: 13200, CHILLI: 40000})
    priced(0, {RICE: 12800}, market=WIDE)
    there = stranger.client.get(f"/?market={WIDE}").content.decode()
    assert "Rp12.800" in row(there, "Beras medium")
    group = stranger.client.get("/?group=Cabai").content.decode()
    assert ("Rp40.000" in group, "Beras medium" in group) == (True, False)
    words = stranger.client.get("/?q=RAWIT").content.decode()
    assert ("Rp40.000" in words, "Beras medium" in words) == (True, False)
    assert "Beras medium" in stranger.client.get("/?market=taman-lega").content.decode()


def test_above_the_reference_price_in_force_is_marked(stranger: Person, priced: Pricing) -> None:
    priced(0, {RICE: 13501})
    assert "di atas HET" in row(stranger.client.get("/").content.decode(), "Beras medium")
    page = stranger.client.get(f"/bahan/{RICE}/").content.decode()
    assert "HET: Rp13.500 sejak 1 Juni 2026 (Peraturan percontohan 2)" in page


def test_at_the_reference_price_it_is_not(stranger: Person, priced: Pricing) -> None:
    priced(0, {RICE: 13500})
    assert "di atas" not in row(stranger.client.get("/").content.decode(), "Beras medium")


def test_a_commodity_shows_its_markets_and_a_trend_with_its_table(
    stranger: Person, priced: Pricing
) -> None:
    priced(10, {EGGS: 27000})
    priced(0, {EGGS: 28000})
    priced(0, {EGGS: 27500}, market=WIDE)
    page = stranger.client.get(f"/bahan/{EGGS}/").content.decode()
    assert page.index("Pasar Lega") < page.index("Pasar Bukit")
    assert "<polyline" in page
    assert "style=" not in page
    assert "Rp27.750" in page  # the mean of today in the table behind the drawing
    assert stranger.client.get("/bahan/batu/").status_code == 404


def test_a_retired_commodity_keeps_its_page(stranger: Person, priced: Pricing) -> None:
    priced(0, {EGGS: 28000})
    Commodity.objects.filter(pk=EGGS).update(active=False)
    assert "Telur ayam ras" not in stranger.client.get("/").content.decode()
    assert "Rp28.000" in stranger.client.get(f"/bahan/{EGGS}/").content.decode()


def test_the_screen_of_a_market_loads_itself_again_when_asked_to(
    stranger: Person, priced: Pricing
) -> None:
    priced(0, {RICE: 13200})
    page = stranger.client.get(f"/papan/{HILL}/?layar=1").content.decode()
    assert '<meta http-equiv="refresh" content="300">' in page
    assert 'http-equiv="refresh"' not in stranger.client.get(f"/papan/{HILL}/").content.decode()
    assert "Rp13.200" in page
    assert "/masuk/" not in page
    assert "Belum ada harga terbaru" in stranger.client.get(f"/papan/{LOW}/").content.decode()
    assert stranger.client.get("/papan/taman-lega/").status_code == 404


def test_the_week_is_told_on_a_page_to_print(stranger: Person, priced: Pricing) -> None:
    priced(7, {RICE: 12000})
    priced(0, {RICE: 13200})
    name = week_of(ago(0)).name
    assert name in stranger.client.get("/mingguan/").content.decode()
    page = stranger.client.get(f"/mingguan/{name}/").content.decode()
    assert "Sementara" in page
    assert "10,0%" in page
    assert "Dicatat 1 harga dalam 1 lembar dari 1 pasar" in page


@pytest.mark.parametrize("name", ["2999-W01", "2026-W99", "kemarin", "2026-11-22"])
def test_a_week_that_is_none_is_not_there(name: str, stranger: Person, region: None) -> None:
    assert stranger.client.get(f"/mingguan/{name}/").status_code == 404


def test_every_figure_stands_beside_its_formula(stranger: Person, region: None) -> None:
    page = stranger.client.get("/angka/").content.decode()
    assert "rata-ratanya sekarang lebih tinggi daripada harga acuan" in page


def test_the_first_page_is_light_and_asks_little_of_the_database(
    stranger: Person, priced: Pricing, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    priced(0, {RICE: 13200, EGGS: 28000, CHILLI: 40000})
    assert len(stranger.client.get("/").content) < 20_000
    with django_assert_max_num_queries(4):
        stranger.client.get("/")
