"""After the end: before and after side by side, a vote, an appeal."""

from collections.abc import Callable

import pytest
from django.test import Client

from smartcity_base.testing import told
from smartcity_base.testing.cast import Person

from laksa import work
from laksa.models import Report
from laksa.states import Action, Actor, State
from laksa.work import Deed

from .conftest import Clock, Reporting, taken


def post(client: Client, report: Report, action: str, **form: object) -> int:
    """What the reporter sends from the page of their code."""
    typed = {f"{action}-{name}": value for name, value in form.items()}
    status = client.post(f"/ikuti/{report.code}/{action}/", typed).status_code
    report.refresh_from_db()
    return status


def test_before_and_after_stand_side_by_side_once_it_is_done(
    reported: Reporting, stranger: Person
) -> None:
    report = reported(State.PROSES, photo=True)
    at = f"/laporan/{report.number}/"
    assert "Sesudah" not in stranger.client.get(at).content.decode()
    done = Deed(text="Sudah ditambal", photos=taken())
    work.perform(report, Action.CLOSE, Actor.OFFICER, None, done)
    page = stranger.client.get(at).content.decode()
    assert page.index("Sebelum") < page.index("Sesudah")
    before, after = report.photos.order_by("event_id")
    compared = page[page.index('class="compared"') : page.index("</section>")]
    assert (
        compared.index(str(before.pk)) < compared.index("Sesudah") < compared.index(str(after.pk))
    )
    assert "Sesudah" in stranger.client.get(f"/ikuti/{report.code}/").content.decode()


def test_a_hidden_photo_is_on_neither_side(reported: Reporting, stranger: Person) -> None:
    report = reported(State.SELESAI, photo=True)
    before = report.photos.order_by("event_id").first()
    work.perform(report, Action.HIDE, Actor.OFFICER, None, Deed(photo=before))
    page = stranger.client.get(f"/laporan/{report.number}/").content.decode()
    assert "Sesudah" not in page
    assert before is not None
    assert str(before.pk) not in page


def test_the_last_end_is_what_is_shown_after_a_second_try(
    reported: Reporting, stranger: Person
) -> None:
    report = reported(State.DIBUKA_KEMBALI, photo=True)
    work.perform(report, Action.ACCEPT, Actor.OFFICER)
    photos = taken()
    again = Deed(text="Ditambal ulang", photos=photos)
    work.perform(report, Action.CLOSE, Actor.OFFICER, None, again)
    page = stranger.client.get(f"/laporan/{report.number}/").content.decode()
    compared = page[page.index('class="compared"') : page.index("</section>")]
    assert compared.count("<img") == 2
    assert str(photos[0].pk) in compared


def test_the_reporter_votes_and_changes_it_within_the_window(
    reported: Reporting, stranger: Person, clock: Clock
) -> None:
    report = reported(State.SELESAI)
    assert "Seberapa puas" in stranger.client.get(f"/ikuti/{report.code}/").content.decode()
    assert post(stranger.client, report, "rate", rating="2", text="Asal tambal") == 302
    assert post(stranger.client, report, "rate", rating="4") == 302
    assert report.rating == 4
    assert [event.changes for event in report.events.filter(action="rate")] == [
        {"rating": 2},
        {"rating": 4},
    ]
    clock.pass_(days=15)
    assert post(stranger.client, report, "rate", rating="1") == 422
    assert report.rating == 4


def test_the_vote_is_public_and_its_words_are_for_the_officers(
    reported: Reporting, stranger: Person, officer: Person
) -> None:
    report = reported(State.SELESAI)
    post(stranger.client, report, "rate", rating="2", text="Pak Budi asal tambal")
    page = stranger.client.get(f"/laporan/{report.number}/").content.decode()
    assert "2 dari 5" in page
    assert "Pak Budi" not in page
    assert "Pak Budi" in officer.client.get(f"/antrean/{report.number}/").content.decode()


@pytest.mark.parametrize("rating", ["0", "6", "", "lima"])
def test_a_vote_is_one_to_five(reported: Reporting, stranger: Person, rating: str) -> None:
    report = reported(State.SELESAI)
    assert post(stranger.client, report, "rate", rating=rating) == 422
    assert report.rating is None


