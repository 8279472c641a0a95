"""Whatever lies in the folder: faults or a profile, and never anything else."""

import string
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.errors import Fault
from smartcity_kit.profile import logo, read_profile
from smartcity_kit.profile.files import Unusable
from smartcity_kit.profile.keys import schema
from smartcity_kit.profile.sheets import KINDS
from tests.profile.conftest import PROFILE, WHOLE

quietly = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

KEYS = sorted({key for part in schema()["$defs"].values() for key in part["properties"]})
KEYS += [*schema()["properties"], "live", "laksa", "web1", "verify_days", "tile_url"]
WORDS = st.sampled_from(["0.1", "75.71", "contoh.go.id", "#0b5c8a", "../x", "a@b.go.id", "-o", ""])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=80)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=25,
)
PROFILES = st.fixed_dictionaries({}, optional=dict.fromkeys(schema()["properties"], TREES))
MARKS = st.text(alphabet=string.ascii_lowercase + ":-[]{}&*!|>'\"#%@,?\n\t 01", max_size=200)
CELLS = st.text(max_size=8) | st.sampled_from(["dlh", "id", "name", "2026-01-01", "laksa:officer"])


def check(tmp_path: Path, catalogue: Catalogue, files: dict[str, bytes]) -> list[Fault]:
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    profile, faults = read_profile(tmp_path, catalogue)
    assert (profile is None) == any(fault.fails for fault in faults)
    for fault in faults:
        assert fault.message
        assert fault.line >= 1
        assert fault.column >= 1
    return faults


@quietly
@given(text=st.binary(max_size=300) | MARKS.map(str.encode))
def test_any_bytes_are_a_profile_or_faults(
    tmp_path: Path, catalogue: Catalogue, text: bytes
) -> None:
    check(tmp_path, catalogue, {"profile.yml": text})


@quietly
@given(head=st.integers(0, len(PROFILE)), middle=MARKS, tail=st.integers(0, len(PROFILE)))
def test_a_profile_that_was_cut_and_pasted_is_one_or_faults(
    tmp_path: Path, catalogue: Catalogue, head: int, middle: str, tail: int
) -> None:
    text = PROFILE[:head] + middle + PROFILE[tail:]
    check(tmp_path, catalogue, {"profile.yml": text.encode()})


@quietly
@given(tree=PROFILES, flow=st.booleans())
def test_any_tree_is_a_profile_or_faults(
    tmp_path: Path, catalogue: Catalogue, tree: Any, flow: bool
) -> None:
    text = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=True)
    check(tmp_path, catalogue, {"profile.yml": text.encode("utf-8", "surrogatepass")})


@quietly
@given(
    table=st.sampled_from(list(KINDS)),
    text=st.binary(max_size=200) | st.lists(st.lists(CELLS, max_size=6), max_size=6).map(
        lambda rows: "\n".join(",".join(row) for row in rows).encode("utf-8", "surrogatepass")
    ),
    header=st.booleans(),
)  # fmt: skip
def test_any_table_is_one_or_faults(
    tmp_path: Path, catalogue: Catalogue, table: str, text: bytes, header: bool
) -> None:
    heading = ",".join(column.name for column in KINDS[table].columns) + "\n"
    whole = {name: str(content).encode() for name, content in WHOLE.items()}
    content = heading.encode() * header + text
    check(tmp_path, catalogue, whole | {f"data/{table}.csv": content})


@quietly
@given(text=st.binary(max_size=200) | st.text(max_size=100).map(lambda x: f"<svg>{x}".encode()))
@pytest.mark.parametrize("name", ["logo.svg", "logo.png"])
def test_no_noise_is_a_picture(name: str, text: bytes) -> None:
    with pytest.raises(Unusable):
        logo.check(name, text)
