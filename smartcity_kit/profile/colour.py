"""Colours that people with weak eyes can read: contrast as WCAG 2.2 computes it.

Colours are "#rrggbb". Level AA asks 4.5:1 of text (success criterion 1.4.3) and 3:1 of what has to
be seen of a control or a drawing (1.4.11). https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from collections.abc import Iterator
from typing import NamedTuple

WHITE = "#ffffff"
AA = 4.5
AA_CONTROL = 3.0

# What the apps' stylesheets (templates/_base/…/smartcity.css, :root) let text stand on, beside the
# tint: the page, shaded blocks, and the four kinds of notice.
SURFACES = {
    "page": WHITE,
    "shade": "#f3f5f7",
    "blue-bg": "#e6f1f8",
    "red-bg": "#fbe7e7",
    "yellow-bg": "#fff2cc",
    "green-bg": "#e0f3e6",
}
_TINT = 0.1


class Palette(NamedTuple):
    """The colours that an app's pages are dressed in.

    `primary` fills buttons and draws lines, with `on_primary` as the text on it and `primary_dark`
    under a pointer. `link` and `link_dark` are text: readable on every surface. `tint` is a surface
    of the region's own.
    """

    primary: str
    primary_dark: str
    on_primary: str
    link: str
    link_dark: str
    tint: str


def palette(primary: str) -> Palette:
    """The colours that follow from a primary that `passes`.

    What contrasts with white contrasts with it in both directions, so text on it is white. It is
    white alone that it is held against: a link stands on darker surfaces and is darkened for them.
    """
    tint = _mixed(primary, WHITE, _TINT)
    surfaces = [*SURFACES.values(), tint]
    link = next(
        shade
        for shade in _shades(primary)
        if all(contrast(shade, surface) >= AA for surface in surfaces)
    )
    return Palette(
        primary.lower(), _scaled(primary, 0.75), WHITE, link, _scaled(link, 0.75), tint
    )  # fmt: skip


def passes(primary: str) -> bool:
    """Whether white text on the colour, and the colour on white, reach AA."""
    return contrast(primary, WHITE) >= AA


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, 0 (black) to 1 (white)."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def nearest_passing(colour: str) -> str:
    """The lightest shade of the same hue that passes; the colour itself when it does."""
    if passes(colour):
        return colour.lower()
    return next(shade for shade in _shades(colour) if passes(shade))


def _shades(colour: str) -> Iterator[str]:
    """The colour itself, and on to black in steps too small to see."""
    return (_scaled(colour, step / 255) for step in range(255, -1, -1))


def _linear(part: float) -> float:
    # sRGB's transfer function; WCAG 2.2 took the standard's threshold of 0.04045.
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _parts(colour: str) -> tuple[int, int, int]:
    value = int(colour.removeprefix("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def _scaled(colour: str, factor: float) -> str:
    return "#" + "".join(f"{round(part * factor):02x}" for part in _parts(colour))


def _mixed(one: str, other: str, share: float) -> str:
    """A `share` of one colour in another, as CSS' color-mix(in srgb, …) has it."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)
