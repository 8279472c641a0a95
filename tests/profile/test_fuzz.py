"""Whatever lies in the folder: faults or a profile, and never anything else."""

import csv
import datetime
import io
import string
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.errors import Fault
from smartcity_kit.profile import keys, logo, read_profile
from smartcity_kit.profile.files import Unusable
from smartcity_kit.profile.sheets import KINDS
from tests.profile.conftest import PROFILE, WHOLE
from tests.profile.sheets.books import book

quietly = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

GROUPS = (keys.PROFILE, keys.CONTACT, keys.APP, keys.SERVER, keys.MAIL, keys.TLS, keys.BRANDING)
KEYS = sorted({key for group in GROUPS for key in group["properties"]})
KEYS += ["live", "laksa", "web1", "verify_days", "tile_url"]
WORDS = st.sampled_from(["0.1", "75.71", "contoh.go.id", "#0b5c8a", "../x", "a@b.go.id", "-o", ""])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=80)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=25,
)
PROFILES = st.fixed_dictionaries({}, optional=dict.fromkeys(keys.PROFILE["properties"], TREES))
MARKS = st.text(alphabet=string.ascii_lowercase + ":-[]{}&*!|>'\"#%@,?\n\t 01", max_size=200)
WORDS_IN_TABLES = [
    *("dlh", "id", "name", "2026-01-01", "laksa:officer", "31/12/2026", "3/4/2026", "46000", "-"),
    *("0812-3456-7890", "81234567890", "1.98E+17", "198602132011011002", "3671015302860001"),
    *("106,63", "-6.17", "106634500", "75.71.01", "75.71", "Kota Barat", "O'Neil", "contoh-x"),
    *("https://x.go.id/?a=b", "sekolah", "5 hari", "x" * 301, "nan", "inf", "1e999", "\u2028", "="),
]
CELLS = st.text(max_size=8) | st.sampled_from(WORDS_IN_TABLES)
VALUES = (
    CELLS
    | st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.floats()
    | st.dates() | st.datetimes() | st.times()
)  # fmt: skip
HEADINGS = sorted(
    {a for kind in KINDS.values() for c in kind.columns for a in (c.name, *c.aliases)}
)


def check(tmp_path: Path, catalogue: Catalogue, files: dict[str, bytes]) -> list[Fault]:
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    profile, faults = read_profile(tmp_path, catalogue)
    assert (profile is None) == any(fault.fails for fault in faults)
    for fault in faults:
        assert fault.message
        assert fault.line >= 1
        assert fault.column >= 1
    return faults


@quietly
@given(text=st.binary(max_size=300) | MARKS.map(str.encode))
def test_any_bytes_are_a_profile_or_faults(
    tmp_path: Path, catalogue: Catalogue, text: bytes
) -> None:
    check(tmp_path, catalogue, {"profile.yml": text})


@quietly
@given(head=st.integers(0, len(PROFILE)), middle=MARKS, tail=st.integers(0, len(PROFILE)))
def test_a_profile_that_was_cut_and_pasted_is_one_or_faults(
    tmp_path: Path, catalogue: Catalogue, head: int, middle: str, tail: int
) -> None:
    text = PROFILE[:head] + middle + PROFILE[tail:]
    check(tmp_path, catalogue, {"profile.yml": text.encode()})


@quietly
@given(tree=PROFILES, flow=st.booleans())
def test_any_tree_is_a_profile_or_faults(
    tmp_path: Path, catalogue: Catalogue, tree: Any, flow: bool
) -> None:
    text = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=True)
    check(tmp_path, catalogue, {"profile.yml": text.encode("utf-8", "surrogatepass")})


