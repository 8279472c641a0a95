"""Broken profiles, one file each in `cases/`, and the whole of what a person is told about them.

What is expected stands in the case itself, in the lines that begin with "#!".
"""

from pathlib import Path

import pytest

from tests.profile.conftest import Faults

CASES = sorted((Path(__file__).parent / "cases").glob("*.yml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_it_says_what_is_wrong_with(case: Path, faults: Faults) -> None:
    text = case.read_text("utf-8")
    expected = [line[3:] for line in text.splitlines() if line.startswith("#! ")]
    found = faults({"profile.yml": text})
    assert [line.removeprefix("profile.yml:") for line in found] == expected
