"""Colours that people with weak eyes can read: contrast as WCAG 2.2 computes it.

Colours are "#rrggbb". Success criterion 1.4.3 (level AA) asks 4.5:1 of text.
https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from typing import NamedTuple

WHITE = "#ffffff"
AA = 4.5


class Palette(NamedTuple):
    """The colours that an app's pages are dressed in."""

    primary: str
    primary_dark: str
    on_primary: str


def palette(primary: str) -> Palette:
    """The colours that follow from a primary that `passes`: one for hovering, one for text on it.

    What contrasts with white contrasts with it in both directions, so text on it is white.
    """
    return Palette(primary.lower(), _scaled(primary, 0.75), WHITE)


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
    shades = (_scaled(colour, step / 255) for step in range(254, -1, -1))
    return next(shade for shade in shades if passes(shade))


def _linear(part: float) -> float:
    # sRGB's transfer function; WCAG 2.2 took the standard's threshold of 0.04045.
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _parts(colour: str) -> tuple[int, int, int]:
    value = int(colour.removeprefix("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def _scaled(colour: str, factor: float) -> str:
    return "#" + "".join(f"{round(part * factor):02x}" for part in _parts(colour))
