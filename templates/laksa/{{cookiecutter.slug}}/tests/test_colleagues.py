"""Agencies that work on one report hear what the others, and the reporter, do to it."""

import pytest

from smartcity_base.models import Agency
from smartcity_base.testing import told
from smartcity_base.testing.cast import Person, user_of

from laksa import alarms, work
from laksa.colleagues.gather import gather
from laksa.models import Report, Untold
from laksa.states import Action, Actor, State
from laksa.work import Deed

from .conftest import WORDS, Reporting, taken

ROADS, WASTE = "petugas@example.org", "petugas.lingkungan@example.org"
HELPERS = "dinas-lingkungan-hidup"


def notices() -> list[tuple[str, str]]:
    """Subject and reader of what the worker tells now."""
    told.forget()
    gather()
    return sorted((notice.subject, notice.person.email) for notice in told.notices())


def post(person: Person, report: Report, action: str, **fields: object) -> None:
    form = {f"{action}-{name}": value for name, value in fields.items()}
    answer = person.client.post(f"/antrean/{report.number}/{action}/", form)
    assert answer.status_code == 302, answer.content.decode()


@pytest.fixture
def helped(reported: Reporting, officer: Person, other_officer: Person) -> Report:
    """A report of the roads with which the waste people help; they have read that."""
    report = reported(State.PROSES, text=WORDS)
    post(officer, report, "invite", agency=HELPERS, text="Butuh gergaji mesin")
    assert notices() == [(f"{report.number}: instansi Anda diminta membantu", WASTE)]
    report.refresh_from_db()
    return report


def test_who_is_asked_to_help_reads_which_report_and_where_but_not_the_words(
    helped: Report,
) -> None:
    (notice,) = told.notices()
    body = notice.text
    for part in (helped.number, "Jalan rusak", f"/antrean/{helped.number}/", "Pekerjaan Umum"):
        assert part in body
    for part in (WORDS, "gergaji", helped.code):
        assert part not in body


def test_a_note_is_told_to_the_other_agency_whoever_wrote_it(
    helped: Report, officer: Person, other_officer: Person, operator: Person
) -> None:
    said = f"{helped.number}: catatan internal baru"
    post(officer, helped, "note", text="Jalan ditutup besok")
    assert notices() == [(said, WASTE)]
    post(other_officer, helped, "note", text="Truk datang pukul 8")
    assert notices() == [(said, ROADS)]
    post(operator, helped, "note", text="Wali Kota bertanya")
    assert notices() == [(said, WASTE), (said, ROADS)]


def test_the_reporters_words_reach_all_who_work_on_it(helped: Report, stranger: Person) -> None:
    work.perform(helped, Action.REPLY, Actor.REPORTER, None, Deed(text="Makin dalam"))
    said = f"{helped.number}: tambahan dari pelapor"
    assert notices() == [(said, WASTE), (said, ROADS)]


def test_who_helps_hears_that_it_is_over_and_the_responsible_one_that_they_left(
    helped: Report, officer: Person, other_officer: Person, reported: Reporting
) -> None:
    done = Deed(text="Ditambal", photos=taken())
    work.perform(helped, Action.CLOSE, Actor.OFFICER, user_of(officer), done)
    assert notices() == [(f"{helped.number}: laporan selesai", WASTE)]
    another = reported(State.PROSES)
    post(officer, another, "invite", agency=HELPERS, text="Sekali lagi")
    notices()
    post(other_officer, another, "release", text="Sudah diangkut")
    name = Agency.objects.get(pk=HELPERS).name
    assert notices() == [(f"{another.number}: {name} selesai membantu", ROADS)]


def test_the_agency_to_which_a_report_is_forwarded_hears_of_it(
    reported: Reporting, officer: Person, other_officer: Person
) -> None:
    report = reported(State.DIVERIFIKASI)
    post(officer, report, "forward", agency=HELPERS, text="Ini taman")
    assert notices() == [(f"{report.number}: diteruskan ke instansi Anda", WASTE)]


def test_many_at_once_are_one_notice(
    reported: Reporting, officer: Person, other_officer: Person
) -> None:
    for _ in range(3):
        report = reported(State.PROSES)
        post(officer, report, "invite", agency=HELPERS, text="Banjir")
        post(officer, report, "note", text="Segera")
    assert notices() == [("Kabar tentang 3 laporan", WASTE)]
    assert notices() == []


def test_an_agency_without_officers_does_not_go_unheard(
    reported: Reporting, officer: Person, operator: Person
) -> None:
    report = reported(State.PROSES)
    post(officer, report, "invite", agency=HELPERS, text="Banjir")
    assert [to for _subject, to in notices()] == ["operator@example.org"]


def test_a_report_that_is_not_theirs_any_more_stands_in_no_notice(
    reported: Reporting, officer: Person, other_officer: Person
) -> None:
    report = reported(State.PROSES)
    post(officer, report, "invite", agency=HELPERS, text="Banjir")
    post(officer, report, "release", agency=HELPERS, text="Tidak jadi")
    assert notices() == []


def test_a_gathering_that_is_killed_loses_nothing_and_tells_nothing_twice(
    reported: Reporting, officer: Person, other_officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = reported(State.PROSES)
    post(officer, report, "invite", agency=HELPERS, text="Banjir")

    def killed(*_: object) -> list[object]:
        raise KeyboardInterrupt

    with monkeypatch.context() as short:
        short.setattr(alarms, "readers", killed)
        with pytest.raises(KeyboardInterrupt):
            gather()
    assert Untold.objects.count() == 1
    assert len(notices()) == 1
    assert not Untold.objects.exists()