@pytest.mark.parametrize("state", [State.PROSES, State.DITOLAK, State.DIGABUNG])
def test_there_is_nothing_to_vote_on_before_it_is_done(
    reported: Reporting, stranger: Person, state: State
) -> None:
    report = reported(state)
    assert post(stranger.client, report, "rate", rating="5") == 422


def test_what_is_opened_again_has_no_vote_any_more(reported: Reporting, stranger: Person) -> None:
    report = reported(State.SELESAI)
    post(stranger.client, report, "rate", rating="1")
    post(stranger.client, report, "reopen", text="Masih berlubang")
    assert (report.state, report.rating) == (State.DIBUKA_KEMBALI, None)


@pytest.mark.parametrize("state", [State.SELESAI, State.DITOLAK])
def test_an_appeal_goes_to_the_operator_and_not_to_the_agency(
    reported: Reporting, stranger: Person, officer: Person, operator: Person, state: State
) -> None:
    report = reported(state)
    assert post(stranger.client, report, "appeal", text="Ini wewenang kota") == 302
    assert (report.state, report.appeal_due is not None) == (state, True)
    assert post(stranger.client, report, "appeal", text="Sekali lagi") == 422
    page = operator.client.get("/antrean/?tab=appeal").content.decode()
    assert report.number in page
    at = f"/antrean/{report.number}/"
    assert officer.client.post(f"{at}grant/", {"grant-text": "x"}).status_code == 422
    assert "Kabulkan banding" not in officer.client.get(at).content.decode()
    public = stranger.client.get(f"/laporan/{report.number}/").content.decode()
    assert "mengajukan banding" in public
    assert "Ini wewenang kota" not in public
    assert operator.client.post(f"{at}grant/", {"grant-text": "Memang benar"}).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.appeal_due) == (State.DIBUKA_KEMBALI, None)
    assert report.due is not None
    assert "Memang benar" in stranger.client.get(f"/laporan/{report.number}/").content.decode()


def test_what_the_operator_denies_is_final(
    reported: Reporting, stranger: Person, operator: Person
) -> None:
    report = reported(State.SELESAI)
    closed = report.closed_at
    post(stranger.client, report, "appeal", text="Belum beres")
    operator.client.post(f"/antrean/{report.number}/deny/", {"deny-text": "Sudah diperiksa"})
    report.refresh_from_db()
    assert (report.state, report.closed_at, report.appeal_due) == (State.SELESAI, closed, None)
    for action in ("appeal", "reopen"):
        assert post(stranger.client, report, action, text="Lagi") == 422
    assert "Sudah diperiksa" in stranger.client.get(f"/ikuti/{report.code}/").content.decode()


def test_an_appeal_after_the_window_is_refused(
    reported: Reporting, stranger: Person, clock: Clock, settled: Callable[..., None]
) -> None:
    report = reported(State.SELESAI)
    clock.pass_(days=20)
    assert post(stranger.client, report, "appeal", text="Belum beres") == 422
    assert report.appeal_due is None


def test_who_opens_the_report_again_while_the_appeal_waits_has_no_appeal_any_more(
    reported: Reporting, stranger: Person, operator: Person
) -> None:
    report = reported(State.SELESAI)
    post(stranger.client, report, "appeal", text="Belum beres")
    post(stranger.client, report, "reopen", text="Belum beres")
    assert (report.state, report.appeal_due) == (State.DIBUKA_KEMBALI, None)


def test_the_operators_hear_of_an_appeal_without_its_words(
    reported: Reporting, operator: Person, officer: Person
) -> None:
    report = reported(State.SELESAI)
    work.perform(report, Action.APPEAL, Actor.REPORTER, None, Deed(text="Pak Budi bohong"))
    (notice,) = told.notices()
    assert notice.person == operator.user
    assert notice.subject == "1 banding menunggu keputusan"
    assert f"/antrean/{report.number}/" in notice.text
    assert "Pak Budi" not in notice.text
