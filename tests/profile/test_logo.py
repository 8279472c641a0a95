"""Pictures that only draw."""

import gzip
import struct
import zlib

import pytest

from smartcity_kit.branding import draw
from tests.profile.conftest import PROFILE, Faults

HINT = "Take it out, or export the drawing again as “plain SVG”."
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
OUTSIDE = "something outside the drawing is loaded"


def of_logo(faults: Faults, content: str | bytes, name: str = "logo.svg") -> list[str]:
    profile = PROFILE.replace('"}', f'", logo: {name}}}')
    return faults({"profile.yml": profile, name: content})


def part(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (1 + (width + 7) // 8) * height)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


def grown(times: int, levels: int, link: str = '<use href="#{}"/>') -> str:
    """Each group draws the one before `times` times: little to read, very much to draw."""
    groups = "".join(
        f'<g id="a{n}">{link.format(f"a{n - 1}") * times}</g>' for n in range(1, levels)
    )
    first = '<path id="a0" d="M0 0h1v1z"/>'
    return f'{HEAD}<defs>{first}{groups}</defs><use href="#a{levels - 1}"/></svg>'


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0" fill="url(#a)" onlyish=""/>'.replace(' onlyish=""', ""),
        '<style>.a { fill: url("#b") }</style><use xlink:href="#a"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<metadata><x xmlns="http://www.inkscape.org/namespaces/inkscape"/></metadata>',
    ],
)
def test_it_takes_a_drawing(faults: Faults, inside: str) -> None:
    assert of_logo(faults, f"{HEAD}{inside}</svg>") == []


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<script>1</script>", "“script” does more than draw"),
        ("<foreignObject/>", "“foreignObject” does more than draw"),
        ('<p xmlns="http://www.w3.org/1999/xhtml"/>', "“p” does more than draw"),
        ("<animate attributeName='href'/>", "“animate” does more than draw"),
        ('<path onload="x()"/>', "“onload” runs a script"),
        ('<image href="https://x.id/a.png"/>', "“href” leads out of the drawing"),
        ('<a xlink:href="javascript:x()"/>', "“href” leads out of the drawing"),
        ('<image href="data:image/svg+xml,&lt;svg/&gt;"/>', "“href” leads out of the drawing"),
        ('<path fill="url(https://x.id/a)"/>', OUTSIDE),
        ("<style>@import 'x.css';</style>", OUTSIDE),
        ("<style>a{background:URL( 'http://x.id')}</style>", OUTSIDE),
        ("<style>@im<!-- -->port 'x.css';</style>", OUTSIDE),
        ("<style>@im<title/>port 'x.css';</style>", OUTSIDE),
        ("<style>a{fill:u<![CDATA[rl(http://x.id)]]>}</style>", OUTSIDE),
        (r"<style>a{fill:\75rl(http://x.id)}</style>", OUTSIDE),
        (r'<path style="fill:\75 rl(http://x.id)"/>', OUTSIDE),
        ("<style>a{background:image-set('http://x.id' 1x)}</style>", OUTSIDE),
        ("<style>@font-face{font-family:x}</style>", OUTSIDE),
        ("<style>a{fill:url(data:image/svg+xml,x)}</style>", OUTSIDE),
        ('<image href="data:text/html;base64,AAAA"/>', "“href” leads out of the drawing"),
        ('<image href="logo.png"/>', "“href” leads out of the drawing"),
        ('<use xlink:href="other.svg#a"/>', "“href” leads out of the drawing"),
        ('<feImage href="#a"/>', "“feImage” takes too long to draw"),
        ('<g xml:base="https://x.id/"/>', "“xml:base” leads out of the drawing"),
        ('<a href="#" ping="https://x.id"/>', "“ping” leads out of the drawing"),
        ('<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>', "“script” does more than draw"),
        ("<feConvolveMatrix/>", "“feConvolveMatrix” takes too long to draw"),
    ],
)
def test_it_refuses_a_drawing_that_does_more(faults: Faults, inside: str, message: str) -> None:
    (found,) = of_logo(faults, f"{HEAD}\n {inside}</svg>")
    where, _space, told = found.partition(" ")
    assert where.startswith("logo.svg:2:")
    assert told == f"{message} | {HINT}"


def test_it_refuses_entities_before_they_grow(faults: Faults) -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + HEAD + "&b;</svg>"
    (found,) = of_logo(faults, bomb)
    assert found.endswith("a DOCTYPE is not read | Save the drawing as “plain SVG”.")


