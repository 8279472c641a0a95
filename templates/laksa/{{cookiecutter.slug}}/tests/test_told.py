"""What LIVE is told of a citizen's reports: for their inbox and their list, and never in secret."""

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from smartcity_base.config import Mail
from smartcity_base.models import Agency, Outgoing
from smartcity_base.testing import told
from smartcity_base.testing.cast import Casting, Person, browser, user_of

from laksa import work
from laksa.models import Report
from laksa.states import Action, Actor, State
from laksa.support.deeds import Support, support
from laksa.work import Deed

from .conftest import Reporting, sent, taken

RELAY = Mail(host="surel", port=587, user=None, sender="laksa@kotacontoh.go.id", security="none")


@pytest.fixture
def mine(citizen: Person, reported: Reporting) -> Report:
    return reported(State.DIVERIFIKASI, user=citizen.user, email="lain@example.org")


def answer(report: Report, text: str = "Besok ditambal") -> None:
    work.perform(report, Action.ANSWER, Actor.OFFICER, None, Deed(text=text))


def test_who_was_signed_in_reads_it_in_their_inbox_and_gets_no_second_letter(
    mine: Report, citizen: Person, settled: object
) -> None:
    settled(mail=RELAY)
    told.forget()
    DBTaskResult.objects.all().delete()
    answer(mine)
    (notice,) = told.notices()
    assert notice.person == citizen.user
    assert notice.subject == f"{mine.number}: Jawaban instansi"
    assert "Besok ditambal" in notice.text
    assert (notice.kind, notice.about) == ("pengajuan", mine.number)
    assert not DBTaskResult.objects.filter(task_path="laksa.jobs.tell").exists()
    assert mail.outbox == []


def test_it_is_told_without_mail_too(mine: Report) -> None:
    told.forget()
    answer(mine)
    assert len(told.notices()) == 1


def test_neither_code_nor_another_address_than_the_persons_own_page_leaves_the_app(
    mine: Report,
) -> None:
    everything = str(list(Outgoing.objects.values_list("body", flat=True)))
    assert mine.code not in everything
    assert "lain@example.org" not in everything
    assert f"/laporan-saya/{mine.number}/" in everything


def test_the_list_follows_its_state_in_the_words_and_colour_of_laksa(
    mine: Report, citizen: Person
) -> None:
    work.perform(mine, Action.ACCEPT, Actor.OFFICER)
    done = Deed(text="Sudah ditambal", photos=taken())
    work.perform(mine, Action.CLOSE, Actor.OFFICER, None, done)
    seen = list(dict.fromkeys((one.state, one.colour, one.ended) for one in told.submissions()))
    assert seen == [
        ("Menunggu", "red", False),
        ("Diverifikasi", "yellow", False),
        ("Diproses", "yellow", False),
        ("Selesai", "green", True),
    ]
    assert {one.reference for one in told.submissions()} == {mine.number}
    assert {one.person for one in told.submissions()} == {str(citizen.user.pk)}


@pytest.mark.parametrize("how", ["secret", "anonymous"])
def test_of_a_secret_or_anonymous_report_live_hears_nothing(
    citizen: Person, reported: Reporting, how: str
) -> None:
    report = reported(State.DIVERIFIKASI, user=citizen.user, **{how: True})
    answer(report)
    assert not Outgoing.objects.exists()


def test_one_that_becomes_secret_is_withdrawn_and_told_no_more(mine: Report) -> None:
    told.forget()
    work.perform(mine, Action.CORRECT, Actor.OPERATOR, None, Deed(changes={"secret": True}))
    answer(mine)
    (withdrawn,) = told.submissions()
    assert (withdrawn.reference, withdrawn.withdrawn) == (mine.number, True)
    assert told.notices() == []


def test_the_reporter_of_a_merged_report_hears_of_the_end_by_what_the_public_reads(
    mine: Report, reported: Reporting, citizen: Person
) -> None:
    main = reported(State.PROSES)
    work.perform(mine, Action.MERGE, Actor.OFFICER, None, Deed(original=main))
    told.forget()
    answer(main, "Hubungi 0812-3456-7890")
    (notice,) = told.notices()
    assert notice.person == citizen.user
    assert "0812" not in notice.text
    assert main.number in notice.text
    assert f"/laporan-saya/{mine.number}/" in notice.url


def test_a_supporter_with_an_account_reads_it_in_their_inbox(
    reported: Reporting, citizen: Person
) -> None:
    report = reported(State.PROSES)
    support(report, Support(sent().submission, user=user_of(citizen)))
    told.forget()
    answer(report)
    (notice,) = told.notices()
    assert f"/laporan/{report.number}/" in notice.url


def test_what_was_undone_is_not_told(mine: Report) -> None:
    told.forget()
    with pytest.raises(work.Refused):
        work.perform(mine, Action.CLOSE, Actor.OFFICER)
    assert not Outgoing.objects.exists()


def test_the_own_page_opens_for_the_person_alone(
    mine: Report, citizen: Person, person: Casting
) -> None:
    where = f"/laporan-saya/{mine.number}/"
    assert citizen.client.get(where)["Location"] == f"/ikuti/{mine.code}/"
    assert person("Orang Lain").client.get(where).status_code == 404
    assert "/masuk/" in browser().get(where)["Location"]


def test_an_officer_without_an_address_hears_too(
    reported: Reporting, officer: Person, other_officer: Person
) -> None:
    from laksa.colleagues.gather import gather

    user_of(other_officer).email = None
    user_of(other_officer).save()
    waste = Agency.objects.get(pk="dinas-lingkungan-hidup")
    report = reported(State.PROSES)
    work.perform(report, Action.INVITE, Actor.OFFICER, None, Deed(agency=waste, text="Bantu"))
    gather()
    assert [notice.person for notice in told.notices()] == [other_officer.user]
