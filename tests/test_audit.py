"""The audit of dependencies: what fails, what passes for a while, what is never taken for good."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tests import audit
from tests.audit import CLEAN, UNASKED, VULNERABLE, judge, of_npm, of_pip

TODAY = date(2026, 11, 22)
ALLOWED = {"package": "jinja2", "why": "kami tidak memakainya begitu", "until": date(2026, 12, 31)}


def pip_says(*vulns: dict[str, Any], skipped: bool = False) -> str:
    parts: list[dict[str, Any]] = [{"name": "django", "version": "5.2.19", "vulns": []}]
    parts.append({"name": "jinja2", "version": "3.1.0", "vulns": list(vulns)})
    if skipped:
        parts.append({"name": "certifi", "skip_reason": "Dependency not found on PyPI"})
    return json.dumps({"dependencies": parts, "fixes": []})


ONE = {"id": "PYSEC-2026-7", "fix_versions": ["3.1.6"], "aliases": ["CVE-2026-1"]}
NPM = {
    "auditReportVersion": 2,
    "vulnerabilities": {
        "oauth4webapi": {
            "name": "oauth4webapi",
            "range": "<3.0.1",
            "via": [{"url": "https://github.com/advisories/GHSA-x", "title": "t"}],
            "fixAvailable": {"name": "openid-client", "version": "6.9.0"},
        },
        "openid-client": {"range": "<6.9", "via": ["oauth4webapi"], "fixAvailable": True},
    },
}


def test_nothing_known_is_good() -> None:
    assert judge([of_pip("a.txt", pip_says())], {}, TODAY) == (CLEAN, [])


def test_what_is_known_fails_with_name_version_and_fix() -> None:
    code, lines = judge([of_pip("a.txt", pip_says(ONE))], {}, TODAY)
    assert code == VULNERABLE
    assert lines == ["vulnerable: a.txt: jinja2 3.1.0: PYSEC-2026-7, mended in 3.1.6"]


def test_of_npm_too() -> None:
    code, lines = judge([of_npm("package-lock.json", json.dumps(NPM))], {}, TODAY)
    assert code == VULNERABLE
    assert lines == ["vulnerable: package-lock.json: oauth4webapi <3.0.1: GHSA-x, mended in 6.9.0"]


def test_a_line_lets_it_pass_until_its_day_by_any_of_its_names() -> None:
    report = of_pip("a.txt", pip_says(ONE))
    for name in ("PYSEC-2026-7", "CVE-2026-1"):
        code, (line,) = judge([report], {name: ALLOWED}, TODAY)
        assert code == CLEAN
        assert "kami tidak memakainya begitu" in line
    late, _lines = judge([report], {"CVE-2026-1": ALLOWED}, date(2027, 1, 1))
    assert late == VULNERABLE


def test_a_line_is_for_its_package_alone() -> None:
    other = {"CVE-2026-1": {**ALLOWED, "package": "django"}}
    assert judge([of_pip("a.txt", pip_says(ONE))], other, TODAY)[0] == VULNERABLE


def test_a_line_that_is_not_needed_any_more_fails() -> None:
    code, (line,) = judge([of_pip("a.txt", pip_says())], {"CVE-2026-1": ALLOWED}, TODAY)
    assert code == VULNERABLE
    assert "take the line out" in line


def test_a_source_that_does_not_know_us_is_not_taken_for_good() -> None:
    """What pip-audit itself calls "No known vulnerabilities found"."""
    code, (line,) = judge([of_pip("a.txt", pip_says(skipped=True))], {}, TODAY)
    assert code == UNASKED
    assert line == "NOT AUDITED: a.txt: 1 of 3 unknown to PyPI (certifi …)"


def test_no_answer_is_not_taken_for_good() -> None:
    refused = json.dumps({"message": "405 Method Not Allowed", "error": {}})
    for report in (of_pip("a.txt", ""), of_npm("b.json", ""), of_npm("b.json", refused)):
        assert judge([report], {"CVE-2026-1": ALLOWED}, TODAY)[0] == UNASKED


def test_what_is_known_fails_also_where_not_all_could_be_asked() -> None:
    reports = [of_pip("a.txt", pip_says(ONE)), of_npm("b.json", "")]
    assert judge(reports, {}, TODAY)[0] == VULNERABLE


def test_every_lock_is_audited_and_every_allowance_says_why_and_until_when() -> None:
    locks = {*audit.LOCKS}
    hashed = {
        str(file.relative_to(audit.ROOT))
        for folder in (audit.ROOT, audit.ROOT / "templates/_base")
        for file in folder.glob("*.txt")
        if "--hash=" in file.read_text("utf-8")
    }
    assert locks == hashed
    for name, given in yaml.safe_load(Path(audit.ALLOW).read_text("utf-8"))["allow"].items():
        assert given.keys() == {"package", "why", "until"}, name
        assert isinstance(given["until"], date)
