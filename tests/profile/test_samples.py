"""The profiles that ship: valid, true to the national list, and free of people."""

import re
from typing import Any

import pytest

from smartcity_kit import paths, regions
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.profile import Profile, all_profiles, read_profile
from smartcity_kit.profile.keys import schema
from smartcity_kit.profile.parse import read_document
from smartcity_kit.profile.sheets import KINDS
from smartcity_kit.profile.wording import check_keys

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
    assert profile.domain in [domain.host for domain in profile.region.candidate_domains]


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: folder.name)
def test_every_sample_has_its_real_districts(folder: Any) -> None:
    profile = read(folder)
    rows = profile.tables["agencies"].rows
    named = {row["name"] for row in rows if row["kind"] == "kecamatan"}
    assert named == {f"Kecamatan {d.name}" for d in regions.areas(profile.region.code).districts}


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: folder.name)
def test_no_sample_names_a_person_or_makes_news(folder: Any) -> None:
    profile = read(folder)
    assert profile.personal == {}
    assert "announcements" not in profile.tables
    assert profile.contact.email is None


@pytest.mark.parametrize("folder", [*SAMPLES, EXAMPLE], ids=lambda folder: folder.name)
def test_every_category_has_a_picture(folder: Any) -> None:
    icons = next(paths.TEMPLATES.glob("laksa/*/laksa/static/laksa/icons.svg")).read_text("utf-8")
    wanted = {row["icon"] for row in read(folder).tables["categories"].rows}
    assert wanted <= set(re.findall(r'id="([a-z-]+)"', icons))


def test_samples_differ_in_their_colours() -> None:
    colours = [read(folder).branding.palette.primary for folder in SAMPLES]
    assert len(set(colours)) == len(SAMPLES) == 2


def test_a_skeleton_says_that_it_is_one() -> None:
    gorontalo = paths.SAMPLES / "kota-gorontalo"
    assert "KERANGKA" in (gorontalo / "profile.yml").read_text("utf-8")
    assert "**kerangka**" in (gorontalo / "README.md").read_text("utf-8")


def test_the_example_is_valid() -> None:
    profile = read(EXAMPLE)
    assert list(profile.personal) == ["staff"]


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
        name: [column.name for column in kind.columns] for name, kind in KINDS.items()
    }


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
    node = node.get("anyOf", [node])[0]
    if "$ref" in node:
        return keys_known(schema()["$defs"][node["$ref"].rpartition("/")[2]], path)
    inner = dict(node.get("properties", {}))
    named = next(iter(node.get("patternProperties", {}).values()), node.get("additionalProperties"))
    if isinstance(named, dict):
        inner["*"] = named
    found = set()
    for key, value in inner.items():
        name = f"{path}.{key}".lstrip(".")
        found |= {name} | keys_known(value, name)
    return found
