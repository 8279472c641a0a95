"""At the counter: an officer hands one link to one person who was served."""

from __future__ import annotations

import re
from typing import Any

import pytest

from smartcity_base.models import Agency, SurveyAnswer
from smartcity_base.skm.elements import ELEMENTS
from smartcity_base.testing.cast import Person, user_of

from .conftest import audited

SERVICE = "/layanan-publik/izin-galian/"


@pytest.fixture
def clerk(officer: Person) -> Person:
    """Works for the agency of the service."""
    user_of(officer).agency = Agency.objects.get(pk="dinas-pekerjaan-umum")
    user_of(officer).save()
    return officer


def test_each_press_is_another_link_and_each_is_good_for_one_answer(
    clerk: Person, stranger: Person
) -> None:
    assert "Buat tautan survei" in clerk.client.get(SERVICE).content.decode()
    links = []
    for _ in range(2):
        page = clerk.client.post(f"{SERVICE}survei/").content.decode()
        assert "data:image/svg+xml;base64," in page
        found: Any = re.search(r"live\.kotacontoh\.go\.id(/survei/[^/]+/)", page)
        links.append(found[1])
    assert links[0] != links[1]
    answers = {element.field: 4 for element in ELEMENTS}
    assert stranger.client.post(links[0], answers).status_code == 302
    assert stranger.client.post(links[0], answers).status_code == 410
    assert SurveyAnswer.objects.get().agency_id == "dinas-pekerjaan-umum"
    assert len(audited("survey.handed-out")) == 2


def test_nobody_else_hands_them_out(
    region: None, citizen: Person, stranger: Person, officer: Person
) -> None:
    assert stranger.client.post(f"{SERVICE}survei/").status_code == 302
    for person in (citizen, officer):
        assert person.client.post(f"{SERVICE}survei/").status_code == 403
        assert "Buat tautan survei" not in person.client.get(SERVICE).content.decode()
