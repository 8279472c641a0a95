"""Profile -> every file of a region's dress: pictures for its apps, papers for its offices."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from smartcity_kit import paths
from smartcity_kit.branding import draw
from smartcity_kit.branding.letterhead import letterhead_html, letterhead_svg
from smartcity_kit.branding.logo import PNG, SVG, Logo, neutral
from smartcity_kit.digest import LENGTH, digest_of, digest_of_data, digest_of_tree
from smartcity_kit.profile import Profile

# What every page loads beside everything else; a larger drawing is shown as pixels.
LIGHT = 12 * 1024
# The apps show a logo at 40 pixels' height; phones have up to four dots for one.
SHOWN = 160
EMAIL_HEIGHT, EMAIL_WIDTH = 112, 600  # twice what a letter shows it at

SERVED = (
    "favicon.ico", "apple-touch-icon.png", "icon-192.png", "icon-512.png",
    "icon-maskable-512.png", "email.png",
)  # fmt: skip
"""What an app answers with or puts in its letters, beside the logo on its pages."""


@dataclass(frozen=True)
class Dress:
    """All files by name; `logo` is the one that pages show, always small."""

    files: Mapping[str, bytes]
    logo: str

    @property
    def served(self) -> Mapping[str, bytes]:
        return {name: self.files[name] for name in (self.logo, *SERVED)}


def dress(profile: Profile) -> Dress:
    """Everything that follows from the profile's logo, colour, name and address.

    Raises KitError where the logo cannot be drawn. Kept below the state folder by what it was
    drawn from; what is there already is read.
    """
    logo = _logo(profile)
    shown = f"logo.{SVG}" if logo.kind == SVG and len(logo.data) <= LIGHT else f"logo-{SHOWN}.png"
    folder = paths.state() / "store" / "branding" / _key(profile, logo)
    if not folder.is_dir():
        _keep(drawn(profile, logo), folder)
    return Dress({file.name: file.read_bytes() for file in sorted(folder.iterdir())}, shown)


def drawn(profile: Profile, logo: Logo) -> dict[str, bytes]:
    """The files themselves; the same ones again for the same profile."""
    large = draw.banner(logo, 512, 2048)
    government, contact = profile.region.government, profile.contact
    return {
        f"logo.{logo.kind}": logo.data,
        f"logo-{SHOWN}.png": draw.banner(logo, SHOWN, 4 * SHOWN),
        "favicon.ico": draw.ico({side: draw.icon(logo, side) for side in (16, 32, 48)}),
        "icon-192.png": draw.icon(logo, 192),
        "icon-512.png": draw.icon(logo, 512),
        # Systems cut a maskable icon down to a circle of 80 %: the square within it is 56 %.
        "icon-maskable-512.png": draw.icon(logo, 512, share=_share(logo, 0.56), filled=True),
        "apple-touch-icon.png": draw.icon(logo, 180, share=_share(logo, 0.8), filled=True),
        "email.png": draw.banner(logo, EMAIL_HEIGHT, EMAIL_WIDTH),
        "kop-surat.svg": letterhead_svg(government, contact, profile.domain, large),
        "kop-surat.html": letterhead_html(government, contact, profile.domain, large),
    }


def _share(logo: Logo, share: float) -> float:
    """The neutral mark is its own field: its house alone has to be within."""
    return 1.0 if logo.field else share


def _logo(profile: Profile) -> Logo:
    given = profile.branding.logo
    if given is None:
        return neutral(profile.branding.palette)
    return Logo(given.read_bytes(), SVG if given.suffix == ".svg" else PNG)


def _key(profile: Profile, logo: Logo) -> str:
    from importlib.metadata import version

    return digest_of_data([
        digest_of(logo.data), logo.kind, profile.region.government, asdict(profile.contact),
        profile.domain, version("resvg-py"), digest_of_tree(Path(__file__).parent),
    ])[:LENGTH]  # fmt: skip


def _keep(files: Mapping[str, bytes], folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".drawing-") as name:
        aside = Path(name) / "dress"
        aside.mkdir()
        for file, content in files.items():
            (aside / file).write_bytes(content)
        try:
            aside.rename(folder)
        except OSError:
            # Another run drew the same meanwhile: theirs is as good as ours.
            if not folder.is_dir():
                raise
