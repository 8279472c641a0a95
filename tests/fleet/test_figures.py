"""Whether anybody signs in is asked of LIVE where it runs."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from smartcity_kit import paths
from smartcity_kit.changes import Changes
from smartcity_kit.fleet.figures import sign_ins
from smartcity_kit.release import compose
from smartcity_kit.survey import Observation
from tests.conftest import MakePlan


class Live(BaseHTTPRequestHandler):
    """LIVE as far as its figures go."""

    def do_GET(self) -> None:
        told = [{"name": "accounts", "value": 12}, {"name": "sign_ins_today", "value": 3}]
        asked_well = (self.path, self.headers["Host"]) == ("/api/v1/indicators", "live.contoh")
        body = json.dumps(told if asked_well else []).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def live(state: Path) -> Iterator[HTTPServer]:
    """Embedded Kota Gorontalo, whose LIVE answers."""
    server = HTTPServer(("127.0.0.1", 0), Live)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    record = paths.embedded("kota-gorontalo") / "record"
    record.mkdir(parents=True)
    address = {"address": f"127.0.0.1:{server.server_port}", "host": "live.contoh"}
    (record / "place.json").write_text(json.dumps({"apps": {"live": address}}))
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def asked(plan_of: MakePlan) -> int:
    from smartcity_kit.adopt import Outlook

    plan = plan_of("embedded")
    changes = Changes((), (), False, False, False, ())
    return sign_ins(Outlook(plan, compose(plan), None, Observation(), changes))


def test_it_tells_how_often_people_signed_in(plan_of: MakePlan, live: HTTPServer) -> None:
    assert live.server_port
    assert asked(plan_of) == 3


def test_a_region_that_does_not_tell_is_nobody(plan_of: MakePlan) -> None:
    assert asked(plan_of) == 0
