"""The weekly report as a paper: once the week is over, and again when something was corrected."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from smartcity_base.models import PaperState
from smartcity_base.testing.cast import Person, user_of

from segar.weekly import make
from segar.weekly.content import letter, week_of

from .conftest import HILL, RICE, Pricing, ago


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


def test_a_week_that_is_over_has_one_that_anybody_may_check(
    priced: Pricing, stranger: Person
) -> None:
    priced(0, {RICE: 14_000})
    assert make.make_last() is None  # this week is not over
    priced(7, {RICE: 13_500})
    paper = make.make_last()
    assert paper is not None
    assert make.make_last() is None  # and not again
    name = week_of(ago(7)).name
    pdf = stranger.client.get(f"/mingguan/{name}.pdf").getvalue()
    assert pdf.startswith(b"%PDF-1.")
    assert f"/mingguan/{name}.pdf" in stranger.client.get(f"/mingguan/{name}/").content.decode()
    page = stranger.client.get(f"/periksa/{paper.spaced_code}/").content.decode()
    assert "masih berlaku" in page


def test_it_says_what_the_page_says(priced: Pricing) -> None:
    priced(14, {RICE: 10_000})
    priced(7, {RICE: 12_000})
    told = letter(week_of(ago(7)))
    (row,) = told["rows"]
    assert row[1] == "Rp12.000"
    assert told["provisional"] == ""
    assert "1 harga dalam 1 lembar dari 1 pasar" in told["opening"]


def test_what_was_corrected_since_is_given_out_anew(
    priced: Pricing, approver: Person, surveyor: Person
) -> None:
    sheet = priced(7, {RICE: 13_500})
    first = make.make_last()
    assert first is not None
    assert sheet.market_id == HILL
    late = timezone.now() + timedelta(hours=1)
    sheet.events.create(at=late, action="dikoreksi", user=user_of(approver), changes={})
    assert make.make_last() is not None
    first.refresh_from_db()
    assert first.status == PaperState.REPLACED


@pytest.mark.parametrize("name", ["2026-W01", "2026-W99", "x"])
def test_a_week_without_one_has_no_file(region: None, stranger: Person, name: str) -> None:
    assert stranger.client.get(f"/mingguan/{name}.pdf").status_code == 404
