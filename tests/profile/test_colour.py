"""Contrast and the colours that follow from one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity_kit.profile import colour

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_it_computes_the_contrast_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(colour.contrast(one, other), 2) == ratio
    assert colour.contrast(one, other) == colour.contrast(other, one)


@given(COLOURS)
def test_it_proposes_a_colour_that_passes(primary: str) -> None:
    proposed = colour.nearest_passing(primary)
    assert colour.passes(proposed)
    assert (proposed == primary) == colour.passes(primary)


@given(COLOURS.filter(colour.passes))
def test_it_makes_a_palette_that_can_be_read(primary: str) -> None:
    palette = colour.palette(primary)
    assert colour.contrast(palette.primary, palette.on_primary) >= colour.AA
    assert colour.contrast(palette.primary_dark, palette.on_primary) >= colour.AA
    assert colour.luminance(palette.primary_dark) <= colour.luminance(palette.primary)


def test_it_keeps_the_hue() -> None:
    assert colour.nearest_passing("#FFCC00") == "#907300"
    assert colour.palette("#0B5C8A") == ("#0b5c8a", "#084568", "#ffffff")
