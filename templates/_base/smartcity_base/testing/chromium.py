"""Debian's Chromium, for the tests of the base and of an app that need a real browser."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

EXECUTABLE = Path("/usr/bin/chromium")
# How to launch it: sandbox off for root, and nothing fetched behind the test's back.
LAUNCH: dict[str, Any] = {
    "executable_path": str(EXECUTABLE),
    "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
}
# One browser test at a time; where nothing may be skipped it fails instead.
IN_A_BROWSER = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        not EXECUTABLE.exists() and not os.environ.get("SMARTCITY_TESTS_STRICT"),
        reason="needs Chromium: apt install chromium",
    ),
]