@quietly
@given(
    table=st.sampled_from(list(KINDS)),
    text=st.binary(max_size=200) | st.lists(st.lists(CELLS, max_size=6), max_size=6).map(
        lambda rows: "\n".join(",".join(row) for row in rows).encode("utf-8", "surrogatepass")
    ),
    header=st.booleans(),
)  # fmt: skip
def test_any_table_is_one_or_faults(
    tmp_path: Path, catalogue: Catalogue, table: str, text: bytes, header: bool
) -> None:
    heading = ",".join(column.name for column in KINDS[table].columns) + "\n"
    whole = {name: str(content).encode() for name, content in WHOLE.items()}
    content = heading.encode() * header + text
    check(tmp_path, catalogue, whole | {f"data/{table}.csv": content})


@quietly
@given(data=st.data(), table=st.sampled_from(list(KINDS)))
def test_any_cells_under_its_headings_are_a_table_or_faults(
    tmp_path: Path, catalogue: Catalogue, data: st.DataObject, table: str
) -> None:
    names = KINDS[table].names
    columns = data.draw(st.permutations([*names, *data.draw(st.lists(st.sampled_from(HEADINGS)))]))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(columns), max_size=len(columns))))
    out = io.StringIO()
    csv.writer(out, delimiter=data.draw(st.sampled_from(",;\t"))).writerows([columns, *rows])
    encoding = data.draw(st.sampled_from(["utf-8-sig", "utf-16", "cp1252"]))
    whole = {name: str(content).encode() for name, content in WHOLE.items()}
    check(
        tmp_path,
        catalogue,
        whole | {f"data/{table}.csv": out.getvalue().encode(encoding, "replace")},
    )


@quietly
@given(
    sheets=st.dictionaries(
        st.sampled_from([*KINDS, "Sheet1", "agencis"]),
        st.lists(st.lists(VALUES, max_size=8), max_size=4),
        min_size=1,
        max_size=3,
    )
)
def test_any_values_are_a_workbook_or_faults(
    tmp_path: Path, catalogue: Catalogue, sheets: dict[str, list[list[Any]]]
) -> None:
    tables = {
        name: [[*(KINDS[name].names if name in KINDS else ())], *map(writable, rows)]
        for name, rows in sheets.items()
    }
    check(tmp_path, catalogue, {"profile.yml": PROFILE.encode(), "data/tables.xlsx": book(tables)})


@quietly
@given(
    place=st.integers(0, 10**6),
    noise=st.binary(max_size=40),
    cut=st.booleans(),
    inside=st.sampled_from(["", "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]),
)
def test_a_workbook_that_was_damaged_is_one_or_faults(
    tmp_path: Path, catalogue: Catalogue, place: int, noise: bytes, cut: bool, inside: str
) -> None:
    def damaged(data: bytes) -> bytes:
        at = place % len(data)
        return data[:at] + noise + (b"" if cut else data[at + len(noise) :])

    whole = {name: str(content).encode() for name, content in WHOLE.items()}
    table = repacked(HOLIDAYS, inside, damaged) if inside else damaged(HOLIDAYS)
    check(tmp_path, catalogue, whole | {"data/holidays.xlsx": table})


HOLIDAYS = book({"holidays": [["date", "name"], [datetime.date(2026, 1, 1), "Tahun baru"]]})


def repacked(data: bytes, inside: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, change(content) if name == inside else content)
    return out.getvalue()


def writable(row: list[Any]) -> list[Any]:
    """What openpyxl takes: no control characters, no formulas, no dates before Excel's first."""
    return [
        "".join(c for c in v if c.isprintable()).lstrip("=") if isinstance(v, str)
        else None if isinstance(v, datetime.date) and v.year < 1901
        else v
        for v in row
    ]  # fmt: skip


@quietly
@given(text=st.binary(max_size=200) | st.text(max_size=100).map(lambda x: f"<svg>{x}".encode()))
@pytest.mark.parametrize("name", ["logo.svg", "logo.png"])
def test_no_noise_is_a_picture(name: str, text: bytes) -> None:
    with pytest.raises(Unusable):
        logo.check(name, text)
