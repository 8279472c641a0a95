"""A machine that tests everything says so, and then nothing demanding is skipped in silence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SKIPPED = """
import pytest

@pytest.mark.{mark}
def test_it():
    pytest.skip("no Debian")
"""


@pytest.mark.parametrize(
    ("mark", "strict", "said"),
    [
        ("servers", "1", "1 failed"),
        ("browser", "1", "1 failed"),
        ("wheels", "1", "1 failed"),
        ("servers", "", "1 skipped"),
        ("slow", "1", "1 skipped"),
    ],
)
def test_only_demanding_tests_may_not_be_skipped(
    tmp_path: Path, mark: str, strict: str, said: str
) -> None:
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_runtest_makereport\n")
    (tmp_path / "test_it.py").write_text(SKIPPED.format(mark=mark))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rsf", "-p", "no:cacheprovider", "--rootdir", "."],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env=os.environ | {"SMARTCITY_TESTS_STRICT": strict, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip

    assert said in done.stdout
    assert "no Debian" in done.stdout
