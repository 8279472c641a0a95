"""Mail to reporters: who gets it, what is in it, and what never is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from smartcity_base.config import Mail
from smartcity_base.mail import ATTEMPTS

from laksa import jobs, notices, work
from laksa.models import ReportEvent
from laksa.states import Action, Actor, State
from laksa.work import Deed

from .conftest import Clock, Reporting

RELAY = Mail(host="surel", port=587, user=None, sender="laksa@kotacontoh.go.id", security="none")
ADDRESS = "budi@example.org"


@pytest.fixture
def relay(settled: Callable[..., None]) -> None:
    settled(mail=RELAY)


def post(event: ReportEvent) -> list[mail.EmailMessage]:
    mail.outbox.clear()
    for contact in notices.readers(event):
        jobs.tell.call(event.pk, contact.pk)
    return list(mail.outbox)


@pytest.mark.usefixtures("relay")
def test_the_reporter_gets_number_words_and_their_own_link(reported: Reporting) -> None:
    report = reported(State.PROSES, email=ADDRESS, name="Budi")
    event = work.perform(report, Action.ANSWER, Actor.OFFICER, None, Deed(text="Besok ditambal"))
    (message,) = post(event)
    assert message.to == [ADDRESS]
    assert message.from_email == RELAY.sender
    assert report.number in message.subject
    for part in (
        "Yth. Budi",
        "Besok ditambal",
        f"https://laksa.kotacontoh.go.id/ikuti/{report.code}/",
    ):
        assert part in message.body


@pytest.mark.usefixtures("relay")
def test_why_a_report_was_forwarded_is_not_in_the_mail(reported: Reporting) -> None:
    from smartcity_base.models import Agency

    report = reported(State.PROSES, email=ADDRESS)
    other = Agency.objects.get(pk="dinas-lingkungan-hidup")
    event = work.perform(
        report, Action.FORWARD, Actor.OFFICER, None, Deed(agency=other, text="Bukan urusan kami")
    )
    (message,) = post(event)
    assert "Bukan urusan kami" not in message.body
    assert "Dinas Lingkungan Hidup" in message.body


@pytest.mark.usefixtures("relay")
def test_the_reporters_of_merged_reports_hear_of_the_end_each_for_themselves(
    reported: Reporting,
) -> None:
    main = reported(State.PROSES, email=ADDRESS)
    other = reported(State.DIVERIFIKASI, email="siti@example.org")
    work.perform(other, Action.MERGE, Actor.OFFICER, None, Deed(original=main))
    event = work.perform(main, Action.ANSWER, Actor.OFFICER, None, Deed(text="Besok ditambal"))
    messages = post(event)
    assert sorted(message.to[0] for message in messages) == [ADDRESS, "siti@example.org"]
    for message in messages:
        assert len(message.to) == 1
    hers = next(message for message in messages if message.to == ["siti@example.org"])
    assert main.number in hers.body
    assert main.code not in hers.body


@pytest.mark.usefixtures("relay")
def test_an_event_is_queued_once_it_is_really_written_and_by_its_number_alone(
    reported: Reporting, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    report = reported(State.DIVERIFIKASI, email=ADDRESS)
    DBTaskResult.objects.all().delete()  # what was told before
    with django_capture_on_commit_callbacks(execute=True):
        event = work.perform(report, Action.ACCEPT, Actor.OFFICER)
        work.perform(report, Action.NOTE, Actor.OFFICER, None, Deed(text="Rahasia"))
    job = DBTaskResult.objects.get()
    assert job.args_kwargs == {"args": [event.pk, report.contact.pk], "kwargs": {}}


def test_a_region_without_mail_queues_nothing(
    reported: Reporting, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        reported(State.SELESAI, email=ADDRESS)
    assert not DBTaskResult.objects.exists()


@pytest.mark.usefixtures("relay")
def test_who_left_no_address_gets_no_mail(reported: Reporting) -> None:
    report = reported(State.DIVERIFIKASI, name="Budi")
    assert post(work.perform(report, Action.ACCEPT, Actor.OFFICER)) == []


@pytest.mark.usefixtures("relay")
def test_mail_that_the_relay_does_not_take_is_tried_later_and_not_for_ever(
    reported: Reporting, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    report = reported(State.DIVERIFIKASI, email=ADDRESS)
    event = work.perform(report, Action.ACCEPT, Actor.OFFICER)
    DBTaskResult.objects.all().delete()  # what was told before
    monkeypatch.setattr("laksa.jobs.letter", away)
    jobs.tell.call(event.pk, report.contact.pk, 3)
    again = DBTaskResult.objects.get()
    assert again.args_kwargs["args"] == [event.pk, report.contact.pk, 4]
    assert again.run_after == clock.now + timedelta(minutes=8)
    with pytest.raises(ConnectionRefusedError):
        jobs.tell.call(event.pk, report.contact.pk, ATTEMPTS)
    assert DBTaskResult.objects.count() == 1


@pytest.mark.usefixtures("relay")
def test_a_reporter_who_was_forgotten_gets_no_mail(reported: Reporting) -> None:
    report = reported(State.DIVERIFIKASI, email=ADDRESS)
    event = work.perform(report, Action.ACCEPT, Actor.OFFICER)
    gone = report.contact.pk
    report.contact.delete()
    jobs.tell.call(event.pk, gone)
    assert mail.outbox == []
