"""An officer may read English; whoever they work for hears and keeps Indonesian."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils import translation

from smartcity_base.testing.cast import Person

from laksa.receipt.make import receipt_of

from .conftest import Reporting


@pytest.fixture
def english(officer: Person) -> Person:
    officer.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return officer


def test_an_officer_s_queue_is_in_english_when_they_chose_it(english: Person) -> None:
    page = english.client.get("/antrean/").text
    assert '<html lang="en">' in page
    assert "Queue" in page


def test_the_receipt_is_the_same_paper_whoever_asks_first(
    reported: Reporting,
) -> None:
    report = reported()
    with translation.override("en"):
        paper = receipt_of(report)
    assert paper.title == "Tanda terima laporan warga"
