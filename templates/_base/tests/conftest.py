from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from smartcity_base.config import config

from provider import Key, Provider, serving
from rendered import Rendered

pytest_plugins = ["smartcity_base.testing.cast"]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """A rendered app that was prepared once: to copy, not to use."""
    made = Rendered(tmp_path_factory.mktemp("prepared") / "app")
    made.prepare()
    return made


@pytest.fixture(scope="session")
def key() -> Key:
    return Key("kunci-1")


@pytest.fixture
def provider(
    db: None, key: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Provider]:
    """A provider that runs, and the app configured to sign in there."""
    made = Provider(key)
    with serving(made):
        known = config().folder / "region.json"
        region = json.loads(known.read_text())
        region["identity"]["issuer"] = made.issuer
        (tmp_path / "region.json").write_text(json.dumps(region))
        for name in ("data", "branding"):
            (tmp_path / name).symlink_to(config().folder / name)
        monkeypatch.setenv("SMARTCITY_CONFIG", str(tmp_path / "region.json"))
        config.cache_clear()
        cache.clear()
        yield made
    monkeypatch.undo()
    config.cache_clear()
