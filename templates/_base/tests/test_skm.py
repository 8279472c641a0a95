"""The satisfaction survey: an exact index, one answer for each service, and nobody's name."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from smartcity_base.models import Agency, SurveyAnswer, SurveyInvitation
from smartcity_base.models.record import AppendOnlyError
from smartcity_base.skm import index, results
from smartcity_base.skm.elements import ELEMENTS
from smartcity_base.skm.index import Band
from smartcity_base.skm.invite import OPEN_DAYS, invite, open_path, take
from smartcity_base.testing.cast import Person

SCORES = st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=1, max_size=40)


def answered(scores: list[list[int]]) -> Decimal:
    totals = [sum(column) for column in zip(*scores, strict=True)]
    return index.rounded(index.ikm(totals, len(scores)))


@given(SCORES)
def test_it_is_twenty_five_ninths_of_all_scores_over_the_answers(scores: list[list[int]]) -> None:
    exact = Fraction(25 * sum(map(sum, scores)), 9 * len(scores))
    assert abs(Fraction(answered(scores)) - exact) <= Fraction(1, 200)
    assert Decimal("25.00") <= answered(scores) <= Decimal("100.00")


@pytest.mark.parametrize("score", [1, 2, 3, 4])
def test_the_same_answer_everywhere_gives_exactly_its_quarter(score: int) -> None:
    assert answered([[score] * 9] * 7) == Decimal(25 * score)


# (sum of all scores, answers) whose index is exactly that number.
EDGES = {
    "64.99": (58491, 2500, Band.D),
    "65.00": (117, 5, Band.C),
    "76.60": (3447, 125, Band.C),
    "76.61": (68949, 2500, Band.B),
    "88.30": (7947, 250, Band.B),
    "88.31": (79479, 2500, Band.A),
    "25.00": (45, 5, Band.D),
    "100.00": (180, 5, Band.A),
}


@pytest.mark.parametrize("shown", EDGES)
def test_each_edge_of_a_band_is_on_its_own_side(shown: str) -> None:
    total, answers, band = EDGES[shown]
    totals = [total // 9 + (n < total % 9) for n in range(9)]
    found = index.rounded(index.ikm(totals, answers))
    assert (str(found), index.band(found)) == (shown, band)


def test_every_number_from_25_to_100_lies_in_one_band_and_better_is_never_worse() -> None:
    order = [Band.D, Band.C, Band.B, Band.A]
    numbers = [Decimal(n).scaleb(-2) for n in range(2500, 10001)]
    found = [order.index(index.band(number)) for number in numbers]
    assert found == sorted(found)
    firsts = [str(numbers[found.index(n)]) for n in range(4)]
    assert firsts == ["25.00", "65.00", "76.61", "88.31"]


@pytest.mark.parametrize(
    ("exact", "shown"), [("64.994999", "64.99"), ("64.995", "65.00"), ("65.005", "65.01")]
)
def test_a_half_is_rounded_up_once_and_then_the_band_is_read(exact: str, shown: str) -> None:
    assert str(index.rounded(Fraction(exact))) == shown


def test_none_is_no_index() -> None:
    with pytest.raises(ValueError, match="nine sums"):
        index.ikm([0] * 9, 0)


def full(**changes: Any) -> dict[str, Any]:
    return {element.field: 3 for element in ELEMENTS} | changes


@pytest.fixture
def roads(region: None) -> Agency:
    return Agency.objects.get(pk="dinas-pekerjaan-umum")


def judge(agency: Agency, *scores: int, service: str = "Jalan rusak") -> None:
    for n, score in enumerate(scores):
        invite(f"{service}-{score}-{n}", service, agency)
        code = SurveyInvitation.objects.get(reference=f"{service}-{score}-{n}").code
        assert take(code, {element.field: score for element in ELEMENTS})


def test_the_same_service_has_one_link_and_it_is_good_once(roads: Agency, stranger: Person) -> None:
    path = invite("LKS-1", "Jalan rusak", roads)
    assert invite("LKS-1", "Jalan rusak", roads) == path == open_path("LKS-1")
    assert "Jalan rusak" in stranger.client.get(path).content.decode()
    assert stranger.client.post(path, full()).status_code == 302
    again = stranger.client.post(path, full())
    assert again.status_code == 410
    assert "sudah dinilai" in again.content.decode()
    assert (SurveyAnswer.objects.count(), open_path("LKS-1")) == (1, "")
    assert invite("LKS-1", "Jalan rusak", roads) == path
    assert open_path("LKS-1") == ""


def test_what_is_left_out_is_asked_again_and_nothing_is_kept(
    roads: Agency, stranger: Person
) -> None:
    path = invite("LKS-1", "Jalan rusak", roads)
    for wrong in ({"u9": ""}, {"u1": "5"}, {"u1": "0"}):
        answer = stranger.client.post(path, full(**wrong))
        assert answer.status_code == 422
    assert not SurveyAnswer.objects.exists()
    assert 'value="3"' in answer.content.decode()
    assert stranger.client.post(path, full()).status_code == 302


def test_after_its_time_a_link_is_closed_and_an_unknown_one_is_nothing(
    roads: Agency, stranger: Person
) -> None:
    path = invite("LKS-1", "Jalan rusak", roads)
    SurveyInvitation.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert stranger.client.post(path, full()).status_code == 410
    assert stranger.client.get("/survei/bukan-kode/").status_code == 404
    assert OPEN_DAYS == 60


def test_an_answer_leads_back_to_nobody(roads: Agency, citizen: Person) -> None:
    path = invite("LKS-1", "Jalan rusak", roads)
    citizen.client.post(path, full(age="18-30", gender="p"))
    kept = SurveyAnswer.objects.values().get()
    assert set(kept) == {
        "id", "day", "service", "agency_id", "age", "gender", "education", "work",
        *(element.field for element in ELEMENTS),
    }  # fmt: skip
    assert type(kept["day"]) is date
    with pytest.raises(AppendOnlyError):
        SurveyAnswer.objects.get().save()


def test_the_page_shows_index_band_formula_and_what_is_worst(
    roads: Agency, stranger: Person
) -> None:
    judge(roads, 3, 3, 3, 3, 4)
    page = stranger.client.get("/survei/").content.decode()
    for part in ("80,00", "Baik", "1/9", "PANRB", "88,31", ">5<"):
        assert part in page, part


def test_of_fewer_than_five_only_their_number_is_told(roads: Agency, stranger: Person) -> None:
    judge(roads, 1, 1, 1, 1)
    page = stranger.client.get("/survei/").content.decode()
    assert "Baru 4 jawaban" in page
    assert "25,00</strong>" not in page
    assert "ikm" in stranger.client.get("/survei/hasil.csv").content.decode()
    assert results.index_this_year() is None


def test_it_is_narrowed_by_agency_service_and_quarter(roads: Agency, stranger: Person) -> None:
    other = Agency.objects.get(pk="dinas-lingkungan-hidup")
    judge(roads, 4, 4, 4, 4, 4)
    judge(other, 1, 1, 1, 1, 1, service="Sampah")

    def ikm(query: str) -> str:
        rows = list(csv.reader(io.StringIO(
            stranger.client.get(f"/survei/hasil.csv?{query}").content.decode())))  # fmt: skip
        return rows[-1][7]

    assert ikm("") == "62.50"
    assert ikm("layanan=Sampah") == "25.00"
    assert ikm("instansi=dinas-pekerjaan-umum") == "100.00"
    quarter = (timezone.localdate().month - 1) // 3 + 1
    assert ikm(f"triwulan={quarter}") == "62.50"
    assert ikm(f"triwulan={quarter % 4 + 1}") == ""


def test_the_csv_has_the_nine_elements_and_the_index(roads: Agency, stranger: Person) -> None:
    judge(roads, 3, 3, 3, 3, 4)
    rows = list(
        csv.DictReader(io.StringIO(stranger.client.get("/survei/hasil.csv").content.decode()))
    )
    assert [row["kode"] for row in rows] == [*(f"U{n}" for n in range(1, 10)), "IKM"]
    assert (rows[0]["jumlah_nilai"], rows[0]["nrr"]) == ("16", "3.200")
    assert (rows[-1]["ikm"], rows[-1]["mutu"]) == ("80.00", "B")


@pytest.mark.parametrize(
    ("quarter", "span"),
    [(None, ("01-01", "12-31")), (1, ("01-01", "03-31")), (2, ("04-01", "06-30")),
     (3, ("07-01", "09-30")), (4, ("10-01", "12-31"))],
)  # fmt: skip
def test_a_period_is_a_year_or_a_quarter(quarter: int | None, span: tuple[str, str]) -> None:
    found = results.period(2026, quarter)
    assert tuple(day.isoformat()[5:] for day in found) == span
