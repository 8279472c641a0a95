"""The profiles that ship: valid, true to the national list, and free of people."""

import csv
import re
from pathlib import Path
from typing import Any

import pytest

from smartcity_kit import paths, regions
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.init.skeleton import has_districts
from smartcity_kit.init.write import SCHEMA
from smartcity_kit.profile import Profile, all_profiles, read_profile
from smartcity_kit.profile.fit import check_keys
from smartcity_kit.profile.keys import schema
from smartcity_kit.profile.parse import read_document
from smartcity_kit.profile.sheets import KINDS, SHARED
from tests.samples import BY_HAND, CODES, POLICE, write_samples

SAMPLES = list(all_profiles([paths.SAMPLES]))
EXAMPLE = paths.SAMPLES / "_example"


def read(folder: Any) -> Profile:
    profile, faults = read_profile(folder, load_catalogue())
    assert faults == []
    assert profile is not None
    return profile


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: folder.name)
def test_every_sample_is_valid_and_named_for_its_region(folder: Any) -> None:
    profile = read(folder)
    assert profile.region.slug == folder.name
    hosts = [domain.host for domain in profile.region.candidate_domains]
    assert profile.domain in (hosts or ["contoh.go.id"])


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: folder.name)
def test_every_sample_has_its_real_districts(folder: Any) -> None:
    profile = read(folder)
    rows = profile.tables["agencies"].rows
    named = {row["name"] for row in rows if row["kind"] == "kecamatan"}
    own = regions.within(profile.region) if has_districts(profile.region) else regions.Areas((), ())
    assert named == {f"Kecamatan {district.name}" for district in own.districts}


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: folder.name)
def test_no_sample_names_a_person_or_makes_news(folder: Any) -> None:
    profile = read(folder)
    assert profile.contact.email is None
    skeletons = {"agencies", "categories"} | ({"services"} if folder.name in BY_HAND else set())
    for file in (folder / "data").glob("*.csv"):
        if file.stem not in skeletons:
            (row,) = csv.DictReader(file.open(encoding="utf-8", newline=""))
            assert any(cell.lower().startswith("contoh") for cell in row.values()), file


@pytest.mark.parametrize("folder", [*SAMPLES, EXAMPLE], ids=lambda folder: folder.name)
def test_every_category_has_a_picture(folder: Any) -> None:
    icons = next(paths.TEMPLATES.glob("laksa/*/laksa/static/laksa/icons.svg")).read_text("utf-8")
    wanted = {row["icon"] for row in read(folder).tables["categories"].rows}
    assert wanted <= set(re.findall(r'id="([a-z-]+)"', icons))


def test_samples_differ_in_their_codes_colours_and_ports() -> None:
    profiles = [read(folder) for folder in SAMPLES]
    assert len(profiles) == 20
    assert len({profile.region.code for profile in profiles}) == 20
    assert len({profile.branding.palette.primary for profile in profiles}) == 20
    assert len({profile.embedded_port for profile in profiles}) == 20


def test_samples_are_what_init_writes(tmp_path: Path) -> None:
    """Except those written by hand; `python -m tests.samples` writes the others anew."""
    for made in write_samples(tmp_path):
        shipped = paths.SAMPLES / made.name
        assert contents(made) == contents(shipped), made.name
    names = {folder.name for folder in tmp_path.iterdir()} | BY_HAND
    assert {path.name for path in paths.SAMPLES.iterdir() if path.is_dir()} == names - {SCHEMA}
    assert (tmp_path / SCHEMA).read_bytes() == (paths.SAMPLES / SCHEMA).read_bytes()


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_every_adopter_of_the_seeds_has_a_sample() -> None:
    codes = {read(folder).region.code for folder in SAMPLES}
    assert codes == {*CODES, POLICE.code, "36.71", "75.71"}


def test_a_skeleton_says_that_it_is_one() -> None:
    gorontalo = paths.SAMPLES / "kota-gorontalo"
    assert "KERANGKA" in (gorontalo / "profile.yml").read_text("utf-8")
    assert "**kerangka**" in (gorontalo / "README.md").read_text("utf-8")


def test_the_example_is_valid() -> None:
    profile = read(EXAMPLE)
    assert list(profile.personal) == ["residents", "staff"]


def test_the_example_shows_every_key_and_no_other() -> None:
    text = (EXAMPLE / "profile.yml").read_text("utf-8")
    whole = read_document(re.sub(r"^#(?=\S| {2}\w+:)", "", text, flags=re.MULTILINE), "example")
    check_keys(whole)
    assert whole.faults == []
    assert keys_written(whole.data) == keys_known(schema())


def test_the_example_shows_every_table_and_every_column() -> None:
    headers = {
        path.stem: path.read_text("utf-8").splitlines()[0].split(",")
        for path in (EXAMPLE / "data").glob("*.csv")
    }
    assert headers == {
        name: [column.name for column in kind.columns]
        for name, kind in KINDS.items()
        if name in SHARED or name in headers
    }
    assert {"services", "synonyms"} <= headers.keys()


def keys_written(data: Any, path: str = "") -> set[str]:
    """Every key as "servers.*.port"; what a person names (a server, an app) is "*"."""
    if not isinstance(data, dict) or path.endswith("settings"):
        return set()
    named = path in ("servers", "apps")
    found = set()
    for key, value in data.items():
        inner = f"{path}.{'*' if named else key}".lstrip(".")
        found |= {inner} | keys_written(value, inner)
    return found


def keys_known(node: dict[str, Any], path: str = "") -> set[str]:
    inner = dict(node.get("properties", {}))
    if isinstance(named := node.get("additionalProperties"), dict):
        inner["*"] = named
    found = set()
    for key, value in inner.items():
        name = f"{path}.{key}".lstrip(".")
        found |= {name} | keys_known(value, name)
    return found
