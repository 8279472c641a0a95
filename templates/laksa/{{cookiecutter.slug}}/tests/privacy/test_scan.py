"""Words from before they were looked at, or from before there was a pattern: found all the same."""

import pytest
from django_tasks_db.models import DBTaskResult

from smartcity_base.testing.cast import Person

from laksa import jobs, work
from laksa.models import Finding, Report
from laksa.privacy import detect, review, scan
from laksa.privacy.models import Decision, Scan
from laksa.states import Action, Actor, State
from laksa.work import Deed

from ..conftest import Reporting
from .test_review import NIK, PHONE, WORDS, pages


@pytest.fixture
def old(reported: Reporting, monkeypatch: pytest.MonkeyPatch) -> Report:
    """A report, with an answer, that was written when nothing was looked at."""
    with monkeypatch.context() as before:
        before.setattr(review, "look_at", lambda _event: None)
        report = reported(State.PROSES, text=WORDS)
        answer = Deed(text="Hubungi ibu Rina, rina.rt09@contoh.com")
        work.perform(report, Action.ANSWER, Actor.OPERATOR, None, answer)
    assert not Finding.objects.exists()
    return report


def test_what_was_there_before_is_masked_and_waits_for_an_officer(
    old: Report, stranger: Person, officer: Person
) -> None:
    assert PHONE in stranger.client.get(f"/laporan/{old.number}/").content.decode()
    jobs.scan_words.call()
    for address in pages(old):
        page = stranger.client.get(address).content.decode()
        for value in (PHONE, NIK, "rina.rt09"):
            assert value not in page, address
    assert "Tinjau 3 data pribadi" in officer.client.get("/antrean/").content.decode()


def test_it_goes_on_where_it_was_and_leaves_the_queue_to_others_meanwhile(
    old: Report, reported: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        reported()
    monkeypatch.setattr(scan, "AT_ONCE", 2)
    rounds = 0
    jobs.scan_words.call()
    while job := DBTaskResult.objects.filter(task_path="laksa.jobs.scan_words").first():
        job.delete()
        jobs.scan_words.call()
        rounds += 1
    assert rounds == 2
    assert Scan.objects.get().report == Report.objects.order_by("pk").last().pk
    looked = []
    monkeypatch.setattr(scan.detect, "find", looked.append)
    jobs.scan_words.call()
    assert looked == []


def test_a_scan_that_is_killed_does_the_same_reports_again(
    old: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as short:
        short.setattr(scan, "_told", killed)
        with pytest.raises(KeyboardInterrupt):
            scan.go_on()
    assert not Scan.objects.exists()
    scan.go_on()
    assert Finding.objects.filter(report=old).count() == 3


def test_new_patterns_begin_at_the_oldest_report_and_no_decision_is_forgotten(
    old: Report, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan.go_on()
    review.decide(old.findings.get(kind="phone"), Decision.OPEN, officer.user)
    monkeypatch.setattr(detect, "VERSION", detect.VERSION + 1)
    jobs.scan_words.call()
    assert Scan.objects.count() == 2
    assert old.findings.get(kind="phone").decision == Decision.OPEN
    old.refresh_from_db()
    assert PHONE not in [value for value, _kind in old.masks]


def test_words_without_any_are_not_touched(reported: Reporting) -> None:
    report = reported(State.PROSES)
    scan.go_on()
    assert not Finding.objects.exists()
    report.refresh_from_db()
    assert report.masks == []
