"""Contrast and the colours that follow from one."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartcity_kit import paths
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
    assert colour.palette("#0B5C8A")[:3] == ("#0b5c8a", "#084568", "#ffffff")


def test_a_link_is_no_darker_than_its_surfaces_ask_for() -> None:
    assert colour.palette("#0b5c8a").link == "#0b5c8a"  # dark enough as it is
    assert colour.palette("#767676").link == "#6a6a6a"  # enough on white alone


STYLESHEETS = [
    paths.TEMPLATES / "_base/smartcity_base/static/base/smartcity.css",
    *sorted(paths.TEMPLATES.glob("*/{{cookiecutter.slug}}/*/static/*/*.css")),
]
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# Colours that are not meant to be read: a state that WCAG leaves out, a name on a map's own ground.
NOT_READ = ("disabled", ".map-place", "file-selector")


def declarations(body: str) -> dict[str, str]:
    return {
        name.strip(): value.strip()
        for name, _colon, value in (part.partition(":") for part in body.split(";"))
    }


def rules() -> list[tuple[str, dict[str, str]]]:
    """(selector, declarations) of every rule of every app, without comments and conditions."""
    texts = (re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.S) for file in STYLESHEETS)
    return [
        (selector.strip(), declarations(body))
        for text in texts
        for selector, body in RULE.findall(re.sub(r"@media[^{]*\{", "", text))
    ]


RULES = rules()
FIXED = {k: v for selector, own in RULES if selector == ":root" for k, v in own.items()}


def resolved(value: str, theme: dict[str, str]) -> str | None:
    """The colour of a value: a variable's or its own; None for none ("inherit", "none")."""
    name = re.match(r"var\((--[\w-]+)\)", value)
    value = theme[name[1]] if name else value.split()[0]
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        value = "#" + "".join(2 * digit for digit in value[1:])
    return value if re.fullmatch(r"#[0-9a-f]{6}", value) else None


def theme_of(primary: str) -> dict[str, str]:
    own = colour.palette(primary)._asdict()
    return FIXED | {f"--{name.replace('_', '-')}": value for name, value in own.items()}


def unreadable(theme: dict[str, str]) -> list[str]:
    """Every rule whose text cannot be read on the ground it has, or may come to stand on."""
    surfaces = [*colour.SURFACES.values(), theme["--tint"]]
    found = []
    for selector, own in RULES:
        text = resolved(own.get("color", "none"), theme)
        if text is None or any(part in selector for part in NOT_READ):
            continue
        ground = resolved(own.get("background", "none"), theme)
        # A word of a colour of its own stands on its own ground, on white, or on shade.
        kind = re.match(r"var\(--(red|yellow|green)\)", own["color"])
        own_kind = [FIXED[f"--{kind[1]}-bg"], "#ffffff", FIXED["--shade"]] if kind else surfaces
        for behind in [ground] if ground else own_kind:
            if colour.contrast(text, behind) < colour.AA:
                found.append(f"{selector}: {text} on {behind}")
    return found


def test_the_surfaces_are_those_of_the_stylesheet() -> None:
    assert {"smartcity.css", "live.css", "laksa.css"} <= {file.name for file in STYLESHEETS}
    assert {name: FIXED[f"--{name}"] for name in colour.SURFACES if name != "page"} == {
        name: value for name, value in colour.SURFACES.items() if name != "page"
    }
    assert resolved(FIXED["--page"], FIXED) == colour.SURFACES["page"]


@settings(deadline=None)
@given(COLOURS.map(colour.nearest_passing))
def test_every_text_of_every_app_can_be_read_in_every_colour(primary: str) -> None:
    assert unreadable(theme_of(primary)) == []


@settings(deadline=None)
@given(COLOURS.map(colour.nearest_passing))
def test_what_is_seen_of_controls_stands_out_from_every_surface(primary: str) -> None:
    theme = theme_of(primary)
    for surface in [*colour.SURFACES.values(), theme["--tint"]]:
        for name in ("--primary", "--primary-dark", "--link", "--edge", "--red", "--green"):
            assert colour.contrast(theme[name], surface) >= colour.AA_CONTROL, (name, surface)


def test_a_text_that_cannot_be_read_would_be_found() -> None:
    theme = theme_of("#0b5c8a") | {"--link": "#8ab4d0"}
    assert any(found.startswith("a: #8ab4d0 on #ffffff") for found in unreadable(theme))
