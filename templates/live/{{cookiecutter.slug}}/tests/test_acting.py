"""Acting officials, and administrators of an agency's accounts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from smartcity_base import audit
from smartcity_base.models import Agency, AuditEntry, User
from smartcity_base.testing.cast import Person

from live import acting, roles
from live.models import Acting
from live.oidc.adapter import ProviderAdapter
from tests.conftest import Enrolling, audited

PUPR = "dinas-pekerjaan-umum"


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def siti(enrol: Enrolling) -> User:
    user = enrol("Siti").user
    assert isinstance(user, User)
    return user


@pytest.fixture
def head_of_pupr(enrol: Enrolling) -> Person:
    """Arranges the accounts of the public works agency."""
    person = enrol("Kasubbag", "live:unit-administrator")
    User.objects.filter(pk=person.user.pk).update(agency=PUPR)
    return person


def asked(since: date, until: date, **more: Any) -> dict[str, Any]:
    return {
        "kind": "plt", "post": "Kepala Dinas Pekerjaan Umum", "agency": PUPR,
        "order": "800/12/2026",
        "since": since.isoformat(), "until": until.isoformat(), "given": ["laksa:officer"], **more,
    }  # fmt: skip


def claims(user: User) -> dict[str, Any]:
    class Laksa:
        pk = "laksa"

    adapter = ProviderAdapter.__new__(ProviderAdapter)
    adapter.get_user_sub = lambda client, person: str(person.pk)
    return adapter.get_claims("userinfo", User.objects.get(pk=user.pk), Laksa(), ["smartcity"])


def test_roles_and_the_post_follow_from_the_first_day_to_the_last(
    siti: User, administrator: Person, today: date
) -> None:
    administrator.client.post(f"/orang/{siti.pk}/bertindak/", asked(today, today))
    told = claims(siti)
    assert told["roles"] == ["officer"]
    [post] = told["acting"]
    assert (post["title"], post["agency"]) == ("Plt. Kepala Dinas Pekerjaan Umum", PUPR)

    Acting.objects.update(since=today - timedelta(days=9), until=today - timedelta(days=1))
    assert (claims(siti)["roles"], claims(siti)["acting"]) == ([], [])


def test_before_its_day_the_role_is_not_there(
    siti: User, administrator: Person, today: date
) -> None:
    day = today + timedelta(days=3)
    administrator.client.post(f"/orang/{siti.pk}/bertindak/", asked(day, day))
    assert claims(siti)["roles"] == []
    assert User.objects.get(pk=siti.pk).acting_title == ""


def test_every_act_meanwhile_is_signed(siti: User, administrator: Person, today: date) -> None:
    administrator.client.post(f"/orang/{siti.pk}/bertindak/", asked(today, today, kind="plh"))
    entry = audit.record(User.objects.get(pk=siti.pk), "apa", "hal:1")
    assert entry.details["as"] == "Plh. Kepala Dinas Pekerjaan Umum"
    [begun] = audited("acting.begun")
    assert begun.details["order"] == "800/12/2026"


def test_it_can_be_ended_early(siti: User, administrator: Person, today: date) -> None:
    administrator.client.post(f"/orang/{siti.pk}/bertindak/", asked(today, today))
    found = Acting.objects.get()
    administrator.client.post(f"/orang/{siti.pk}/bertindak/{found.pk}/akhiri/")
    assert claims(siti)["roles"] == []
    assert User.objects.get(pk=siti.pk).acting == []
    assert len(audited("acting.ended")) == 1


@pytest.mark.parametrize(
    "fault",
    [{"until": "2020-01-01"}, {"post": "", "agency": ""}, {"given": ["live:administrator"]}],
)
def test_what_is_wrong_changes_nothing(
    siti: User, administrator: Person, today: date, fault: dict[str, Any]
) -> None:
    answer = administrator.client.post(f"/orang/{siti.pk}/bertindak/", asked(today, today) | fault)
    assert answer.status_code == 422
    assert not Acting.objects.exists()


def test_the_tree_shows_who_holds_and_who_acts(administrator: Person) -> None:
    assert (
        Agency.objects.get(pk=PUPR).name
        in administrator.client.get("/orang/jabatan/").content.decode()
    )


def test_an_agencys_administrator_gives_roles_within_it_and_below(
    siti: User, head_of_pupr: Person
) -> None:
    client = head_of_pupr.client
    assert client.get(f"/orang/{siti.pk}/").status_code == 404, "she works elsewhere"
    User.objects.filter(pk=siti.pk).update(agency=PUPR)
    client.post(f"/orang/{siti.pk}/peran/", {"role": ["laksa:officer"]})
    assert roles.of(siti) == {("laksa", "officer")}


def test_none_above_their_own(siti: User, head_of_pupr: Person) -> None:
    User.objects.filter(pk=siti.pk).update(agency=PUPR)
    client = head_of_pupr.client
    page = client.get(f"/orang/{siti.pk}/").content.decode()
    assert "live:administrator" not in page
    client.post(f"/orang/{siti.pk}/peran/", {"role": ["live:administrator", "live:editor"]})
    assert roles.of(siti) == {("live", "editor")}


def test_whoever_stands_above_is_out_of_their_hands(
    administrator: Person, head_of_pupr: Person
) -> None:
    User.objects.filter(pk=administrator.user.pk).update(agency=PUPR)
    for act in ("", "peran/", "kode-awal/", "aktif/", "perangkat/", "bertindak/"):
        address = f"/orang/{administrator.user.pk}/{act}"
        send = head_of_pupr.client.post if act else head_of_pupr.client.get
        assert send(address).status_code == 404, act
    assert User.objects.get(pk=administrator.user.pk).is_active
    assert head_of_pupr.client.post(f"/orang/{head_of_pupr.user.pk}/peran/").status_code == 404


def test_a_role_they_cannot_give_is_not_taken_by_their_form(
    enrol: Enrolling, head_of_pupr: Person
) -> None:
    officer = enrol("Budi", "laksa:officer")
    User.objects.filter(pk=officer.user.pk).update(agency=PUPR)
    head_of_pupr.client.post(f"/orang/{officer.user.pk}/peran/", {"role": ["live:editor"]})
    assert isinstance(officer.user, User)
    assert roles.of(officer.user) == {("live", "editor")}


def test_their_new_people_are_of_their_agency(head_of_pupr: Person) -> None:
    other = Agency.objects.exclude(pk=PUPR).filter(active=True).exclude(parent=PUPR).first()
    assert other is not None
    person = {"name": "Baru", "email": "baru@example.org", "position": ""}
    head_of_pupr.client.post("/orang/baru/", person | {"agency": other.pk})
    assert not User.objects.filter(email="baru@example.org").exists()
    head_of_pupr.client.post("/orang/baru/", person | {"agency": PUPR})
    assert User.objects.get(email="baru@example.org").agency_id == PUPR


def test_an_agencys_administrator_needs_a_second_factor_too(enrol: Enrolling) -> None:
    assert roles.is_administrator(enrol("Kasubbag", "live:unit-administrator").user)


def test_who_acts_for_a_post_reaches_its_agency_with_all_below(siti: User, today: date) -> None:
    assert siti.reach() == set()
    made = Acting(
        user=siti, kind="plt", post="Kepala Dinas", agency_id=PUPR, since=today, until=today
    )
    acting.begin(made, by=siti)
    assert PUPR in siti.reach()
    assert AuditEntry.objects.filter(action="acting.begun").exists()
