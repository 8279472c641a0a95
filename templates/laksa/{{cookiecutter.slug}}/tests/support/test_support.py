"""Two citizens, one hole in the road: the second stands behind the report of the first."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from smartcity_base.models import User
from smartcity_base.testing.cast import Person, browser

from laksa import jobs, work
from laksa.models import Category, Report, Supporter
from laksa.states import Action, Actor, State
from laksa.support.deeds import Support, support
from laksa.work import Deed, Refused

from ..conftest import WORDS, Reporting, picture, taken
from ..test_mail import RELAY
from ..test_send import typed

AGAIN = {"berbeda": None, "lon": "123.0511", "lat": "0.5611", "text": "Lubang besar di depan pasar"}


@pytest.fixture
def first(reported: Reporting) -> Report:
    return reported(State.PROSES, lon=123.051, lat=0.561)


def supporters(report: Report) -> int:
    report.refresh_from_db()
    assert report.supporters == Supporter.objects.filter(report=report).count()
    return report.supporters


def test_before_a_report_is_sent_what_is_near_is_shown_and_nothing_is_lost(
    first: Report, stranger: Person
) -> None:
    form = typed(**AGAIN, name="Siti", photos=[picture()])
    page = stranger.client.post("/lapor/", form).content.decode()
    assert "Sama dengan ini?" in page
    assert "Laporan belum terkirim" in page
    assert re.search(r"1\d meter dari sini", page)
    assert f'name="dukung" value="{first.number}"' in page
    for kept in ("Lubang besar di depan pasar", 'value="Siti"', "sudah terunggah"):
        assert kept in page
    assert Report.objects.count() == 1


def test_supporting_adds_a_citizen_with_words_and_photo_and_no_report(
    first: Report, stranger: Person, officer: Person
) -> None:
    form = typed(**AGAIN, name="Siti", email="siti@example.org", photos=[picture()])
    stranger.client.post("/lapor/", form)
    form = typed(**AGAIN | {"submission": form["submission"]}, dukung=first.number,
                 name="Siti", email="siti@example.org")  # fmt: skip
    answer = stranger.client.post("/lapor/", form, follow=True)
    assert answer.redirect_chain == [(f"/laporan/{first.number}/", 302)]
    page = answer.content.decode()
    assert "Terima kasih" in page
    assert "1 warga lain" in page
    assert Report.objects.count() == 1
    assert supporters(first) == 1
    known = Supporter.objects.get()
    assert (known.name, known.email) == ("Siti", "siti@example.org")
    for hidden in ("Lubang besar", "Siti", "siti@"):
        assert hidden not in page
    theirs = officer.client.get(f"/antrean/{first.number}/").content.decode()
    assert "Lubang besar di depan pasar" in theirs
    photo = first.photos.get()
    assert stranger.client.get(f"/laporan/foto/{photo.pk}/besar/").status_code == 404
    assert stranger.client.get(f"/foto/{photo.pk}/besar/").status_code == 404


def test_the_same_form_twice_over_a_bad_line_counts_once(first: Report, stranger: Person) -> None:
    form = typed(**AGAIN, dukung=first.number)
    for _ in range(2):
        answer = stranger.client.post("/lapor/", form)
        assert answer["Location"] == f"/laporan/{first.number}/"
    assert supporters(first) == 1


def test_who_says_that_it_is_something_else_sends_a_report(first: Report, stranger: Person) -> None:
    stranger.client.post("/lapor/", typed(**AGAIN | {"berbeda": "1"}))
    assert Report.objects.count() == 2
    assert supporters(first) == 0


def test_a_region_may_ask_nothing(
    first: Report, stranger: Person, settled: Callable[..., None]
) -> None:
    settled(suggest_duplicates=False)
    stranger.client.post("/lapor/", typed(**AGAIN))
    assert Report.objects.count() == 2


def test_words_that_nobody_has_verified_are_not_shown_to_who_is_asked(
    reported: Reporting, stranger: Person
) -> None:
    reported(lon=123.051, lat=0.561, text="Pak Budi RT 3 merusak jalan")
    page = stranger.client.post("/lapor/", typed(**AGAIN)).content.decode()
    assert "Sama dengan ini?" in page
    assert "Pak Budi" not in page


@pytest.mark.parametrize("state", [State.SELESAI, State.DITOLAK])
def test_what_was_closed_meanwhile_cannot_be_supported_and_the_words_stay(
    reported: Reporting, stranger: Person, state: State
) -> None:
    report = reported(state)
    answer = stranger.client.post("/lapor/", typed(**AGAIN, dukung=report.number))
    if state == State.DITOLAK:
        assert answer.status_code == 404
    else:
        assert "tidak dapat dilakukan" in answer.content.decode()
        assert AGAIN["text"] in answer.content.decode()
    assert supporters(report) == 0


def test_one_press_on_the_public_page_counts_once_for_each_browser(
    first: Report, stranger: Person
) -> None:
    at = f"/laporan/{first.number}/"
    for _ in range(3):
        answer = stranger.client.post(f"{at}dukung/", {"submission": str(uuid.uuid4())})
        assert answer["Location"] == at
    assert supporters(first) == 1
    assert "Anda mendukung laporan ini" in stranger.client.get(at).content.decode()
    browser().post(f"{at}dukung/", {"submission": "?"})
    assert supporters(first) == 2


def test_an_account_counts_once_and_nobody_supports_themselves(
    reported: Reporting, citizen: Person
) -> None:
    assert isinstance(citizen.user, User)
    report = reported(State.PROSES)
    for _ in range(2):
        support(report, Support(uuid.uuid4(), user=citizen.user))
    assert supporters(report) == 1
    own = reported(State.PROSES, user=citizen.user)
    with pytest.raises(Refused, match="laporan Anda sendiri"):
        support(own, Support(uuid.uuid4(), user=citizen.user))
    assert supporters(own) == 0


def test_who_asks_to_stay_unknown_is_not_tied_to_their_account(
    first: Report, citizen: Person
) -> None:
    assert isinstance(citizen.user, User)
    support(first, Support(uuid.uuid4(), user=citizen.user, anonymous=True))
    assert Supporter.objects.get().user is None


def test_a_report_that_is_not_open_has_no_button(reported: Reporting, stranger: Person) -> None:
    for state in (State.PROSES, State.SELESAI):
        page = stranger.client.get(f"/laporan/{reported(state).number}/").content.decode()
        assert ("Saya juga melihat ini" in page) is (state == State.PROSES)


def test_a_program_cannot_support_without_end(
    reported: Reporting, settled: Callable[..., None]
) -> None:
    report = reported(State.PROSES)
    settled(reports_per_hour=2)
    for _ in range(4):
        browser().post(f"/laporan/{report.number}/dukung/", {"submission": str(uuid.uuid4())})
    assert supporters(report) == 2


def test_supporters_hear_of_the_end_by_the_public_address_and_no_code(
    first: Report,
    settled: Callable[..., None],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settled(mail=RELAY)
    support(first, Support(uuid.uuid4(), name="Siti", email="siti@example.org"))
    support(first, Support(uuid.uuid4()))
    with django_capture_on_commit_callbacks(execute=True):
        done = Deed(text="Sudah ditambal", photos=taken())
        work.perform(first, Action.CLOSE, Actor.OFFICER, None, done)
        work.perform(first, Action.NOTE, Actor.OFFICER, None, Deed(text="Rahasia"))
    for job in DBTaskResult.objects.filter(task_path="laksa.jobs.tell_supporter"):
        jobs.tell_supporter.call(*job.args_kwargs["args"])
    (message,) = mail.outbox
    assert message.to == ["siti@example.org"]
    body = str(message.body)
    for part in ("Yth. Siti", "Sudah ditambal", f"/laporan/{first.number}/"):
        assert part in body
    assert first.code not in body


def test_an_officer_is_shown_what_is_like_it_and_merges_and_splits_again(
    reported: Reporting, officer: Person, stranger: Person
) -> None:
    first = reported(State.PROSES, lon=123.051, lat=0.561)
    second = reported(State.DIVERIFIKASI, lon=123.0511, lat=0.5611)
    page = officer.client.get(f"/antrean/{second.number}/").content.decode()
    assert f"Gabung ke {first.number}" in page
    officer.client.post(f"/antrean/{second.number}/merge/", {"merge-original": first.number})
    second.refresh_from_db()
    assert second.duplicate_of == first
    assert "1 warga lain" in stranger.client.get(f"/laporan/{first.number}/").content.decode()
    officer.client.post(f"/antrean/{second.number}/split/")
    second.refresh_from_db()
    assert (second.state, second.duplicate_of) == (State.DIVERIFIKASI, None)
    assert second.due is not None
    kept: Any = [event.action for event in second.events.all()]
    assert kept[-2:] == ["merge", "split"]


def test_an_operator_is_shown_what_lies_with_another_agency_under_another_kind(
    reported: Reporting, operator: Person, officer: Person
) -> None:
    other = Category.objects.get(pk="sampah")
    first = reported(lon=123.051, lat=0.561, category=other)
    chance = reported(lon=123.051, lat=0.561, category=other, text="Kasur dibuang di sini")
    second = reported(State.DIVERIFIKASI, lon=123.0511, lat=0.5611)
    assert first.agency != second.agency
    page = operator.client.get(f"/antrean/{second.number}/").content.decode()
    assert f"Gabung ke {first.number}" in page
    assert first.agency.label in page
    assert chance.number not in page
    assert first.number not in officer.client.get(f"/antrean/{second.number}/").content.decode()
    operator.client.post(f"/antrean/{second.number}/merge/", {"merge-original": first.number})
    second.refresh_from_db()
    assert second.duplicate_of == first


def test_an_officer_is_shown_nothing_of_another_agency(
    reported: Reporting, officer: Person
) -> None:
    mine = reported(lon=123.051, lat=0.561)
    theirs = reported(lon=123.051, lat=0.561, text=WORDS + " juga")
    Report.objects.filter(pk=theirs.pk).update(agency="dinas-lingkungan-hidup")
    page = officer.client.get(f"/antrean/{mine.number}/").content.decode()
    assert theirs.number not in page


def test_supporters_read_the_words_as_strangers_do(
    first: Report,
    settled: Callable[..., None],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settled(mail=RELAY)
    support(first, Support(uuid.uuid4(), email="siti@example.org"))
    with django_capture_on_commit_callbacks(execute=True):
        told = Deed(text="Pemilik rumah 0812-3456-7890 sudah diberi tahu")
        work.perform(first, Action.ANSWER, Actor.OFFICER, None, told)
    job = DBTaskResult.objects.get(task_path="laksa.jobs.tell_supporter")
    jobs.tell_supporter.call(*job.args_kwargs["args"])
    body = str(mail.outbox[-1].body)
    assert "sudah diberi tahu" in body
    assert "0812" not in body


def test_who_tells_in_secret_is_not_asked_to_stand_behind_a_public_report(
    first: Report, stranger: Person
) -> None:
    stranger.client.post("/lapor/", typed(**AGAIN, secret="on"))
    assert Report.objects.exclude(pk=first.pk).get().secret


def test_a_secret_report_that_is_merged_is_not_counted_in_public(
    first: Report, reported: Reporting, officer: Person, stranger: Person
) -> None:
    secret = reported(State.DIVERIFIKASI, lon=123.0511, lat=0.5611, secret=True)
    officer.client.post(f"/antrean/{secret.number}/merge/", {"merge-original": first.number})
    secret.refresh_from_db()
    assert secret.duplicate_of == first
    assert "warga lain" not in stranger.client.get(f"/laporan/{first.number}/").content.decode()


def test_a_secret_report_cannot_be_supported(reported: Reporting, stranger: Person) -> None:
    secret = reported(State.PROSES, secret=True)
    at = f"/laporan/{secret.number}/dukung/"
    assert stranger.client.post(at, {"submission": str(uuid.uuid4())}).status_code == 404
    assert supporters(secret) == 0
