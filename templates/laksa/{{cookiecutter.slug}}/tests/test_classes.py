"""How long a report may take: the two presets, and the classes of categories.csv."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from smartcity_base.config import config
from smartcity_base.loading import LoadFaults
from smartcity_base.region_data import load_region
from smartcity_base.testing.cast import Person

from laksa import work
from laksa.models import Category
from laksa.states import Action, Actor, State
from laksa.work import Deed

from .conftest import Clock, Reporting

Settled = Callable[..., None]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text + "T09:00:00+08:00")


def of_class(deadline: str) -> None:
    Category.objects.filter(pk="jalan-rusak").update(deadline=deadline)


@pytest.mark.parametrize(
    ("name", "due"),
    [
        ("mendesak", "2026-07-08"),
        ("informasi", "2026-07-13"),
        ("biasa", "2026-07-24"),
        ("pengawasan", "2026-09-30"),
        ("7", "2026-07-15"),
        ("", "2026-07-13"),
    ],
)
def test_a_verified_report_is_due_after_the_days_of_its_class(
    reported: Reporting, clock: Clock, name: str, due: str
) -> None:
    of_class(name)
    assert reported(State.DIVERIFIKASI).due == at(due)


def test_what_is_urgent_is_not_looked_at_on_the_third_day(
    reported: Reporting, clock: Clock
) -> None:
    of_class("mendesak")
    assert reported().due == at("2026-07-08")
    of_class("pengawasan")
    assert reported().due == at("2026-07-09")


def test_under_the_preset_of_classes_a_category_without_one_has_fourteen_days(
    reported: Reporting, clock: Clock, settled: Settled
) -> None:
    settled(deadline_preset="kelas")
    assert reported(State.DIVERIFIKASI).due == at("2026-07-24")


def test_an_answer_does_not_move_the_deadline_of_a_class(reported: Reporting, clock: Clock) -> None:
    of_class("biasa")
    report = reported(State.PROSES)
    clock.pass_(days=2)
    work.perform(report, Action.ANSWER, Actor.OFFICER, None, Deed(text="Alat datang Senin"))
    report.refresh_from_db()
    assert report.due == at("2026-07-24")


def test_a_report_that_is_opened_again_has_the_days_of_its_class_again(
    reported: Reporting, clock: Clock
) -> None:
    of_class("informasi")
    report = reported(State.SELESAI)
    clock.now = at("2026-07-20")
    work.perform(report, Action.REOPEN, Actor.REPORTER, None, Deed(text="Belum"))
    report.refresh_from_db()
    assert report.due == at("2026-07-27")


@pytest.mark.parametrize(
    ("state", "due"), [(State.MENUNGGU, "2026-07-08"), (State.PROSES, "2026-07-08")]
)
def test_the_right_category_brings_its_own_deadline_counted_from_the_same_moment(
    reported: Reporting, clock: Clock, state: State, due: str
) -> None:
    Category.objects.filter(pk="pohon").update(deadline="mendesak")
    report = reported(state)
    clock.pass_(hours=5)
    work.perform(
        report, Action.CORRECT, Actor.OPERATOR, None, Deed(changes={"category_id": "pohon"})
    )
    report.refresh_from_db()
    assert report.due == at(due)


def write(folder: Path, deadline: str) -> Path:
    for table in config().data.glob("*.csv"):
        if table.stem not in ("questions", "routing"):
            (folder / table.name).write_bytes(table.read_bytes())
    (folder / "categories.csv").write_text(
        "id,name,agency,deadline\n" + f"jalan-rusak,Jalan rusak,dinas-pekerjaan-umum,{deadline}\n",
        "utf-8",
    )
    return folder


def test_the_class_stands_in_the_table_of_categories(region: None, tmp_path: Path) -> None:
    load_region(write(tmp_path, "pengawasan"))
    assert Category.objects.get(pk="jalan-rusak").deadline == "pengawasan"
    load_region(write(tmp_path, "030"))
    assert Category.objects.get(pk="jalan-rusak").deadline == "30"


@pytest.mark.parametrize("wrong", ["segera", "0", "251", "2,5", "-3"])
def test_a_class_that_there_is_not_is_said_with_its_row(
    region: None, tmp_path: Path, wrong: str
) -> None:
    folder = write(tmp_path, f'"{wrong}"')
    with pytest.raises(LoadFaults, match=r"baris 2, kolom deadline.*mendesak"):
        load_region(folder)


def test_a_preset_that_there_is_not_is_said(region: None, tmp_path: Path, settled: Settled) -> None:
    settled(deadline_preset="cepat")
    with pytest.raises(LoadFaults, match="deadline_preset 'cepat': tulis lapor atau kelas"):
        load_region(write(tmp_path, "biasa"))


def test_the_administrator_reads_the_class_of_each_category(
    administrator: Person, reported: Reporting
) -> None:
    of_class("pengawasan")
    page = administrator.client.get("/pengaturan/").content.decode()
    assert "Pengaduan berkadar pengawasan" in page
    assert "60 hari kerja" in page
