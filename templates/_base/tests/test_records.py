"""The log of acts and looks, its page, what a table of it refuses, and how long things stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from smartcity_base import audit, guard
from smartcity_base.models import Agency, AuditEntry, Incoming, User
from smartcity_base.personal import looks, retention
from smartcity_base.testing.cast import Casting, Person


@pytest.fixture
def guarded(db: None) -> Iterator[None]:
    guard.ensure()
    yield
    guard.lift()


def aged(entry: AuditEntry, days: int) -> None:
    """Older than it is; the log's own model would not have it."""
    with connection.cursor() as cursor:
        at = timezone.now() - timedelta(days=days)
        cursor.execute("UPDATE base_auditentry SET at = %s WHERE id = %s", [at, entry.pk])


@pytest.mark.parametrize("statement", ["UPDATE base_auditentry SET action = 'x'",
                                       "DELETE FROM base_auditentry"])  # fmt: skip
def test_the_database_itself_refuses_to_change_the_log(guarded: None, statement: str) -> None:
    audit.record(None, "apa", "hal:1")
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AuditEntry.objects.get().action == "apa"


def test_put_on_twice_it_still_lets_add(guarded: None) -> None:
    guard.ensure()
    audit.record(None, "apa", "hal:1")
    assert AuditEntry.objects.count() == 1


def test_what_its_days_have_passed_over_goes_and_is_counted(db: None) -> None:
    aged(audit.record(None, "lama", "hal:1"), days=3000)
    audit.record(None, "baru", "hal:2")
    guard.ensure()
    try:
        assert retention.forget_old() == {"audit": 1}
    finally:
        guard.lift()
    left = AuditEntry.objects.exclude(action=retention.EXPIRED)
    assert [entry.action for entry in left] == ["baru"]
    counted = AuditEntry.objects.get(action=retention.EXPIRED)
    assert counted.target == "retention:audit"
    assert counted.details == {"removed": 1, "days": 1825}


def test_more_than_a_batch_goes_in_one_night(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for n in range(5):
        aged(audit.record(None, "lama", f"hal:{n}"), days=3000)
    assert retention.forget_old() == {"audit": 5}
    assert AuditEntry.objects.filter(action=retention.EXPIRED).count() == 3


def test_where_nothing_is_old_nothing_is_written(db: None) -> None:
    Incoming.objects.create(sender="live", key="0" * 32, answer={})
    assert retention.forget_old() == {}
    assert not AuditEntry.objects.exists()


def test_no_two_kinds_share_a_name() -> None:
    with pytest.raises(ValueError, match="'audit'"):
        retention.keep("audit", "", why="")(retention.old_entries)


def test_one_look_is_written_once_and_unmasking_is_another(
    officer: Person, person: Casting
) -> None:
    other = person("Siti").user
    assert isinstance(officer.user, User)
    for contact in (False, False, True):
        looks.seen(officer.user, other, contact=contact)
    assert [look.contact for look in looks.looks(other)] == [True, False]


def test_a_change_says_from_what_to_what(administrator: Person) -> None:
    assert isinstance(administrator.user, User)
    agency = Agency.objects.get(pk="dinas-pekerjaan-umum")
    before = {"name": agency.name, "kind": agency.kind}
    agency.name = "Dinas Pekerjaan Umum dan Tata Ruang"
    entry = audit.changed(administrator.user, agency, before)
    assert entry is not None
    assert entry.details["changes"] == {"name": [before["name"], agency.name]}
    [line] = audit.history(agency)
    assert line.changes == (("name", before["name"], agency.name),)


def test_of_a_person_only_that_it_changed(administrator: Person, person: Casting) -> None:
    user = person("Siti").user
    assert isinstance(user, User)
    assert isinstance(administrator.user, User)
    before = {"name": user.name, "phone": user.phone}
    user.name, user.phone = "Siti Rahma", "+6281234567890"
    entry = audit.changed(administrator.user, user, before)
    assert entry is not None
    assert entry.details["changes"] == {"name": None, "phone": None}


def test_nothing_changed_is_nothing_written(administrator: Person) -> None:
    agency = Agency.objects.get(pk="dinas-pekerjaan-umum")
    assert audit.changed(None, agency, {"name": agency.name}) is None


def test_the_log_is_narrowed_by_person_day_and_act(administrator: Person, person: Casting) -> None:
    siti, budi = person("Siti").user, person("Budi").user
    audit.record(siti, "pertama", "hal:1")
    aged(audit.record(budi, "kedua", "hal:2"), days=3)
    client = administrator.client

    def shown(query: str) -> set[str]:
        page = client.get(f"/catatan/?{query}").content.decode().partition("<tbody>")[2]

        return {word for word in ("hal:1", "hal:2") if word in page}

    assert shown("") == {"hal:1", "hal:2"}
    assert shown(f"orang={siti.pk}") == {"hal:1"}
    assert shown("kegiatan=kedua") == {"hal:2"}
    assert shown("hal=hal:2") == {"hal:2"}
    assert shown(f"hari={timezone.localdate():%Y-%m-%d}") == {"hal:1"}


def test_a_name_is_looked_for_without_standing_in_an_address(
    administrator: Person, person: Casting
) -> None:
    siti = person("Siti Aminah").user
    answer = administrator.client.post("/catatan/", {"q": "aminah"})
    assert answer.headers["Location"] == f"/catatan/?orang={siti.pk}"
    person("Aminah Sari")
    page = administrator.client.post("/catatan/", {"q": "aminah"}).content.decode()
    assert "Yang mana?" in page


def test_who_reads_the_log_stands_in_it(administrator: Person) -> None:
    administrator.client.get("/catatan/?kegiatan=signin")
    entry = AuditEntry.objects.get(action="catatan-dibaca")
    assert entry.actor == administrator.user


@pytest.mark.parametrize("who", ["citizen", "officer"])
def test_nobody_else_reads_the_log(who: str, request: pytest.FixtureRequest) -> None:
    assert request.getfixturevalue(who).client.get("/catatan/").status_code == 403


def test_everybody_reads_what_is_held_and_how_long(region: None, stranger: Person) -> None:
    page = stranger.client.get("/data-pribadi/").content.decode()
    for words in ("1825 hari", "Peraturan BSSN 4/2021", "/akun/data-pribadi/", "Catatan kegiatan"):
        assert words in page


def test_an_act_for_another_post_is_signed_plt_while_it_lasts(person: Casting) -> None:
    user = person("Siti").user
    assert isinstance(user, User)
    today = timezone.localdate()
    title = "Plt. Kepala Dinas Pekerjaan Umum"
    days = {"since": str(today), "until": str(today)}
    user.acting = [{"agency": "dinas-pekerjaan-umum", "title": title, **days}]
    assert audit.record(user, "apa", "hal:1").details == {"as": title}
    user.acting[0]["since"] = user.acting[0]["until"] = str(today - timedelta(days=1))
    assert audit.record(user, "apa", "hal:1").details == {}
