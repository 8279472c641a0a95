"""Everything that follows from one logo and one colour."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from smartcity_kit.branding import SERVED, dress
from smartcity_kit.branding import make as module
from smartcity_kit.branding.logo import Logo
from smartcity_kit.profile import Branding, Contact, Profile
from smartcity_kit.profile.colour import palette

MakeProfile = Callable[..., Profile]
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'


@pytest.fixture
def with_logo(make_profile: MakeProfile, tmp_path: Path) -> Callable[[str], Profile]:
    def make(drawing: str) -> Profile:
        (tmp_path / "logo.svg").write_text(drawing)
        return make_profile(branding=Branding(palette("#c8102e"), None, tmp_path / "logo.svg"))

    return make


def test_a_region_without_a_logo_has_a_neutral_mark_in_its_colour(
    make_profile: MakeProfile,
) -> None:
    made = dress(make_profile(branding=Branding(palette("#c8102e"), None, None)))
    assert made.logo == "logo.svg"
    assert b'fill="#c8102e"' in made.files["logo.svg"]
    assert b"<text" not in made.files["logo.svg"]


def test_every_size_that_phones_and_browsers_ask_for_is_there(make_profile: MakeProfile) -> None:
    files = dress(make_profile()).files
    sizes = {
        "icon-192.png": (192, 192),
        "icon-512.png": (512, 512),
        "icon-maskable-512.png": (512, 512),
        "apple-touch-icon.png": (180, 180),
    }
    for name, size in sizes.items():
        assert Image.open(io.BytesIO(files[name])).size == size
    width, height = Image.open(io.BytesIO(files["email.png"])).size
    assert (width <= 600, height) == (True, 112)
    assert {"favicon.ico", "kop-surat.svg", "kop-surat.html"} <= files.keys()


def test_apps_serve_pictures_and_no_paper(make_profile: MakeProfile) -> None:
    made = dress(make_profile())
    assert set(made.served) == {"logo.svg", *SERVED}


def test_a_heavy_drawing_is_shown_as_pixels_for_the_sake_of_slow_lines(
    with_logo: Callable[[str], Profile],
) -> None:
    light = dress(with_logo(f'{HEAD}<path d="M0 0h9v9z"/></svg>'))
    heavy = dress(with_logo(f'{HEAD}<path d="M0 0{"h9v9" * 9000}z"/></svg>'))
    assert light.logo == "logo.svg"
    assert heavy.logo == "logo-160.png"
    assert "logo.svg" not in heavy.served
    assert len(heavy.served[heavy.logo]) < 12 * 1024


def test_it_is_drawn_once_and_again_only_when_something_it_shows_changes(
    make_profile: MakeProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Profile] = []
    real = module.drawn

    def noted(profile: Profile, logo: Logo) -> dict[str, bytes]:
        drawn.append(profile)
        return real(profile, logo)

    monkeypatch.setattr(module, "drawn", noted)
    first = dress(make_profile())
    assert dress(make_profile()) == first
    assert len(drawn) == 1
    dress(make_profile(contact=Contact(phone="0435 000")))
    dress(make_profile(branding=Branding(palette("#c8102e"), None, None)))
    assert len(drawn) == 3


def test_a_drawing_cut_off_by_a_kill_is_not_taken_for_the_whole(
    make_profile: MakeProfile, monkeypatch: pytest.MonkeyPatch, state: Path
) -> None:
    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            dress(make_profile())
    assert dress(make_profile()).files["favicon.ico"]
    assert not list((state / "store/branding").glob(".drawing-*"))
