"""What a person submitted in any app: one list, and nothing in it that was sent in secret."""

from __future__ import annotations

from typing import Any

from smartcity_base.testing.cast import Person, user_of

from live.inbox.models import Notice, Submission

from .conftest import LAKSA, Telling, notice, submission


def page(person: Person, query: str = "") -> str:
    return str(person.client.get(f"/pengajuan/{query}").content.decode())


def test_it_shows_title_state_number_app_and_the_last_change(
    citizen: Person, tell: Telling
) -> None:
    tell("pengajuan", submission(citizen))
    shown = page(citizen)
    for part in (
        'href="https://laksa.kotacontoh.go.id/laporan-saya/LKS-26-000001/"',
        "Lubang di depan pasar",
        '<span class="status yellow">Diproses</span>',
        "LKS-26-000001",
        "LAKSA",
        "22 November 2026 pukul 09.00 WITA",
    ):
        assert part in shown


def test_the_same_reference_again_is_the_same_submission_and_keeps_its_first_day(
    citizen: Person, tell: Telling
) -> None:
    tell("pengajuan", submission(citizen))
    later = {"state": "Selesai", "colour": "green", "ended": True}
    tell("pengajuan", submission(citizen, at="2026-12-01T10:00:00+08:00", **later))
    kept = Submission.objects.get()
    assert (kept.state, kept.ended) == ("Selesai", True)
    assert kept.first_at.isoformat() == "2026-11-22T01:00:00+00:00"


def test_it_is_narrowed_by_what_still_runs_and_by_words(citizen: Person, tell: Telling) -> None:
    second = {"reference": "LKS-26-000002", "title": "Lampu", "url": f"{LAKSA}/2/"}
    tell("pengajuan", submission(citizen))
    tell("pengajuan", submission(citizen, ended=True, **second))
    assert "LKS-26-000002" not in page(citizen, "?keadaan=jalan")
    assert "LKS-26-000001" not in page(citizen, "?keadaan=selesai")
    assert "LKS-26-000001" not in page(citizen, "?q=lampu")
    assert "LKS-26-000001" in page(citizen, "?q=000001")
    assert "Tidak ada pengajuan yang cocok" in page(citizen, "?q=xyzzy")


def test_what_was_withdrawn_is_forgotten_with_the_notices_about_it(
    citizen: Person, enrol: Any, tell: Telling
) -> None:
    tell("pengajuan", submission(citizen))
    tell("kabar", notice(citizen))
    tell("kabar", notice(citizen, about=""))
    gone = {"reference": "LKS-26-000001", "withdrawn": True}
    tell("pengajuan", {"person": str(enrol("Tetangga").user.pk), **gone})
    assert Submission.objects.exists()
    assert tell("pengajuan", {"person": str(user_of(citizen).pk), **gone}).status_code == 200
    assert not Submission.objects.exists()
    assert Notice.objects.count() == 1


def test_an_app_that_is_away_or_gone_does_not_take_the_list_with_it(
    citizen: Person, tell: Telling
) -> None:
    tell("pengajuan", submission(citizen))
    Submission.objects.update(app="ekir", url="https://ekir.kotacontoh.go.id/x/")
    shown = page(citizen)
    assert "Lubang di depan pasar" in shown
    assert "https://ekir" not in shown


def test_nobody_sees_anothers(citizen: Person, enrol: Any, tell: Telling) -> None:
    tell("pengajuan", submission(citizen))
    assert "Anda belum mengirim apa pun" in page(enrol("Tetangga"))
