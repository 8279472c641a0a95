"""The page of a preview: every app's pages as a desk and a phone show them, and the region's dress.

One HTML file without a script; frames beside it hold the pages.
"""

from dataclasses import dataclass
from pathlib import Path

from smartcity_kit.language import _, wanted
from smartcity_kit.plan import Plan
from smartcity_kit.profile.colour import AA, AA_CONTROL, SURFACES, Palette, contrast


@dataclass(frozen=True)
class Shot:
    """A page of an app, at `file` below the folder of the preview."""

    title: str
    file: str


@dataclass(frozen=True)
class Album:
    """An app's pages, and a letter of its own."""

    title: str
    shots: list[Shot]
    letter: Shot


@dataclass(frozen=True)
class Pair:
    """Two colours of which one is seen on the other, and how well."""

    name: str
    seen: str
    on: str
    wanted: float

    @property
    def ratio(self) -> str:
        return f"{contrast(self.seen, self.on):.1f}:1"


def sheet(plan: Plan, albums: list[Album]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    engine = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    region, look = plan.region, plan.profile.branding
    return engine.get_template("sheet.html").render(
        language="id" if wanted() == "id" else "en",
        palette=look.palette,
        has_logo=look.logo is not None,
        albums=albums,
        pairs=pairs(look.palette),
        words=_words(region.name),
    )


def pairs(palette: Palette) -> list[Pair]:
    """What the region's colour is used for, each at its worst."""
    surfaces = [*SURFACES.values(), palette.tint]
    hardest = min(surfaces, key=lambda surface: contrast(palette.link, surface))
    return [
        Pair(_("Text on a button"), palette.on_primary, palette.primary, AA),
        Pair(_("Text on a button under the pointer"), palette.on_primary, palette.primary_dark, AA),
        Pair(_("Link on the page"), palette.link, SURFACES["page"], AA),
        Pair(_("Link on the darkest surface"), palette.link, hardest, AA),
        Pair(_("Icon on the tint"), palette.link, palette.tint, AA_CONTROL),
    ]


def _words(region: str) -> dict[str, str]:
    return {
        "title": _("Preview of {region}").format(region=region),
        "what": _("The apps' own pages with this region's data, colours and logo. Nothing was "
                  "adopted; reports and accounts appear once people make them."),
        "desk": _("Desktop, 1280 pixels"),
        "phone": _("Phone, 390 pixels"),
        "open": _("Open the page"),
        "dress": _("Colours and marks"),
        "colours": _("Colours"),
        "colours_what": _("All pairs reach WCAG 2.2 AA: 4.5:1 for text, 3:1 for the rest."),
        "icons": _("Icons"),
        "favicon": _("Browser tab"),
        "home": _("Home screen"),
        "maskable": _("Android, cut to a circle"),
        "neutral": _("No logo is given yet: this is the neutral mark. Put one in "
                     "branding/logo.svg and name it in profile.yml."),
        "letter": _("E-mail"),
        "paper": _("Letterhead"),
        "paper_html": _("Write on it and print"),
        "paper_svg": _("For a word processor (SVG)"),
    }  # fmt: skip
