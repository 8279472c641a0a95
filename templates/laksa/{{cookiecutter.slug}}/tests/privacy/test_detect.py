"""What looks like personal data, and what does not."""

import pytest

from laksa.privacy.detect import Kind, find


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("NIK saya 7571014107900001.", Kind.NIK, "7571014107900001"),
        ("NIK 7571 0141 0790 0001", Kind.NIK, "7571 0141 0790 0001"),
        ("KK: 3671-0117-0895-0002", Kind.NIK, "3671-0117-0895-0002"),
        ("NPWP 01.234.567.8-901.000 atas nama saya", Kind.NPWP, "01.234.567.8-901.000"),
        ("kirim ke Budi.S@contoh.co.id ya", Kind.EMAIL, "Budi.S@contoh.co.id"),
        ("hubungi 0812-3456-7890", Kind.PHONE, "0812-3456-7890"),
        ("WA +62 812 3456 7890", Kind.PHONE, "+62 812 3456 7890"),
        ("telepon (0435) 821234 saja", Kind.PHONE, "(0435) 821234"),
        ("mobil DM 1234 AB parkir liar", Kind.PLATE, "DM 1234 AB"),
        ("motor B3456XYZ", Kind.PLATE, "B3456XYZ"),
    ],
)
def test_it_is_caught(text: str, kind: Kind, value: str) -> None:
    (span,) = find(text)
    assert (span.kind, span.value) == (kind, value)
    assert text[span.start : span.end] == value


@pytest.mark.parametrize(
    "text",
    [
        "Lubang sedalam lutut di depan pasar",
        "Nomor pesanan 7571019907900001",  # no day 99
        "Nomor pesanan 7571014113900001",  # no month 13
        "Nomor pesanan 0071014107900001",  # no province 00
        "Lihat laporan LKS-26-000123 tanggal 12-07-2026",
        "RT 05 RW 02, Jl. Merdeka 12 B",
        "Sejak 2019 sampai 2026, lebar 3,5 m",
        "Biayanya Rp 1.250.000.000",
        "Hubungi 112 atau 1708",
        "Pukul 07.30-09.00 macet",
        "buka @ pasar",
    ],
)
def test_it_is_left_alone(text: str) -> None:
    assert find(text) == []


def test_several_are_told_in_order_and_none_twice() -> None:
    text = "Surel a@b.co.id, HP 081234567890, NIK 7571014107900001, lagi 081234567890"
    assert [span.kind for span in find(text)] == [Kind.EMAIL, Kind.PHONE, Kind.NIK, Kind.PHONE]