@pytest.mark.parametrize(
    "drawing",
    [
        grown(10, 9),
        grown(2, 40),
        grown(10, 9, '<path fill="url(#{})"/>'),
        f'{HEAD}<g id="a"><use href="#a"/></g></svg>',
        f'{HEAD}<pattern id="a"><path fill="url(#b)"/></pattern>'
        '<pattern id="b"><path fill="url(\'#a\')"/></pattern><path fill="url(#a)"/></svg>',
        f"{HEAD}<style>.x, .y {{ mask: url(#m) }}</style>"
        '<mask id="m"><path class="y"/></mask></svg>',
    ],
)
def test_it_refuses_what_grows_beyond_measure_when_it_is_drawn(
    faults: Faults, drawing: str
) -> None:
    (found,) = of_logo(faults, drawing)
    assert "the drawing refers to itself, or grows beyond measure when it is drawn" in found


def test_it_refuses_elements_so_deep_that_a_renderer_would_die(faults: Faults) -> None:
    (found,) = of_logo(faults, f"{HEAD}{'<g>' * 1000}{'</g>' * 1000}</svg>")
    assert "more than 64 elements within each other" in found


@pytest.mark.parametrize(
    "drawing", [grown(1, 60), grown(5, 6), f"{HEAD}{'<g>' * 63}{'</g>' * 63}</svg>"]
)
def test_the_most_it_lets_through_can_be_drawn(faults: Faults, drawing: str) -> None:
    assert of_logo(faults, drawing) == []
    assert draw.png(drawing, 16, 16).startswith(b"\x89PNG")


def test_it_takes_what_drawing_programs_write(faults: Faults) -> None:
    written = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        + HEAD.replace(">", ' xmlns:ink="http://www.inkscape.org/namespaces/inkscape">')
        + r'<metadata ink:export-filename="C:\Users\dinas\logo.png"/>'
        + "<style>.a{clip-path:url(#c);fill:#c00}.b{fill:url('#g')}</style>"
        + '<linearGradient id="h"/><linearGradient id="g" xlink:href="#h"/>'
        + '<clipPath id="c"><path d="M0 0h9v9z"/></clipPath>'
        + '<g class="a">' + '<path class="b" d="M0 0h9v9z"/>' * 900 + "</g></svg>"
    )  # fmt: skip
    assert of_logo(faults, written) == []


def test_it_refuses_letters_that_need_a_font(faults: Faults) -> None:
    (found,) = of_logo(faults, f"{HEAD}<text>DINAS</text></svg>")
    assert "letters look different wherever another font is installed" in found
    assert "Object to Path" in found


def test_it_refuses_an_svg_that_is_packed_or_in_another_encoding(faults: Faults) -> None:
    (packed,) = of_logo(faults, gzip.compress(f"{HEAD}</svg>".encode()))
    assert "an SVG is written in UTF-8" in packed
    (wide,) = of_logo(faults, f"{HEAD}<script/></svg>".encode("utf-16"))
    assert "an SVG is written in UTF-8" in wide


def test_it_refuses_a_png_that_is_damaged_or_cut_off(faults: Faults) -> None:
    whole = png(64, 64)
    for broken in (whole[:-6], whole[:40] + b"\xff" + whole[41:], whole[:33]):
        (found,) = of_logo(faults, broken, "logo.png")
        assert "this PNG is damaged or cut off" in found


def test_it_refuses_what_is_no_picture(faults: Faults) -> None:
    assert of_logo(faults, "<html/>") == [f"logo.svg:1:1 this is not an SVG drawing | {HINT}"]
    assert of_logo(faults, f"{HEAD}<path>") == [
        "logo.svg:1:90 this is not a well-formed SVG: no element found"
    ]
    assert of_logo(faults, b"GIF89a", "logo.png") == ["logo.png:1:1 this is not a PNG"]
    assert of_logo(faults, "", "logo.jpg") == [
        "profile.yml:5:38 branding.logo: a logo is an SVG or a PNG "
        "| Its name ends in “.svg” or “.png”."
    ]


def test_it_takes_a_png_of_sensible_size(faults: Faults) -> None:
    assert of_logo(faults, png(256, 256), "logo.png") == []
    assert of_logo(faults, png(16, 9000), "logo.png") == [
        "logo.png:1:1 a logo is 32 to 4096 pixels wide and high; this one is 16 × 9000"
    ]


def test_it_refuses_a_logo_that_is_too_large(faults: Faults) -> None:
    large = f"{HEAD}<!--{'x' * 300_000}--></svg>"
    assert of_logo(faults, large) == [
        "profile.yml:5:38 branding.logo: the file is larger than 256 KB"
    ]
