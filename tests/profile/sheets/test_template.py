"""A table to fill in: whole, never over one that is there, and never loaded as it is."""

from pathlib import Path

import openpyxl
import pytest

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.errors import KitError
from smartcity_kit.profile import read_profile
from smartcity_kit.profile.sheets import EXAMPLES, KINDS, write_template
from tests.profile.conftest import WHOLE, Write


@pytest.mark.parametrize("xlsx", [False, True], ids=["csv", "xlsx"])
def test_every_template_is_valid_and_has_no_row(
    xlsx: bool, write: Write, catalogue: Catalogue
) -> None:
    folder = write({"profile.yml": WHOLE["profile.yml"]})
    paths = [write_template(folder, table, xlsx=xlsx) for table in KINDS]
    profile, found = read_profile(folder, catalogue)
    assert found == []
    assert profile is not None
    tables = {**profile.tables, **profile.personal}
    assert {path.stem for path in paths} == set(tables) == set(KINDS) == set(EXAMPLES)
    assert {name: (table.rows, table.examples) for name, table in tables.items()} == dict.fromkeys(
        KINDS, ((), (2,))
    )


def test_a_workbook_keeps_what_is_typed_as_text(tmp_path: Path) -> None:
    path = write_template(tmp_path, "staff", xlsx=True)
    sheet = openpyxl.load_workbook(path)["staff"]
    assert [cell.value for cell in sheet[1]] == list(KINDS["staff"].names)
    assert sheet["B2"].value == "199001012015011001"
    assert sheet["B2"].number_format == "@"
    assert path.read_bytes() == write_template(tmp_path / "data", "staff", xlsx=True).read_bytes()


@pytest.mark.parametrize("there", ["staff.csv", "staff.xlsx"])
def test_it_never_writes_over_a_table(there: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / there).write_text("mine")
    with pytest.raises(KitError, match="is there already"):
        write_template(tmp_path, "staff")
    assert [(p.name, p.read_text()) for p in (tmp_path / "data").iterdir()] == [(there, "mine")]


def test_it_says_which_tables_there_are(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="There is no table “stafff”") as caught:
        write_template(tmp_path, "stafff")
    assert caught.value.hint == "Did you mean “staff”?"
    assert not (tmp_path / "data").exists()


def test_it_says_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(KitError, match="cannot be written"):
        write_template(tmp_path, "staff")
