"""Who reported something is asked, once, how they were served."""

from collections.abc import Callable

from django.core import mail

from smartcity_base.config import Mail
from smartcity_base.models import SurveyAnswer, SurveyInvitation
from smartcity_base.skm.elements import ELEMENTS
from smartcity_base.testing import told
from smartcity_base.testing.cast import Person, user_of

from laksa import jobs, work
from laksa.states import Action, Actor, State
from laksa.work import Deed

from .conftest import Reporting, taken

RELAY = Mail(host="surel", port=587, user=None, sender="laksa@kotacontoh.go.id", security="none")
ANSWERS = {element.field: 4 for element in ELEMENTS}


def path() -> str:
    return f"/survei/{SurveyInvitation.objects.get().code}/"


def test_the_reporters_page_leads_to_the_survey_until_it_was_answered(
    reported: Reporting, stranger: Person
) -> None:
    report = reported(State.SELESAI)
    own = f"/ikuti/{report.code}/"
    assert path() in stranger.client.get(own).content.decode()
    assert stranger.client.post(path(), ANSWERS).status_code == 302
    assert "/survei/" not in stranger.client.get(own).content.decode()
    kept = SurveyAnswer.objects.get()
    assert (kept.service, kept.agency) == ("Jalan rusak", report.agency)


def test_an_open_report_is_not_asked_about(reported: Reporting) -> None:
    reported(State.PROSES)
    assert not SurveyInvitation.objects.exists()


def test_closed_again_it_is_the_same_question_and_not_a_second_answer(
    reported: Reporting, stranger: Person
) -> None:
    report = reported(State.DIBUKA_KEMBALI)
    stranger.client.post(path(), ANSWERS)
    work.perform(report, Action.ACCEPT, Actor.OFFICER)
    done = Deed(text="Sudah", photos=taken())
    work.perform(report, Action.CLOSE, Actor.OFFICER, None, done)
    assert stranger.client.post(path(), ANSWERS).status_code == 410
    assert SurveyAnswer.objects.count() == 1


def test_it_comes_with_the_letter_about_the_end(
    reported: Reporting, settled: Callable[..., None]
) -> None:
    settled(mail=RELAY)
    report = reported(State.SELESAI, email="budi@example.org")
    event = report.events.get(action=Action.CLOSE)
    jobs.tell.call(event.pk, report.contact.pk)
    assert path() in str(mail.outbox[-1].body)
    jobs.tell.call(report.events.get(action=Action.ACCEPT).pk, report.contact.pk)
    assert path() not in str(mail.outbox[-1].body)


def test_who_agreed_to_be_invited_gets_a_notice_of_its_own_kind_and_nobody_else(
    reported: Reporting, citizen: Person
) -> None:
    reported(State.SELESAI, user=citizen.user)
    assert [notice for notice in told.notices() if notice.kind == "survei"] == []
    SurveyInvitation.objects.all().delete()
    user_of(citizen).consents = ["survei"]
    user_of(citizen).save()
    reported(State.SELESAI, user=citizen.user)
    (asked,) = [notice for notice in told.notices() if notice.kind == "survei"]
    assert asked.url.endswith(path())


def test_the_index_is_a_figure_of_the_card(reported: Reporting, stranger: Person) -> None:
    for _ in range(5):
        reported(State.SELESAI)
    for invitation in SurveyInvitation.objects.all():
        stranger.client.post(f"/survei/{invitation.code}/", ANSWERS)
    figures = {one["name"]: one for one in stranger.client.get("/api/v1/indicators").json()}
    assert figures["satisfaction"]["value"] == 100
