"""Known vulnerabilities in what the lock files name: `python -m tests.audit` (make audit).

pip-audit asks PyPI, `npm audit` asks npm, each by its own client. 0: nothing is known. 1: something
is, and no line of .ci/audit.yml lets it pass. 3: somebody could not be asked; that is never taken
for "nothing is known", though both tools would: pip-audit calls it a skipped dependency.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
ALLOW = ROOT / ".ci/audit.yml"
LOCKS = (
    "requirements.txt",
    "requirements-dev.txt",
    "templates/_base/requirements.txt",
    "templates/_base/installer.txt",
)
PATIENCE_S = 300
CLEAN, VULNERABLE, UNASKED = 0, 1, 3


@dataclass(frozen=True, order=True)
class Finding:
    """A version that a lock names and that is known to be vulnerable."""

    lock: str
    package: str
    version: str
    id: str
    fix: str
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        fix = f"mended in {self.fix}" if self.fix else "not mended yet"
        return f"{self.lock}: {self.package} {self.version}: {self.id}, {fix}"


@dataclass
class Report:
    findings: list[Finding] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)


def of_pip(lock: str, said: str) -> Report:
    """What `pip-audit -f json` said of a lock."""
    report = Report()
    try:
        parts = json.loads(said)["dependencies"]
    except (ValueError, KeyError):
        return Report(unasked=[f"{lock}: pip-audit gave no answer"])
    skipped = [part["name"] for part in parts if "skip_reason" in part]
    if skipped or not parts:
        some = ", ".join(skipped[:3])
        report.unasked.append(f"{lock}: {len(skipped)} of {len(parts)} unknown to PyPI ({some} …)")
    for part in parts:
        for known in part.get("vulns", ()):
            fix, names = ", ".join(known["fix_versions"]), tuple(known.get("aliases", ()))
            found = Finding(lock, part["name"], part["version"], known["id"], fix, names)
            report.findings.append(found)
    return report


def of_npm(lock: str, said: str) -> Report:
    """What `npm audit --json` said (its report of version 2)."""
    try:
        known: Mapping[str, Any] = json.loads(said)["vulnerabilities"]
    except (ValueError, KeyError):
        return Report(unasked=[f"{lock}: npm audit gave no answer"])
    report = Report()
    for name, about in known.items():
        fix = about.get("fixAvailable")
        better = fix["version"] if isinstance(fix, dict) else "a newer version" if fix else ""
        for via in about["via"]:
            if isinstance(via, dict):  # a word names another package, which is listed itself
                id_ = str(via["url"]).rsplit("/", 1)[-1]
                report.findings.append(Finding(lock, name, about["range"], id_, better))
    return report


def judge(
    reports: Iterable[Report], allow: Mapping[str, Mapping[str, Any]], today: date
) -> tuple[int, list[str]]:
    """The exit code, and the lines that say why."""
    found = sorted({finding for report in reports for finding in report.findings})
    unasked = [line for report in reports for line in report.unasked]
    lines, wrong, used = [], False, set()
    for finding in found:
        name = next((one for one in (finding.id, *finding.names) if one in allow), "")
        given = allow.get(name, {})
        if given.get("package") == finding.package and given["until"] >= today:
            used.add(name)
            lines.append(f"let pass until {given['until']}: {finding} ({given['why']})")
        else:
            wrong = True
            late = " (allowed until " + str(given["until"]) + ")" if given else ""
            lines.append(f"vulnerable: {finding}{late}")
    for name in sorted(allow.keys() - used) if not unasked else ():
        wrong = True
        lines.append(f"{ALLOW.name}: {name} is over or not found any more; take the line out")
    lines += [f"NOT AUDITED: {line}" for line in unasked]
    return (VULNERABLE if wrong else UNASKED if unasked else CLEAN), lines


def ask() -> list[Report]:
    """Ask both sources about every lock."""
    pip_audit = str(Path(sys.executable).with_name("pip-audit"))
    options = ("--disable-pip", "--require-hashes", "-f", "json", "--progress-spinner", "off")
    reports = [of_pip(lock, _said(pip_audit, *options, "-r", lock, at=ROOT)) for lock in LOCKS]
    for file in sorted((ROOT / "templates").rglob("package-lock.json")):
        if "node_modules" not in file.parts:
            lock = str(file.relative_to(ROOT))
            said = _said("npm", "audit", "--json", "--package-lock-only", at=file.parent)
            reports.append(of_npm(lock, said))
    return reports


def _said(program: str, *arguments: str, at: Path) -> str:
    if not shutil.which(program):
        return ""
    try:
        done = subprocess.run(
            [program, *arguments], cwd=at, capture_output=True, text=True, timeout=PATIENCE_S
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout


def main() -> int:
    allow = yaml.safe_load(ALLOW.read_text("utf-8"))["allow"]
    code, lines = judge(ask(), allow, date.today())
    sys.stdout.writelines(f"{line}\n" for line in lines)
    words = {CLEAN: "no known vulnerability", UNASKED: "the audit is not complete, see above"}
    sys.stdout.write(f"audit: {words.get(code, 'failed')}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
