from __future__ import annotations

import gzip
import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

import pytest
import requests

from smartcity_base.config import load
from smartcity_base.testing.running import TESTING, free_port, until

from rendered import Rendered

PAGE_LIMIT = 100 * 1024


@contextmanager
def serving(app: Rendered, port: int, **environment: str) -> Iterator[Popen[str]]:
    def answers() -> bool:
        assert process.poll() is None, process.communicate()[0]
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    bind = {"SMARTCITY_BIND": f"127.0.0.1:{port}"}
    process = app.start("-m", "gunicorn", **bind | environment)
    try:
        until(answers)
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def get(address: str) -> tuple[bytes, dict[str, str]]:
    """The bytes that go over the wire, and the headers."""
    with requests.get(
        address, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=30
    ) as answer:
        assert answer.status_code == 200
        return answer.raw.read(decode_content=False), dict(answer.headers)


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, port: int) -> Rendered:
    known = json.loads((TESTING / "region.json").read_text())
    own = known["app"] | {"url": f"http://localhost:{port}"}
    made = Rendered(tmp_path_factory.mktemp("serving") / "app", place="embedded", app=own)
    made.prepare()
    return made


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_serves_a_page_and_all_it_needs_within_its_weight(
    app: Rendered, port: int, workers: str
) -> None:
    with serving(app, port, SMARTCITY_WORKERS=workers):
        page, headers = get(f"http://localhost:{port}/pameran/")
        assert headers["Content-Encoding"] == "gzip"
        text = gzip.decompress(page).decode()
        parts = set(
            re.findall(r'(?:href|src|data-leaflet-\w+)="(/(?:static|tema|logo)[^"#]*)', text)
        )
        weight = len(page) + sum(len(get(f"http://localhost:{port}{part}")[0]) for part in parts)
    assert len(parts) == 8  # style, colours, logo, icons, app, map and what it will fetch
    assert weight < PAGE_LIMIT


def test_its_log_holds_no_query_and_only_the_first_part_of_a_path(app: Rendered, port: int) -> None:
    with serving(app, port) as process:
        get(f"http://localhost:{port}/healthz?token=rahasia")
        get(f"http://localhost:{port}/api/v1/indicators")
        process.terminate()
        log = process.communicate(timeout=60)[0]
    assert "GET /healthz 200" in log
    assert "GET /api/… 200" in log
    assert "rahasia" not in log
    assert "indicators" not in log


def test_the_sample_region_is_one_the_kit_could_have_written() -> None:
    known = load(Path(TESTING) / "region.json")
    assert known.apps[0].origin == known.issuer
