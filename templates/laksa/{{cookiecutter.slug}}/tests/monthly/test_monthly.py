"""The monthly report: a tagged PDF with the month's figures, made on the 1st and on demand."""

from datetime import date
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from smartcity_base.models import PaperState
from smartcity_base.papers.serve import send
from smartcity_base.testing.cast import Person

from laksa import jobs
from laksa.models import Measure
from laksa.monthly import content, make

from ..conftest import Clock, Reporting
from ..measures.test_keep import walk
from ..test_browse import page
from ..test_privacy import SECRETS

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)


def body(answer: Any) -> bytes:
    return b"".join(answer)


def test_the_worker_makes_it_once_the_month_is_over(
    reported: Reporting, clock: Clock, stranger: Person
) -> None:
    reported()
    assert make.make_last() is None  # there was no report in June
    clock.pass_(days=26)
    assert clock.now.date() == AUGUST
    jobs.make_last_months_report.call()
    answer = stranger.client.get("/angka/bulanan/2026-07.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert body(answer).startswith(b"%PDF-1.")
    assert make.make_last() is None  # and not again
    assert "/angka/bulanan/2026-07.pdf" in page(stranger, "/angka/bulanan/")


def test_it_can_be_read_aloud_and_kept(reported: Reporting, clock: Clock) -> None:
    """PDF/UA-1 and PDF/A-2a: the typesetter refuses what would not conform, and says so inside."""
    walk(reported, clock)
    pdf = body(send(make.make(JULY), "x.pdf"))
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang", b"pdfuaid:part>1", b"pdfaid:part>2"):
        assert mark in pdf, mark
    assert b"/Title" in pdf


def test_it_says_what_the_figures_say(reported: Reporting, clock: Clock) -> None:
    walk(reported, clock)
    told = content.content(JULY, clock.now)
    july = Measure.objects.filter(day__year=2026, day__month=7).count()
    assert told["numbers"][0][:2] == ["Laporan diterima", str(july)]
    assert [month["received"] for month in told["trend"]][-1] == july
    assert len(told["trend"]) == 12
    assert [table["heading"] for table in told["tables"]] == [
        "Per instansi", "Per kecamatan", "Per jenis",
    ]  # fmt: skip


def test_a_month_without_a_report_has_a_report_too(reported: Reporting, clock: Clock) -> None:
    reported()
    clock.pass_(days=65)
    assert "tidak ada laporan" in content.content(AUGUST, clock.now)["opening"]
    assert make.make(AUGUST).title.endswith("Agustus 2026")


def test_what_somebody_named_is_text_and_never_typst(reported: Reporting, clock: Clock) -> None:
    from smartcity_base.models import Agency

    Agency.objects.filter(pk="dinas-pekerjaan-umum").update(name='#panic("a") *b* $c$ "]')
    reported()
    assert make.make(JULY).status == PaperState.VALID


def test_a_month_that_is_not_over_is_provisional_and_replaced(
    reported: Reporting, clock: Clock, stranger: Person
) -> None:
    reported()
    early = make.make(JULY)
    assert make.report_of(JULY) == early
    clock.pass_(days=31)
    assert stranger.client.get("/angka/bulanan/2026-07.pdf").status_code == 404
    final = make.make_last()
    assert final is not None
    assert make.report_of(JULY) == final
    early.refresh_from_db()
    assert early.status == PaperState.REPLACED


def test_every_month_that_was_left_out_is_made_one_after_the_other(
    reported: Reporting, clock: Clock
) -> None:
    reported()
    clock.pass_(days=65)
    titles = [paper.title if paper else "" for paper in (make.make_last() for _ in range(3))]
    assert [title.rpartition(" – ")[2] for title in titles] == ["Agustus 2026", "Juli 2026", ""]


def test_an_administrator_may_have_it_made_again(
    reported: Reporting, administrator: Person
) -> None:
    reported()
    month = Measure.objects.get().day
    answer = administrator.client.post("/angka/bulanan/buat/", {"month": f"{month:%Y-%m}"})
    assert answer.status_code == 302
    job = DBTaskResult.objects.get(task_path="laksa.jobs.make_report_of")
    assert job.args_kwargs["args"] == [f"{month:%Y-%m}-01"]
    assert "belum dibuat" in page(administrator, "/angka/bulanan/")
    for wrong in ("2019-01", "2026-13", "", "x"):
        answer = administrator.client.post("/angka/bulanan/buat/", {"month": wrong})
        assert answer.status_code == 404, wrong


@pytest.mark.parametrize("who", ["citizen", "officer", "operator"])
def test_nobody_else_may(region: None, who: str, request: pytest.FixtureRequest) -> None:
    someone: Person = request.getfixturevalue(who)
    assert someone.client.post("/angka/bulanan/buat/", {"month": "2026-07"}).status_code == 403


def test_nothing_that_is_not_public_counts(reported: Reporting, clock: Clock) -> None:
    reported(**SECRETS)
    Measure.objects.update(public=False)
    told = content.content(JULY, clock.now)
    assert told["numbers"][0][1] == "0"
    assert not any(secret in str(told) for secret in SECRETS.values())


@pytest.mark.parametrize("name", ["2026-07.pdf", "2026-99.pdf", "..%2Fx.pdf"])
def test_a_file_that_is_not_there_is_not_found(region: None, stranger: Person, name: str) -> None:
    assert stranger.client.get(f"/angka/bulanan/{name}").status_code == 404


def test_strangers_see_only_what_there_is(reported: Reporting, stranger: Person) -> None:
    reported()
    assert "Belum ada laporan bulanan" in page(stranger, "/angka/bulanan/")
