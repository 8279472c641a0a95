"""SARIF 2.1.0 (OASIS), as code scanning at GitHub and the viewers of editors read it.

A rule is a kind of place (a key with the numbers and names of a region left out), because what is
wrong there is told in each result. Columns count UTF-16 units there, which Indonesian text shares.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from smartcity_kit import __version__
from smartcity_kit.errors import Fault
from smartcity_kit.profile.many import Checked

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS = {"fault": "error", "warning": "warning"}


def formatted(checked: Sequence[Checked]) -> str:
    faults = [fault for one in checked for fault in one.faults]
    rules = sorted({rule(fault) for fault in faults})
    results = [_result(fault, rules) for fault in faults]
    driver = {
        "name": "smartcity",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [{"id": name, "shortDescription": {"text": name}} for name in rules],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def rule(fault: Fault) -> str:
    """Where faults of one kind lie: "profile/servers/address", "data/staff/email", "logo.svg"."""
    file = Path(fault.file)
    named = re.sub(r"^(apps|servers)\.[^.]*", r"\1", fault.key)
    key = "/".join(part for part in re.split(r"[.\s]+", named) if not part.isdigit())
    if file.name == "profile.yml":
        return f"profile/{key}".rstrip("/")
    if file.parent.name == "data":
        return f"data/{file.stem}/{key}".rstrip("/")
    return file.name or "profile"


def _result(fault: Fault, rules: Sequence[str]) -> dict[str, Any]:
    text = f"{fault.key}: {fault.message}" if fault.key else fault.message
    name = rule(fault)
    return {
        "ruleId": name,
        "ruleIndex": rules.index(name),
        "level": LEVELS[fault.severity],
        "message": {"text": ". ".join(filter(None, (text, fault.hint)))},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(fault.file)},
                    "region": {"startLine": fault.line, "startColumn": fault.column},
                }
            }
        ],
    }


def _uri(file: str) -> str:
    """A path below the current folder stays one; any other names its place on this machine."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
