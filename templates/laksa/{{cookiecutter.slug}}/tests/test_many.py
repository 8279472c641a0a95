"""An officer with two hundred reports: priorities, many at once, and a queue that remembers."""

from datetime import datetime

import pytest

from smartcity_base.testing.cast import Person

from laksa.models import Category, Report
from laksa.states import Priority, State

from .conftest import Clock, Reporting

TO_WASTE = {"action": "forward", "agency": "dinas-lingkungan-hidup", "text": "Ini sampah"}


def ticked(*reports: Report, **what: str) -> dict[str, object]:
    return {"nomor": [report.number for report in reports], "back": "/antrean/?q=lubang"} | what


def states(*reports: Report) -> list[str]:
    for report in reports:
        report.refresh_from_db()
    return [report.state for report in reports]


def test_many_reports_are_verified_and_accepted_at_once(
    reported: Reporting, officer: Person
) -> None:
    three = [reported() for _ in range(3)]
    answer = officer.client.post("/antrean/sekaligus/", ticked(*three, action="verify"))
    assert answer["Location"] == "/antrean/?q=lubang"
    officer.client.post("/antrean/sekaligus/", ticked(*three, action="accept"))
    assert states(*three) == ["proses"] * 3
    assert "3 laporan: penanganan dimulai." in officer.client.get("/antrean/").content.decode()
    for report in three:
        assert [event.action for event in report.events.all()] == ["receive", "verify", "accept"]


def test_one_that_cannot_go_holds_up_none_and_is_named_with_the_reason(
    reported: Reporting, officer: Person
) -> None:
    good, done = reported(State.DIVERIFIKASI), reported(State.SELESAI)
    answer = officer.client.post(
        "/antrean/sekaligus/", ticked(done, good, action="accept"), follow=True
    )
    page = answer.content.decode()
    assert states(good, done) == ["proses", "selesai"]
    assert "1 laporan: penanganan dimulai." in page
    assert f"{done.number}: “Penanganan dimulai” tidak dapat dilakukan" in page


def test_many_reports_are_forwarded_with_one_reason(
    reported: Reporting, officer: Person, other_officer: Person
) -> None:
    two = [reported(State.PROSES), reported()]
    officer.client.post("/antrean/sekaligus/", ticked(*two, **TO_WASTE))
    for report in two:
        report.refresh_from_db()
        assert report.agency_id == "dinas-lingkungan-hidup"
        page = other_officer.client.get(f"/antrean/{report.number}/").content.decode()
        assert "Ini sampah" in page


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ({"action": "verify"}, "Centang dulu laporan"),
        (
            {**TO_WASTE, "text": "", "nomor": ["LKS-26-000001"]},
            "pilih instansi dan tulis alasannya",
        ),
        ({"action": "close", "nomor": ["LKS-26-000001"]}, "Tidak ada yang diubah"),
        ({"action": "reject", "nomor": ["LKS-26-000001"]}, "Tidak ada yang diubah"),
    ],
)
def test_what_is_missing_or_needs_its_own_look_is_not_done_at_once(
    reported: Reporting, officer: Person, form: dict[str, object], complaint: str
) -> None:
    report = reported(State.PROSES)
    page = officer.client.post("/antrean/sekaligus/", form, follow=True).content.decode()
    assert complaint in page
    assert states(report) == ["proses"]


def test_reports_of_another_agency_are_not_touched(
    reported: Reporting, other_officer: Person, citizen: Person, stranger: Person
) -> None:
    report = reported()
    form = ticked(report, action="verify")
    other_officer.client.post("/antrean/sekaligus/", form)
    assert citizen.client.post("/antrean/sekaligus/", form).status_code == 403
    assert stranger.client.post("/antrean/sekaligus/", form).status_code == 302
    assert states(report) == ["menunggu"]


def test_it_goes_back_to_no_other_site(reported: Reporting, officer: Person) -> None:
    form = ticked(reported(), action="verify") | {"back": "https://example.org/"}
    assert officer.client.post("/antrean/sekaligus/", form)["Location"] == "/antrean/"


def test_what_has_priority_comes_before_what_is_late(
    reported: Reporting, officer: Person, stranger: Person, clock: Clock
) -> None:
    clock.now = datetime.fromisoformat("2026-07-01T09:00:00+08:00")
    late = reported()
    clock.now = datetime.fromisoformat("2026-07-13T09:00:00+08:00")
    first, second = reported(), reported()
    officer.client.post(
        f"/antrean/{second.number}/prioritise/", {"prioritise-priority": Priority.TINGGI}
    )
    form = ticked(first, action="prioritise", priority=str(Priority.DARURAT.value))
    officer.client.post("/antrean/sekaligus/", form, follow=True)
    page = officer.client.get("/antrean/?bersih=1").content.decode()
    order = sorted((late, first, second), key=lambda report: page.index(report.number))
    assert order == [first, second, late]
    assert "Darurat" in page
    urgent = officer.client.get("/antrean/?priority=2").content.decode()
    assert first.number in urgent
    assert second.number not in urgent
    told = officer.client.get(f"/antrean/{first.number}/").content.decode()
    assert "Prioritas: Darurat" in told
    assert "Prioritas" not in stranger.client.get(f"/laporan/{first.number}/").content.decode()


def test_the_queue_is_as_the_officer_left_it(reported: Reporting, officer: Person) -> None:
    reported()
    reported(category=Category.objects.get(pk="lampu-jalan"))
    left = "/antrean/?category=lampu-jalan&tab=open"
    officer.client.get(left + "&halaman=1")
    assert officer.client.get("/antrean/")["Location"] == left
    page = officer.client.get(left).content.decode()
    assert "?bersih=1" in page
    assert officer.client.get("/antrean/?bersih=1").status_code == 200
    assert officer.client.get("/antrean/").status_code == 200


def test_from_one_report_to_the_next_of_the_same_queue(
    reported: Reporting, officer: Person, clock: Clock
) -> None:
    first, second, third = reported(), reported(State.PROSES), reported(State.DIVERIFIKASI)
    officer.client.get("/antrean/?q=lubang")
    at = f"/antrean/{first.number}/"
    page = officer.client.get(at).content.decode()
    after = [report for report in (second, third) if f"Berikutnya: {report.number}" in page]
    assert len(after) == 1
    officer.client.get("/antrean/?state=proses")
    assert f"Berikutnya: {second.number}" in officer.client.get(at).content.decode()
    last = officer.client.get(f"/antrean/{second.number}/").content.decode()
    assert "Berikutnya" not in last


def test_the_tabs_count_what_is_late_and_what_soon_will_be(
    reported: Reporting, officer: Person, clock: Clock
) -> None:
    soon, later = reported(), reported(State.DIVERIFIKASI)
    clock.now = datetime.fromisoformat("2026-07-08T10:00:00+08:00")
    page = officer.client.get("/antrean/?tab=soon").content.decode()
    assert "Segera <b>1</b>" in page
    assert soon.number in page
    assert later.number not in page
