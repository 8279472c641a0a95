"""A region for the tests: region.json, data, secrets, state, in a folder of the process's own."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def make_place(app: str, card: Path | None, **changes: Any) -> Path:
    """Lay out a folder for `app` and point the environment at it; answers the folder.

    `card`: app.yml, which fills title, roles and the settings' defaults. `changes` replace whole
    parts of the sample region.json.
    """
    holder = tempfile.TemporaryDirectory(prefix="smartcity-test-")
    folder = Path(holder.name)
    _alive.append(holder)
    region = json.loads((HERE / "region.json").read_text("utf-8")) | changes
    known = next((item for item in region["apps"] if item["name"] == app), region["app"])
    region["app"] = {**region["app"], **known, "name": app, **_from_card(card)}
    (folder / "region.json").write_text(json.dumps(region), "utf-8")
    shutil.copytree(HERE / "data", folder / "data")
    shutil.copytree(HERE / "branding", folder / "branding")
    own_data = Path("tests/data")
    if own_data.is_dir():
        shutil.copytree(own_data, folder / "data", dirs_exist_ok=True)
    (folder / "var").mkdir()
    (folder / "secrets").mkdir()
    (folder / "secrets/secret_key").write_text("for-tests-only-" * 5, "utf-8")
    (folder / "secrets/data_key").write_text("a-key-for-tests-only-" * 3, "utf-8")
    (folder / "secrets/oidc_client_secret").write_text("for-tests-only", "utf-8")
    if app != "live":  # every app depends on it, and so shares a secret with it
        (folder / "secrets/links").mkdir()
        (folder / "secrets/links/live").write_text("for-tests-only-" * 5, "utf-8")
    os.environ["SMARTCITY_CONFIG"] = str(folder / "region.json")
    os.environ["SMARTCITY_SECRETS"] = str(folder / "secrets")
    os.environ["SMARTCITY_STATE"] = str(folder / "var")
    return folder


_alive: list[tempfile.TemporaryDirectory[str]] = []


def _from_card(card: Path | None) -> dict[str, Any]:
    if card is None or not card.is_file():
        return {}
    about = yaml.safe_load(card.read_text("utf-8"))
    settings = {name: item["default"] for name, item in (about.get("settings") or {}).items()}
    return {
        "title": about["title"],
        "summary": about["summary"],
        "roles": about.get("roles") or {},
        "settings": settings,
    }
