"""The head of a letter: what an office has to say on it, and nothing that escapes it."""

from xml.etree import ElementTree

import pytest

from smartcity_kit.branding.letterhead import letterhead_html, letterhead_svg
from smartcity_kit.profile import Contact

CONTACT = Contact("halo@contoh.go.id", "(021) 555 0100", "Jalan Contoh <Nomor 1>, Kota Contoh")
LONGEST = "Pemerintah Kabupaten Kepulauan Siau Tagulandang Biaro"


def texts(svg: bytes) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    return [node.text or "" for node in root.iter("{http://www.w3.org/2000/svg}text")]


def test_it_names_the_government_its_address_and_the_ways_to_reach_it() -> None:
    lines = texts(letterhead_svg("Pemerintah Kota Contoh", CONTACT, "contoh.go.id", b"png"))
    assert lines[0] == "PEMERINTAH KOTA CONTOH"
    assert lines[1] == "Jalan Contoh <Nomor 1>, Kota Contoh"
    assert lines[2] == "Telepon (021) 555 0100, Surel halo@contoh.go.id, Laman contoh.go.id"


def test_a_long_name_is_broken_into_lines_of_like_length() -> None:
    first, second, *_rest = texts(letterhead_svg(LONGEST, Contact(), "sitaro.go.id", b"png"))
    assert (first, second) == ("PEMERINTAH KABUPATEN KEPULAUAN", "SIAU TAGULANDANG BIARO")


@pytest.mark.parametrize("government", ["Pemerintah Kota Contoh", LONGEST])
def test_it_ends_in_a_double_rule_below_every_line(government: str) -> None:
    root = ElementTree.fromstring(  # noqa: S314 - our own
        letterhead_svg(government, CONTACT, "contoh.go.id", b"png")
    )
    space = "{http://www.w3.org/2000/svg}"
    rules = [node.get("d", "") for node in root.iter(f"{space}path")]
    lines = [float(node.get("y", "")) for node in root.iter(f"{space}text")]
    heights = [float(rule.removeprefix("M0 ").removesuffix("h170")) for rule in rules]
    assert len(heights) == 2
    assert max(lines) < min(heights)
    assert max(heights) < float(root.get("height", "").removesuffix("mm"))


def test_the_sheet_can_be_opened_without_the_kit_and_takes_no_markup_from_a_profile() -> None:
    sheet = letterhead_html("Pemerintah Kota Contoh", CONTACT, "contoh.go.id", b"png").decode()
    assert "Jalan Contoh &lt;Nomor 1&gt;, Kota Contoh" in sheet
    assert 'src="data:image/png;base64,cG5n"' in sheet
    assert "http" not in sheet
    assert "$" not in sheet
