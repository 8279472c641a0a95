"""NIP, telephone, degrees, codes and days: read where that is safe, named where digits are lost."""

from collections.abc import Callable
from functools import partial

import pytest

from smartcity_kit.profile import shapes
from smartcity_kit.profile.sheets.numbers import (
    read_area,
    read_days,
    read_deadline,
    read_degrees,
    read_nip,
    read_phone,
)
from smartcity_kit.profile.sheets.wrong import Wrong


def wrong(read: Callable[[], str]) -> str:
    with pytest.raises(Wrong) as caught:
        read()
    return caught.value.hint


@pytest.mark.parametrize(
    "cell",
    ["198602132011011002", "19860213 201101 1 002", "'198602132011011002", '="198602132011011002"'],
)
def test_it_reads_a_nip_with_blanks_and_guards(cell: str) -> None:
    assert read_nip(cell) == "198602132011011002"


def test_it_reads_the_nip_of_a_pppk() -> None:
    assert read_nip("199001012023212001") == "199001012023212001"


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("198613322011011002", "Its first eight digits are no date of birth."),
        ("198602131986011002",
         "Digits 9 to 12 are no year in which someone born then was appointed."),
        ("198602132011131002", "Digits 13 and 14 are no month, nor as in the NIP of a PPPK."),
        ("198602132011013002", "Digit 15 is 1 for men and 2 for women."),
        ("3671015302860001", "It has 16 digits, as a NIK has: a NIK is not taken here."),
        ("123", ""),
    ],
)  # fmt: skip
def test_it_says_what_does_not_hang_together_in_a_nip(cell: str, hint: str) -> None:
    assert wrong(lambda: read_nip(cell)) == hint


@pytest.mark.parametrize("cell", ["1.98602E+17", "1,98602132011011E+17", "198602132011011000"])
def test_it_knows_a_nip_that_a_spreadsheet_rounded(cell: str) -> None:
    assert "digits are lost. The spreadsheet took it for a number." in wrong(lambda: read_nip(cell))


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("'081234567890", "+6281234567890"),
        ("(021) 555 0100", "+62215550100"),
        ("(0435) 821234", "+62435821234"),
        ("112", "112"),
        ("1500-888", "1500888"),
    ],
)
def test_it_writes_a_public_number_in_e164(cell: str, number: str) -> None:
    assert read_phone(cell, shapes.PHONE) == number


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("81234567890", "Its leading zero is lost: “081234567890”? Format the column as text."),
        ("8.12E+10",
         "The spreadsheet took it for a number. Format the column as text and type it again."),
        ("0435-821234 / 0435-821235", "Keep one number per cell."),
        ("0435-821234/5", "Keep one number per cell."),
        ("0435-821234 dan 0435-821235", "Keep one number per cell."),
        ("0812", 'For example: "0812 3456 7890".'),
        ("12", 'For example: "0812 3456 7890".'),
        ("tidak ada", 'For example: "0812 3456 7890".'),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong_with_a_number(cell: str, hint: str) -> None:
    assert wrong(lambda: read_phone(cell, shapes.PHONE)) == hint


def test_a_person_has_no_number_that_is_dialled_short() -> None:
    wrong(lambda: read_phone("112", shapes.PERSON_PHONE))


@pytest.mark.parametrize(
    ("cell", "degrees"),
    [
        ("106,63", "106.63"),
        ("-6.178060000001", "-6.17806"),
        ("−6,5", "-6.5"),
        ("+0,54", "0.54"),
        ("106.634", "106.634"),
        ("0", "0"),
        ("-0.0000001", "0"),
        ("123.05°", "123.05"),
    ],
)
def test_it_reads_degrees_with_a_point_or_a_comma(cell: str, degrees: str) -> None:
    assert read_degrees(cell) == degrees


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("106634500",
         "Its decimal sign is lost. Write it with a point, for example “106.634500”."),
        ("-6.178.060", "Its decimal sign is lost. Write it with a point, for example “-6.178060”."),
        ("6°10'30\"S", 'For example: "106.634500".'),
        ("nan", 'For example: "106.634500".'),
    ],
)  # fmt: skip
def test_it_proposes_where_the_decimal_sign_was(cell: str, hint: str) -> None:
    assert wrong(lambda: read_degrees(cell)) == hint


def test_it_puts_the_dots_into_a_code() -> None:
    assert read_area("757101") == "75.71.01"
    assert read_area("7571011001") == "75.71.01.1001"
    assert read_area("Dulalowo") == "Dulalowo"


@pytest.mark.parametrize(
    ("cell", "what"),
    [("36.71", "number"), ("36,710", "number"), ("7.57E+09", "number"), ("2005-01-12", "date")],
)
def test_it_knows_a_code_that_a_spreadsheet_rewrote(cell: str, what: str) -> None:
    assert wrong(lambda: read_area(cell)) == (
        f"The spreadsheet took it for a {what}. Format the column as text and type it again."
    )


def test_it_reads_days_in_words() -> None:
    assert [read_days(cell) for cell in ("5", "5.0", "14 hari kerja", "3 Hari")] == [
        *("5", "5", "14", "3")
    ]
    wrong(lambda: read_days("seminggu"))


def test_a_deadline_is_a_class_or_working_days_up_to_a_year() -> None:
    cells = ("biasa", "Mendesak", "14", "14 hari kerja", "14.0", "1", "250")
    assert [read_deadline(cell) for cell in cells] == [
        *("biasa", "mendesak", "14", "14", "14", "1", "250")
    ]
    for cell in ("0", "251", "-3", "segera", "dua minggu", "1,5"):
        wrong(partial(read_deadline, cell))
