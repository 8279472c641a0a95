#!/usr/bin/env python3
"""Compare this machine with what the kit ensured on it, and print one JSON object.

    probe [--root FOLDER]       FOLDER holds record/ (default: the one that holds the probe's)

One look, nothing changed: hashes, modes, owners, services, databases, firewall, health of the apps.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# Beside the probe on a server; in the kit's own folder when it runs from there.
sys.path[:0] = [str(HERE.parent / "lib"), str(HERE.parent / "module_utils")]

from smartcity import health, nft, postgresql, record, services  # noqa: E402

NAMED = 40
"""Drifts told one by one; beyond that their number says enough."""

Drift = dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(prog="probe", usage=__doc__)
    parser.add_argument("--root", type=Path, default=HERE.parent)
    root = parser.parse_args().root
    records = record.read_all(str(root / "record"))
    place = records.pop("place", {})
    drift = list(find_drift(records, place))
    applied = records.get("applied", {})
    print(json.dumps({
        "kit": place.get("kit"),
        "region": place.get("region"),
        "release": applied.get("release"),
        "applied": applied,
        "apps": {name: app_state(place, name, app) for name, app in place.get("apps", {}).items()},
        "drift": drift[:NAMED],
        "drifts": len(drift),
        "secrets_digest": applied.get("secrets"),
        "personal_digest": applied.get("personal"),
        "pending_lock": held(place),
        "os": platform.freedesktop_os_release().get("PRETTY_NAME"),
        "uptime": float(Path("/proc/uptime").read_text().split()[0]),
    }))  # fmt: skip


def app_state(place: dict[str, Any], name: str, app: dict[str, Any]) -> dict[str, Any]:
    current = Path(place["paths"]["opt"], name, "current")
    manager = services.manager_of(app["manager"])
    units = manager.status([app["web"], app["jobs"]])
    if manager.answers_at(app["web"], app["address"]):
        answer = health.ask(app["address"], app["host"])
    else:
        answer = health.Answer(0, "", "the service does not listen there")
    return {
        "hash": os.readlink(current).rpartition("/")[2] if current.is_symlink() else None,
        "web": units[app["web"]].active,
        "jobs": units[app["jobs"]].active,
        "ready": answer.status,
        "serves": answer.release,
        "reason": answer.reason,
    }


def held(place: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return dict(json.loads(Path(place["lock"]).read_text("utf-8")))
    except (OSError, ValueError, KeyError):
        return None


def find_drift(records: dict[str, dict[str, Any]], place: dict[str, Any]) -> Iterator[Drift]:
    for noted in records.values():
        yield from drifted_files(noted.get("files", {}))
        for folder, tree in noted.get("tree", {}).items():
            yield from drifted_tree(folder, tree)
    yield from drifted_units(records, place)
    yield from drifted_databases(records)
    if "firewall" in records:
        yield from drifted_firewall(records["firewall"]["firewall"])


def drifted_files(files: dict[str, dict[str, str]]) -> Iterator[Drift]:
    for path, expected in files.items():
        block = expected.pop("block", "")
        seen = record.look(path, block)
        if seen != expected:
            yield difference(path, expected, seen)


def drifted_tree(folder: str, tree: dict[str, str]) -> Iterator[Drift]:
    if not os.path.isdir(folder):
        yield {"what": folder, "expected": "directory", "found": "absent"}
        return
    for name, traits in tree.items():
        digest, _, program = traits.partition("+")
        expected = {"type": "file", "mode": "0755" if program else "0644", "sha256": digest}
        seen = record.look(os.path.join(folder, name))
        if {key: seen.get(key, "") for key in expected} != expected:
            yield difference(os.path.join(folder, name), expected, seen)


def difference(path: str, expected: dict[str, str], seen: dict[str, str]) -> Drift:
    """What differs, in the traits that do; of content only that it does."""
    if seen == record.ABSENT:
        return {"what": path, "expected": "present", "found": "absent"}
    traits = [key for key in expected if seen.get(key) != expected[key] and key != "sha256"]
    edited = expected.get("sha256") != seen.get("sha256")
    return {
        "what": path,
        "expected": " ".join(["as adopted"] * edited + [expected[key] for key in traits]),
        "found": " ".join(["edited"] * edited + [seen.get(key, "-") for key in traits]),
    }


def drifted_units(records: dict[str, dict[str, Any]], place: dict[str, Any]) -> Iterator[Drift]:
    for kind in ("systemd", "supervisor"):
        names = sorted(
            {name for r in records.values() for name in r.get("units", {}).get(kind, ())}
        )
        if not names:
            continue
        said = next((a["manager"] for a in place.get("apps", {}).values()), {"kind": "systemd"})
        manager = services.manager_of({**said, "kind": kind})
        for name, status in manager.status(names).items():
            waits = status.idle  # for what its own conditions ask: that is no drift
            faults = [
                word for word, holds in (
                    ("enabled", status.enabled), ("active", status.active or waits),
                ) if not holds
            ]  # fmt: skip
            if faults:
                expected, found = " ".join(faults), " ".join(f"not {word}" for word in faults)
                yield {
                    "what": name,
                    "expected": expected,
                    "found": found if status.exists else "absent",
                }


def drifted_databases(records: dict[str, dict[str, Any]]) -> Iterator[Drift]:
    wanted = [noted["database"] for noted in records.values() if "database" in noted]
    if not wanted:
        return
    try:
        found = postgresql.names()
    except (postgresql.DatabaseError, OSError) as fault:
        yield {"what": "PostgreSQL", "expected": "answers", "found": str(fault)[:200]}
        return
    for one in wanted:
        for kind, name in (("databases", one["name"]), ("roles", one["role"])):
            if name not in found[kind]:
                yield {"what": f"{kind[:-1]} {name}", "expected": "present", "found": "absent"}


def drifted_firewall(noted: dict[str, Any]) -> Iterator[Drift]:
    listing = nft.listing()
    if nft.digest(listing) != noted["listing"]:
        found = "altered" if listing else "absent"
        yield {"what": f"firewall table {nft.TABLE}", "expected": "as adopted", "found": found}


if __name__ == "__main__":
    main()
