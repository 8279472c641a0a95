"""Servers -> Observation: the only module that looks at what is there. It changes nothing.

A server that was adopted answers with one call to the probe that the adoption left on it; a bare
one gets the preflight script through standard input, as the operator, without root.
"""

import json
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smartcity_kit import paths
from smartcity_kit.errors import KitError
from smartcity_kit.language import _
from smartcity_kit.manage import OPT, manage, opt
from smartcity_kit.plan import AppPlan, Plan
from smartcity_kit.shell import Shell

PROBE = f"{OPT}/bin/probe"

# Prints the tables of the apps' current releases; runs on Debian 12's Python without anything else.
TABLES = """
import json, pathlib, sys
opt, apps, tables = pathlib.Path(sys.argv[1]), sys.argv[2].split(","), sys.argv[3].split(",")
found = {}
for app in apps:
    data = opt / app / "current" / "data"
    if data.is_dir():
        files = {name: data / (name + ".csv") for name in tables}
        found[app] = {n: f.read_text("utf-8") for n, f in files.items() if f.is_file()}
print(json.dumps(found))
"""


@dataclass(frozen=True)
class AppState:
    """An app as it was found. `release` is its hash, `healthy` what its own /readyz says."""

    release: str | None
    healthy: bool
    running: bool


@dataclass(frozen=True)
class Drift:
    """Something that is not as the last adoption left it."""

    what: str
    expected: str
    found: str


@dataclass(frozen=True)
class Observation:
    """One place as it was found.

    A bare server has `facts` for the preflight and nothing else; one whose first adoption did not
    end well has a `region` and no release.
    """

    region: str = ""
    release: str | None = None
    apps: Mapping[str, AppState] = field(default_factory=dict)
    drift: tuple[Drift, ...] = ()
    secrets_digest: str = ""
    personal_digest: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def survey(plan: Plan, shell: Shell | None) -> Observation:
    """Look at the place of `plan`: its server through `shell`, or this machine when embedded.

    Raises UnreachableError, and KitError when the server answers with something else.
    """
    if shell is None:
        return _survey_embedded(plan)
    done = shell.run_as_root(PROBE)
    if done.returncode == 0:
        return _from_probe(_parsed(done))
    if shell.run("test", "-e", PROBE).returncode == 0:
        raise KitError(
            _("The probe on {name} failed: {reason}").format(
                name=shell.server.name, reason=last_line(done.stderr)),
            _("If sudo asks for a password, store it: smartcity secrets set {slug} sudo").format(
                slug=plan.region.slug),
        )  # fmt: skip
    script = (paths.PLAYBOOKS / "files" / "preflight.py").read_text("utf-8")
    return Observation(facts=_parsed(shell.run("python3", "-", stdin=script)))


def _survey_embedded(plan: Plan) -> Observation:
    root = paths.embedded(plan.region.slug)
    if not (root / "record").is_dir() or was_moved(root):
        return Observation()
    probe = paths.PLAYBOOKS / "files" / "probe.py"
    command = [sys.executable, str(probe), "--root", str(root)]
    return _from_probe(
        _parsed(subprocess.run(command, capture_output=True, text=True, check=False))
    )


def running_tables(
    plan: Plan, shell: Shell | None, tables: Iterable[str]
) -> dict[str, dict[str, str]]:
    """By app and table, the CSV that the app's current release holds; no app that has none.

    Raises UnreachableError, and KitError when the server answers with something else.
    """
    asked = [",".join(app.name for app in plan.apps), ",".join(tables)]
    command = ["-c", TABLES, str(opt(plan, shell)), *asked]
    if shell is not None:
        return _parsed(shell.run_as_root("python3", *command))
    here = [sys.executable, *command]
    return _parsed(subprocess.run(here, capture_output=True, text=True, check=False))


def count_people(plan: Plan, shell: Shell | None, app: AppPlan) -> dict[str, dict[str, int]]:
    """What loading the profile's personal tables would change in an app: new, changed, retired.

    The app counts by a real load that it takes back, so nothing leaves it but numbers. Empty where
    it cannot: it does not run yet, or its release has no use for the tables as they are.
    """
    given = {
        "data": {name: t.text for name, t in plan.profile.tables.items() if name in app.card.data},
        "personal": {n: t.text for n, t in plan.profile.personal.items() if n in app.card.personal},
    }
    command = [app.name, "load_region", "--dry-run", "--stdin"]
    done = manage(plan, shell, *command, stdin=json.dumps(given))
    if done is None or done.returncode:
        return {}
    try:
        counted = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        return {}
    return {name: counts for name, counts in counted.items() if name in given["personal"]}


def was_moved(root: Path) -> bool:
    """Whether an embedded region was adopted in another folder than the one it is in now."""
    try:
        place = json.loads((root / "record" / "place.json").read_text("utf-8"))
        return Path(place["paths"]["opt"]) != root / "opt"
    except (OSError, ValueError, KeyError):
        return False


def taken_ports(plan: Plan, seen: Observation) -> list[int]:
    """Ports of this machine that an embedded region needs and somebody else has."""
    wanted = [
        app.port for app in plan.apps if not (app.name in seen.apps and seen.apps[app.name].running)
    ]
    return [port for port in wanted if _answers(port)]


def _answers(port: int) -> bool:
    with socket.socket() as knock:
        knock.settimeout(1)
        return knock.connect_ex(("127.0.0.1", port)) == 0


def _from_probe(said: dict[str, Any]) -> Observation:
    return Observation(
        region=str((said.get("region") or {}).get("code", "")),
        release=said.get("release"),
        apps={
            name: AppState(
                release=app.get("hash"),
                # Something else may answer in its place.
                healthy=bool(app.get("web"))
                and app.get("ready") == 200
                and app.get("serves") == app.get("hash"),
                running=bool(app.get("web")),
            )
            for name, app in said.get("apps", {}).items()
        },
        drift=tuple(
            Drift(str(d["what"]), str(d.get("expected", "")), str(d.get("found", "")))
            for d in said.get("drift", ())
        ),
        secrets_digest=said.get("secrets_digest") or "",
        personal_digest=said.get("personal_digest") or "",
    )


def _parsed(done: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    try:
        return dict(json.loads(done.stdout))
    except ValueError:
        reason = last_line(done.stderr or done.stdout)
        raise KitError(
            _("The server gave an answer the kit does not understand: {reason}").format(
                reason=reason),
            _("It needs Debian 12 or 13 with python3. Nothing was changed."),
        ) from None  # fmt: skip


def last_line(text: str) -> str:
    """What a command said last: of an error the part that tells."""
    lines = text.strip().splitlines()
    return lines[-1] if lines else "-"
