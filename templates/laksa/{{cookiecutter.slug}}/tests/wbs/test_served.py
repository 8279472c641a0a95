"""As it is served: gunicorn writes no line about it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from ..running import Laksa

pytestmark = pytest.mark.xdist_group("served")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Laksa]:
    laksa = Laksa(tmp_path / "laksa")
    laksa.manage("collectstatic", "--noinput")
    laksa.manage("prepare")
    laksa.manage("load_region")
    laksa.python("from laksa.wbs import desk; desk.new_key('kuda nil makan semangka')")
    laksa.serve()
    yield laksa
    laksa.stop()


def test_no_log_knows_that_anybody_was_there(served: Laksa) -> None:
    words = {"words": "Kepala gudang menjual beras"}
    assert requests.get(f"{served.url}/lacak/", timeout=30).status_code == 200
    for path in ("/wbs/", "/wbs/jawaban/", "/wbs/apa-saja/"):
        requests.get(f"{served.url}{path}", timeout=30)
    sent = requests.post(f"{served.url}/wbs/", data=words, timeout=30)
    assert sent.status_code == 200
    assert "Set-Cookie" not in sent.headers
    served.stop()
    log = (served.folder / "web.log").read_text()
    assert "GET /lacak" in log
    assert "wbs" not in log
    assert "beras" not in log
