"""How far regions have come, and the same as a workbook."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from smartcity_kit import __version__, api, paths
from smartcity_kit.errors import KitError
from smartcity_kit.fleet.ledger import Ledger, Outcome, Rollout, open_ledger
from smartcity_kit.fleet.levels import LADDER, level_of
from smartcity_kit.fleet.member import read_member

WHOLE = {name: True for name in LADDER if name not in ("backed-up", "drilled")}


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    for slug in ("kota-batam", "kota-serang"):
        shutil.copytree(paths.SAMPLES / slug, tmp_path / "profiles" / slug)
    return [tmp_path / "profiles"]


@pytest.fixture
def ledger(folders: list[Path]) -> Ledger:
    """Kota Batam was adopted, by this kit and from this profile."""
    ledger = open_ledger()
    member = read_member(folders[0] / "kota-batam", api.load_catalogue())
    ledger.begin(Rollout("r1", "sri", "kantor", "0.2", {}), [[member]])
    claim = ledger.claim("r1", "kota-batam", "w", lambda _n: "/evidence")
    assert claim
    facts = WHOLE | {"kit": __version__, "profile": member.digest, "release": "abc"}
    ledger.settle(claim, Outcome("done", release="abc", facts=facts))
    return ledger


@pytest.mark.parametrize(
    ("reached", "level"),
    [
        ((), ""),
        (("valid",), "valid"),
        (("valid", "ready", "rendered"), "rendered"),
        (("valid", "rendered", "installed"), "installed"),  # it was ready enough
        (("valid", "rendered"), "valid"),
        (("valid", "ready", "rendered", "installed", "current"), "installed"),
        (tuple(WHOLE), "current"),
    ],
)
def test_a_level_is_the_highest_rung_without_a_gap(reached: tuple[str, ...], level: str) -> None:
    assert level_of(dict.fromkeys(reached, True)) == level


def test_a_region_is_current_until_its_profile_is_touched(
    ledger: Ledger, folders: list[Path]
) -> None:
    def batam() -> api.Standing:
        return api.fleet(ledger=ledger, folders=folders)[0]

    assert batam().level == "current"
    profile = folders[0] / "kota-batam" / "profile.yml"
    profile.write_text(profile.read_text() + "\n# touched\n")
    assert batam().level == "signed-in"
    assert batam().reached["current"] is False


def test_making_secrets_does_not_make_it_old(ledger: Ledger, folders: list[Path]) -> None:
    (folders[0] / "kota-batam" / "secrets.yml").write_text("$ANSIBLE_VAULT;1.1;AES256\n00\n")
    assert api.fleet(ledger=ledger, folders=folders)[0].level == "current"


def test_who_was_never_adopted_is_there_too(ledger: Ledger, folders: list[Path]) -> None:
    stood = {one.slug: one for one in api.fleet(ledger=ledger, folders=folders)}
    assert stood["kota-serang"].reached["installed"] is None
    assert stood["kota-serang"].seen is None
    assert stood["kota-serang"].reached["backed-up"] is None


def test_a_region_without_a_profile_here_is_remembered(ledger: Ledger, folders: list[Path]) -> None:
    shutil.rmtree(folders[0] / "kota-batam")
    assert [one.slug for one in api.fleet(ledger=ledger, folders=folders)] == [
        "kota-batam", "kota-serang",
    ]  # fmt: skip


def test_a_query_asks_for_levels_and_results(ledger: Ledger, folders: list[Path]) -> None:
    def found(where: str) -> list[str]:
        asked = api.Selection(where=where)
        return [one.slug for one in api.fleet(asked, ledger=ledger, folders=folders)]

    assert found("adoption=current and result=done") == ["kota-batam"]
    assert found("not adoption=current") == ["kota-serang"]
    assert found("level=kabupaten") == []


def test_a_workbook_has_a_row_for_each(ledger: Ledger, folders: list[Path], tmp_path: Path) -> None:
    file = api.write_fleet_xlsx(api.fleet(ledger=ledger, folders=folders), tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:4] == ["Code", "Region", "Province", "Adoption"]
    batam = dict(zip(rows[0], rows[1], strict=True))
    assert (batam["Code"], batam["Region"], batam["Adoption"]) == ("21.71", "Kota Batam", "current")
    assert (batam["backed up"], batam["installed"]) == ("unknown", "yes")
    assert len(rows) == 3


def test_a_workbook_that_cannot_be_written_is_told(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(KitError, match="cannot be written: No such file or directory"):
        api.write_fleet_xlsx([], tmp_path / "nowhere" / "x.xlsx")
