"""Pictures that come out the same everywhere."""

import hashlib
import io
import struct

import pytest
from PIL import Image

from smartcity_kit.branding import draw
from smartcity_kit.branding.logo import PNG, SVG, Logo, neutral
from smartcity_kit.errors import KitError
from smartcity_kit.profile.colour import palette

BLUE = palette("#0b5c8a")
HOUSE = neutral(BLUE)
WIDE = Logo(
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">'
    b'<path fill="#c00000" d="M0 0h200v100H0z"/></svg>',
    SVG,
)


def pixels(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGBA")


def test_it_draws_the_same_bytes_on_every_python() -> None:
    """Of the renderer's version in the lock; a new one may draw otherwise, and is looked at."""
    drawn = hashlib.sha256(draw.icon(HOUSE, 48)).hexdigest()
    assert drawn == "666cdadc87ee0c482b9c4f0b3aeea5a8cae6fdce9b5eda7e00b7b3b402a91a53"


def test_a_wide_logo_stands_whole_in_the_middle_of_a_square() -> None:
    icon = pixels(draw.icon(WIDE, 100))
    assert icon.size == (100, 100)
    assert icon.getpixel((50, 50)) == (192, 0, 0, 255)
    assert icon.getpixel((1, 50)) == (192, 0, 0, 255)
    assert icon.getpixel((50, 10)) == (0, 0, 0, 0)


def test_where_a_system_cuts_corners_the_logo_keeps_clear_of_them_on_white() -> None:
    icon = pixels(draw.icon(WIDE, 100, share=0.56, filled=True))
    assert icon.getpixel((0, 0)) == (255, 255, 255, 255)
    assert icon.getpixel((15, 50)) == (255, 255, 255, 255)
    assert icon.getpixel((50, 50)) == (192, 0, 0, 255)


def test_the_neutral_mark_fills_its_square_with_the_regions_colour() -> None:
    icon = pixels(draw.icon(HOUSE, 100, filled=True))
    assert icon.getpixel((0, 0)) == (11, 92, 138, 255)


@pytest.mark.parametrize(
    ("svg", "aspect"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0,0 30 10"/>', 3.0),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="20mm" height="40mm"/>', 0.5),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="50%"/>', 1.0),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 10"/>', 1.0),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', 1.0),
    ],
)
def test_it_knows_how_wide_a_drawing_is(svg: bytes, aspect: float) -> None:
    assert Logo(svg, SVG).aspect == aspect


def test_a_banner_is_as_wide_as_its_logo_within_bounds() -> None:
    assert pixels(draw.banner(WIDE, 112, 600)).size == (224, 112)
    assert pixels(draw.banner(WIDE, 112, 150)).size == (150, 112)
    png = Logo(draw.banner(WIDE, 40, 600), PNG)
    assert png.aspect == 2.0
    assert pixels(draw.icon(png, 64)).getpixel((32, 32)) == (192, 0, 0, 255)


def test_an_icon_file_holds_every_size_as_windows_wants_it() -> None:
    sides = (16, 32, 48)
    made = draw.ico({side: draw.icon(HOUSE, side) for side in reversed(sides)})
    assert struct.unpack("<HHH", made[:6]) == (0, 1, 3)
    opened = Image.open(io.BytesIO(made))
    assert opened.format == "ICO"
    assert opened.info["sizes"] == {(side, side) for side in sides}


def test_a_drawing_that_cannot_be_drawn_is_said_to_be_so() -> None:
    with pytest.raises(KitError, match="cannot be drawn"):
        draw.png("<svg", 16, 16)
