"""A region's apps, shown from a disk before anything is adopted."""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from smartcity_kit import paths
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.errors import KitError
from smartcity_kit.plan import Plan
from smartcity_kit.preview import preview
from smartcity_kit.preview.sheet import pairs
from smartcity_kit.profile.colour import contrast, palette
from tests.samples import with_every_app

MakePlan = Callable[..., Plan]
HERE = Path(sys.executable)
pytestmark = pytest.mark.xdist_group("preview")  # it is made once


@pytest.fixture(scope="module")
def gorontalo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The preview of a sample, made once with the packages of this very Python."""
    from smartcity_kit.plan import make_plan

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SMARTCITY_HOME", str(tmp_path_factory.mktemp("home")))
        patched.setenv("SMARTCITY_LANG", "en")
        patched.setenv("PYTHONPATH", str(paths.TEMPLATES / "_base"))
        profile = with_every_app(tmp_path_factory.mktemp("profiles"))
        yield preview(make_plan(profile, load_catalogue()), python=HERE).index


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """The pages are not really taken: what is asked for is noted, and one page answers."""
    asked: list[tuple[Any, ...]] = []

    def take(release: Any, _aside: Path, pages: Path, python: Path) -> list[Any]:
        asked.append((release.id, python))
        pages.mkdir()
        return []

    monkeypatch.setattr("smartcity_kit.preview.make._take_all", take)
    return asked


class Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        wanted = ("href", "src", "action", "srcdoc")
        self.found += [value or "" for name, value in attributes if name in wanted]


def addresses(page: Path) -> list[str]:
    reader = Addresses()
    reader.feed(page.read_text("utf-8"))
    return reader.found


def test_it_shows_every_page_of_every_app_at_two_widths(gorontalo: Path) -> None:
    frames = re.findall(r'<iframe src="([^"]+)"', gorontalo.read_text("utf-8"))
    for card in load_catalogue().apps.values():
        own = [frame for frame in frames if frame.startswith(f"{card.name}/")]
        assert len([frame for frame in own if "surel" not in frame]) == 2 * len(card.preview) > 0


def test_every_page_opens_from_a_disk_and_asks_no_net(gorontalo: Path) -> None:
    pages = sorted(gorontalo.parent.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        for address in addresses(page):
            alone = ("#", "?", "data:", "mailto:", "tel:")  # of a letter, links are its words
            if not address or address.startswith(alone) or page.name == "surel.html":
                continue
            assert not re.match(r"/|[a-z]+:", address), f"{page}: {address}"
            name = address.partition("#")[0]
            assert (page.parent / name).is_file(), f"{page}: {address}"


def test_no_page_runs_a_script(gorontalo: Path) -> None:
    for page in gorontalo.parent.rglob("*.html"):
        assert "<script" not in page.read_text("utf-8"), page


def test_the_pages_are_the_apps_own_in_the_regions_dress(gorontalo: Path) -> None:
    home = (gorontalo.parent / "laksa/index.html").read_text("utf-8")
    assert "Kota Gorontalo" in home
    assert "Ada masalah di sekitar Anda?" in home
    assert "Lampu jalan" in home  # a category of the region's own table
    assert "--primary:#0b5c8a" in (gorontalo.parent / "laksa/tema.css").read_text("utf-8")


def test_an_officers_page_is_seen_as_an_officer(gorontalo: Path) -> None:
    assert "Contoh Petugas" in (gorontalo.parent / "laksa/antrean.html").read_text("utf-8")


def test_nothing_of_the_making_is_left(gorontalo: Path) -> None:
    assert not list(gorontalo.parents[1].glob(".taking-*"))
    assert not list(gorontalo.parent.rglob("*.sqlite3"))
    assert not list(gorontalo.parent.rglob("*.pem"))


def test_a_second_call_without_a_change_takes_nothing(plan_of: MakePlan, taken: list[Any]) -> None:
    first = preview(plan_of(), python=HERE)
    again = preview(plan_of(), python=HERE)
    assert (first.made, again.made) == (True, False)
    assert again.index == first.index
    assert len(taken) == 1


def test_a_change_takes_the_pages_again_and_leaves_no_old_ones(
    plan_of: MakePlan, taken: list[Any]
) -> None:
    plan = plan_of()
    first = preview(plan, python=HERE)
    branding = replace(plan.profile.branding, palette=palette("#7a1f3d"))
    second = preview(replace(plan, profile=replace(plan.profile, branding=branding)), python=HERE)
    assert len(taken) == 2
    assert second.index.is_file()
    assert not first.index.exists()


def test_servers_and_this_machine_show_the_same(plan_of: MakePlan, taken: list[Any]) -> None:
    preview(plan_of("servers"), python=HERE)
    preview(plan_of("embedded"), python=HERE)
    assert len(taken) == 1


def test_a_folder_of_the_persons_own_is_filled_and_only_ever_replaced_by_a_preview(
    plan_of: MakePlan, taken: list[Any], tmp_path: Path
) -> None:
    out = tmp_path / "pratinjau"
    assert preview(plan_of(), out, python=HERE).index == out / "index.html"
    assert (out / "branding/kop-surat.html").is_file()
    preview(plan_of(), out, python=HERE)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "index.html").write_text("mine")
    with pytest.raises(KitError, match="not empty"):
        preview(plan_of(), mine, python=HERE)
    assert (mine / "index.html").read_text() == "mine"


def test_a_page_that_does_not_answer_is_named_and_nothing_is_kept(
    plan_of: MakePlan, monkeypatch: pytest.MonkeyPatch, state: Path
) -> None:
    plan = plan_of()
    live = plan.apps[0]
    program = state.parent / "python"
    program.write_text("#!/bin/sh\necho '/masuk/: 500' >&2\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(KitError, match=live.name) as told:
        preview(plan, python=program)
    assert told.value.hint == "/masuk/: 500"
    assert not list((state / "previews").rglob("index.html"))


def test_every_pair_of_colours_that_it_shows_is_readable() -> None:
    for pair in pairs(palette("#767676")):
        assert contrast(pair.seen, pair.on) >= pair.wanted, pair.name


def test_the_card_of_every_app_names_pages_with_titles() -> None:
    for card in load_catalogue().apps.values():
        assert card.preview
        assert all(page.path.startswith("/") and page.title for page in card.preview)
