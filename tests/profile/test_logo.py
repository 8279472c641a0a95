"""Pictures that only draw."""

import struct

import pytest

from tests.profile.conftest import PROFILE, Faults

HINT = "Take it out, or export the drawing again as “plain SVG”."
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
OUTSIDE = "something outside the drawing is loaded"


def of_logo(faults: Faults, content: str | bytes, name: str = "logo.svg") -> list[str]:
    profile = PROFILE.replace('"}', f'", logo: {name}}}')
    return faults({"profile.yml": profile, name: content})


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height)


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
