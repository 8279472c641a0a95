"""Every look of an officer at a report is written down, and its reporter reads of it."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection

from smartcity_base.config import config
from smartcity_base.models import AuditEntry
from smartcity_base.models.record import AppendOnlyError
from smartcity_base.templatetags.smartcity import waktu
from smartcity_base.testing.cast import Casting, Person

from laksa.models import Report
from laksa.privacy import access
from laksa.states import State

from ..conftest import Clock, Reporting


@pytest.fixture
def report(reported: Reporting) -> Report:
    return reported(State.PROSES, photo=True, name="Budi", email="budi@example.org")


def looks() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=access.OPENED))


def test_opening_a_report_is_written_down_with_the_role(
    report: Report, officer: Person, operator: Person
) -> None:
    officer.client.get(f"/antrean/{report.number}/")
    operator.client.get(f"/antrean/{report.number}/")
    second, first = looks()
    assert (first.actor, first.details) == (officer.user, {"role": "officer", "contact": False})
    assert (second.actor, second.details["role"]) == (operator.user, "operator")
    assert first.target == f"laksa.report:{report.pk}"
    assert "Budi" not in str(first.details)


def test_the_contact_is_masked_until_somebody_asks_and_that_is_written_down(
    report: Report, officer: Person
) -> None:
    page = officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert "budi@example.org" not in page
    assert "b••••@example.org" in page
    page = officer.client.post(f"/antrean/{report.number}/kontak/").content.decode()
    assert "mailto:budi@example.org" in page
    assert [entry.details["contact"] for entry in looks()] == [True, False]
    page = officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert "budi@example.org" not in page, "for that one answer"


def test_a_screen_that_was_left_open_reveals_no_contact(report: Report, person: Casting) -> None:
    roads = "dinas-pekerjaan-umum"
    left = person("Petugas", roles=["officer"], agency=roads, proven=timedelta(hours=1))
    at = f"/antrean/{report.number}/"
    came = {"sec-fetch-site": "same-origin", "referer": f"{config().app.origin}{at}"}
    answer = left.client.post(f"{at}kontak/", headers=came)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "budi@example.org" not in page
    assert f"/masuk/lagi/?max_age=900&amp;next={quote(at, safe='')}" in page
    assert not any(entry.details["contact"] for entry in looks())


def test_who_may_not_see_the_report_reveals_nothing(report: Report, other_officer: Person) -> None:
    answer = other_officer.client.post(f"/antrean/{report.number}/kontak/")
    assert answer.status_code in {403, 404}
    assert "budi@example.org" not in answer.content.decode()
    assert looks() == []


def test_the_queue_alone_is_no_look_but_a_large_photo_is(report: Report, officer: Person) -> None:
    photo = report.photos.get()
    officer.client.get("/antrean/")
    officer.client.get(f"/antrean/{report.number}/foto/{photo.pk}/kecil/")
    assert looks() == []
    officer.client.get(f"/antrean/{report.number}/foto/{photo.pk}/besar/")
    assert [entry.details["contact"] for entry in looks()] == [False]


def test_one_look_is_written_once(report: Report, officer: Person) -> None:
    for _ in range(3):
        officer.client.get(f"/antrean/{report.number}/")
    assert len(looks()) == 1
    before = looks()[0].at - timedelta(hours=1)
    # The log cannot be changed through its model: the test goes around it.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_auditentry SET at = %s", [before])
    officer.client.get(f"/antrean/{report.number}/")
    assert len(looks()) == 2


def test_who_may_not_see_it_leaves_no_look(
    report: Report, other_officer: Person, stranger: Person
) -> None:
    other_officer.client.get(f"/antrean/{report.number}/")
    stranger.client.get(f"/laporan/{report.number}/")
    assert looks() == []


def test_the_contact_of_an_anonymous_reporter_is_not_seen(
    reported: Reporting, officer: Person
) -> None:
    report = reported(State.PROSES, name="Budi", anonymous=True)
    officer.client.post(f"/antrean/{report.number}/kontak/")
    assert [entry.details["contact"] for entry in looks()] == [False]


def test_the_reporter_reads_the_role_and_the_time_and_no_name(
    report: Report, person: Casting, stranger: Person
) -> None:
    officer = person("Siti Aminah", roles=["officer"], agency="dinas-pekerjaan-umum")
    page = stranger.client.get(f"/ikuti/{report.code}/").content.decode()
    assert "Belum ada petugas yang membukanya" in page
    officer.client.post(f"/antrean/{report.number}/kontak/")
    page = stranger.client.get(f"/ikuti/{report.code}/").content.decode()
    assert "Petugas instansi" in page
    assert "melihat kontak Anda" in page
    assert "Aminah" not in page
    assert waktu(looks()[0].at) in page


def test_the_administrator_reads_who_it_was_by_the_reports_number(
    report: Report, reported: Reporting, officer: Person, administrator: Person
) -> None:
    other = reported()
    for one in (report, other):
        officer.client.get(f"/antrean/{one.number}/")
    page = administrator.client.get("/catatan/").content.decode()
    for words in ("Petugas", "Laporan dibuka", report.number, other.number):
        assert words in page
    page = administrator.client.get(f"/catatan/?hal={other.number}").content.decode()
    assert report.number not in page


@pytest.mark.parametrize("who", ["officer", "operator", "citizen"])
def test_nobody_else_reads_the_log(
    who: str, operator: Person, officer: Person, citizen: Person
) -> None:
    person = {"officer": officer, "operator": operator, "citizen": citizen}[who]
    assert person.client.get("/catatan/").status_code == 403


def test_the_log_is_only_added_to(report: Report, officer: Person, clock: Clock) -> None:
    officer.client.get(f"/antrean/{report.number}/")
    with pytest.raises(AppendOnlyError):
        looks()[0].delete()
    with pytest.raises(AppendOnlyError):
        AuditEntry.objects.all().update(actor=None)
