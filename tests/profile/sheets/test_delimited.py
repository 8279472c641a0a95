"""CSV in the encodings and with the separators that programs choose for people."""

import codecs

import pytest

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.profile import read_profile
from smartcity_kit.profile.sheets.delimited import decoded
from tests.profile.conftest import WHOLE, Faults, Write

TABLE = "id,name\ndlh,Dinas Café\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TABLE.encode(), "UTF-8"),
        (TABLE.encode("utf-8-sig"), "UTF-8"),
        (TABLE.encode("utf-16"), "UTF-16"),
        (codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"), "UTF-16"),
        (TABLE.encode("utf-16-le"), "UTF-16"),
        (TABLE.encode("utf-16-be"), "UTF-16"),
        (TABLE.encode("cp1252"), "Windows-1252"),
    ],
)
def test_it_finds_the_encoding_out(data: bytes, encoding: str) -> None:
    assert decoded(data) == (TABLE, encoding)


def test_it_warns_where_it_took_windows_1252(write: Write, catalogue: Catalogue) -> None:
    folder = write(WHOLE | {"data/agencies.csv": TABLE.encode("cp1252")})
    profile, found = read_profile(folder, catalogue)
    assert profile is not None
    assert profile.tables["agencies"].rows[0]["name"] == "Dinas Café"
    assert profile.tables["agencies"].encoding == "Windows-1252"
    assert [(fault.severity, fault.message) for fault in found] == [
        ("warning", "the file was read as Windows-1252")
    ]


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"id,name\ndlh,\x81\n", 2), (codecs.BOM_UTF8 + b"id\n\n\xff", 3), (b"\xff\xfe\x00\xd8a", 1)],
)
def test_it_refuses_what_is_in_no_encoding_it_knows(data: bytes, line: int, faults: Faults) -> None:
    (told,) = faults({"data/holidays.csv": data})
    assert told.startswith(f"data/holidays.csv:{line}:")
    assert "the file is neither UTF-8, UTF-16 nor Windows-1252" in told


def test_it_refuses_what_is_no_text(faults: Faults) -> None:
    assert faults({"data/holidays.csv": b"date\0\0\0\0name"}) == [
        "data/holidays.csv:1:1 the file is not text | Save it again as “CSV UTF-8”."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "date;name\r\n2026-05-01;Satu, dua\r\n",
        "date\tname\n2026-05-01\tSatu, dua\n",
        'sep=;\r\ndate;name\r\n2026-05-01;"Satu, dua"\r\n',
        '"date";"name"\n"2026-05-01";"Satu, dua"\n',
        "name;date\nSatu, dua;2026-05-01\n",
    ],
    ids=["semicolons", "tabs", "said", "quoted", "another order"],
)
def test_it_finds_the_separator_out(text: str, write: Write, catalogue: Catalogue) -> None:
    profile, found = read_profile(write(WHOLE | {"data/holidays.csv": text}), catalogue)
    assert found == []
    assert profile is not None
    assert profile.tables["holidays"].rows == ({"date": "2026-05-01", "name": "Satu, dua"},)


def test_a_row_is_counted_as_a_spreadsheet_does(write: Write, catalogue: Catalogue) -> None:
    table = 'id,title,body,date\na,A,"satu\n\ndua",2026-01-01\n\nb,B,,2026-01-01\n'
    _profile, found = read_profile(write(WHOLE | {"data/announcements.csv": table}), catalogue)
    (fault,) = found
    assert (fault.line, fault.row, fault.column) == (6, 4, 3)
