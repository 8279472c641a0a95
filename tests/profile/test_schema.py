"""The printed schema and the reader say the same of a profile, as far as a schema can say it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError, validators

from smartcity_kit import paths
from smartcity_kit.catalogue import Catalogue, load_catalogue
from smartcity_kit.errors import Fault
from smartcity_kit.profile import keys, read_profile
from smartcity_kit.profile.keys import Node
from smartcity_kit.profile.schema import profile_schema
from tests.profile.conftest import PROFILE, WHOLE

quietly = settings(
    deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def ecma(_validator: Any, pattern: str, value: object, _node: object) -> Iterator[ValidationError]:
    """As JSON Schema has it: in Python's own reading "$" is also before a last line end."""
    if isinstance(value, str) and not re.search(pattern.removesuffix("$") + r"\Z", value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


Reader: Any = validators.extend(Draft202012Validator, {"pattern": ecma})  # type: ignore[no-untyped-call]

# What is wrong with a profile and no schema says: about files, other files, and two values at once.
BEYOND = re.compile(
    "contrast of|already answers|by way of itself|there is no such file|file cannot be|"
    "leads out|cannot be followed|not a file|a logo is|as PEM|an IP address, found|"
    "text on one line, found|served twice|letters that a folder"
)

GOOD: dict[str, Any] = yaml.safe_load(PROFILE)
INSTITUTION: dict[str, Any] = {
    "kind": "institution",
    "code": None,
    "institution": {"name": "Polres Contoh", "head_title": "Kapolres", "areas": ["36.71"]},
}
NAMES = st.sampled_from(["web1", "all", "Web", "live", "laksa", "lakse", "port", "x" * 64, ""])
TEXTS = st.sampled_from(
    ["0.1", "0.2", "0.3", "36", "75.71", "99.99", "contoh.go.id", "10.0.0.1", "a@b.id", "#0b5c8a",
     "starttls", "root", "112", "tls", "laksa", "a\nb", "a\n", "", "ssh-ed25519 " + "A" * 68]
)  # fmt: skip
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 70000)
    | st.floats(0.1, 9.9).filter(lambda number: not number.is_integer())
    | TEXTS
    | st.text(max_size=5)
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=4,
)


def near(node: Node) -> st.SearchStrategy[Any]:
    """Values like those that the schema asks for, with slips."""
    kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
    fitting: dict[str, st.SearchStrategy[Any]] = {
        "null": st.none(),
        "boolean": st.booleans(),
        "integer": st.integers(node.get("minimum", 0) - 1, node.get("maximum", 99) + 1),
        "string": st.sampled_from([*node.get("examples", ()), *node.get("enum", ["x"])[:3]])
        | TEXTS,
        "object": group(node),
    }
    if "items" in node:
        fitting["array"] = st.lists(near(node["items"]), max_size=3)
    return st.one_of(*(fitting[kind] for kind in kinds)) | ANYTHING


def group(node: Node) -> st.SearchStrategy[Any]:
    inner = {name: near(value) for name, value in node.get("properties", {}).items()}
    others = node.get("additionalProperties")
    if isinstance(others, dict):
        return st.dictionaries(NAMES, near(others), max_size=2)
    whole = st.fixed_dictionaries({}, optional=inner)
    return whole | st.builds(lambda a, b: a | b, whole, st.dictionaries(NAMES, SCALARS, max_size=1))


@pytest.fixture(scope="module")
def schema(catalogue: Catalogue) -> Node:
    return profile_schema(catalogue)


def test_it_is_a_schema_of_the_newest_draft_and_names_no_host(schema: Node) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in schema


def test_every_key_has_a_title_and_help() -> None:
    def below(node: Node, path: str) -> Iterator[str]:
        for name, value in node.get("properties", {}).items():
            if not isinstance(value, dict):
                continue
            if not value.get("description") or not (value.get("title") or "settings." in path):
                yield f"{path}{name}"
            yield from below(value, f"{path}{name}.")

    assert list(below(profile_schema(load_catalogue()), "")) == []


def test_it_explains_an_apps_settings_in_the_words_of_its_card() -> None:
    cards = load_catalogue()
    apps = profile_schema(cards)["properties"]["apps"]["properties"]
    for card in cards.apps.values():
        own = apps[card.name]["properties"]["settings"]["properties"]
        assert {name: node["description"] for name, node in own.items()} == {
            name: setting.help for name, setting in card.settings.items()
        }


def test_it_accepts_every_profile_that_ships() -> None:
    schema = Reader(profile_schema(load_catalogue()))
    profiles = list(paths.SAMPLES.glob("*/profile.yml"))
    assert len(profiles) > 2
    for profile in profiles:
        schema.validate(yaml.safe_load(profile.read_text("utf-8")))


def agreed(folder: Path, catalogue: Catalogue, schema: Node, tree: Any) -> None:
    faults = [f for f in read(folder, catalogue, tree) if f.file.endswith("profile.yml")]
    errors = [error.message for error in Reader(schema).iter_errors(tree)]
    beyond = [fault for fault in faults if BEYOND.search(fault.message)]
    told = (errors, [(fault.key, fault.message) for fault in faults])
    if errors:
        assert faults, told
    elif faults:
        assert beyond == faults, told


def read(folder: Path, catalogue: Catalogue, tree: Any) -> list[Fault]:
    text = yaml.safe_dump(tree, allow_unicode=True)
    for name, content in (WHOLE | {"profile.yml": text}).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(str(content).encode("utf-8", "surrogatepass"))
    found = read_profile(folder, catalogue)[1]
    return [fault for fault in found if fault.fails]


@quietly
@given(change=near(keys.PROFILE))
@example(change={"kit": "0.1"})
@example(change={"servers": {"web1": {"local": True, "port": 22}}})
@example(change={"servers": {"web1": {"user": "root"}}})
@example(change={"apps": {"laksa": None}})
@example(change={"code": None})
@example(change={"kind": "institution"})
@example(change=INSTITUTION)
@example(change=INSTITUTION | {"code": "75.71"})
@example(change={"institution": INSTITUTION["institution"]})
def test_it_accepts_what_the_reader_accepts_and_nothing_else(
    tmp_path: Path, catalogue: Catalogue, schema: Node, change: Any
) -> None:
    tree = GOOD | change if isinstance(change, dict) else change
    agreed(tmp_path, catalogue, schema, tree)


@quietly
@given(data=st.data(), name=st.sampled_from(sorted(keys.PROFILE["properties"])))
def test_it_agrees_with_the_reader_about_each_key(
    tmp_path: Path, catalogue: Catalogue, schema: Node, data: st.DataObject, name: str
) -> None:
    value = data.draw(near(schema["properties"][name]))
    agreed(tmp_path, catalogue, schema, GOOD | {name: value})


@pytest.mark.parametrize("name", [*keys.PROFILE["required"], "code"])
def test_it_asks_for_the_keys_that_the_reader_needs(
    tmp_path: Path, catalogue: Catalogue, schema: Node, name: str
) -> None:
    tree = {key: value for key, value in GOOD.items() if key != name}
    assert not Reader(schema).is_valid(tree)
    assert read(tmp_path, catalogue, tree)
