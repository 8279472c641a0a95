"""Two clients from PyPI, as they are, against the app as it is served.

`georeport` reads, in both formats, but cannot send. `three` sends; it was written for Python 2,
whose `itertools.ifilter` is put back before it is imported, and nothing else of it is touched.
"""

import io
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from georeport import GeoReport

from ..conftest import picture
from ..running import Laksa

pytestmark = pytest.mark.xdist_group("served")

KEY = """
from smartcity_base.models import ApiToken
from smartcity_base.tokens.keys import give_key
rights = {"scopes": ["reports:send"], "per_hour": 300}
print(give_key(ApiToken(name="Warga Kita", contact="api@example.org", **rights)))
"""
VERIFY = """
from laksa import work
from laksa.models import Report
from laksa.states import Action, Actor
work.perform(Report.objects.get(number={number!r}), Action.VERIFY, Actor.RULE)
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laksa]:
    laksa = Laksa(tmp_path_factory.mktemp("served") / "laksa")
    laksa.manage("prepare")
    laksa.serve()
    yield laksa
    laksa.stop()


@pytest.fixture(scope="module")
def key(served: Laksa) -> str:
    return served.python(KEY).splitlines()[-1]


@pytest.fixture
def three(served: Laksa, key: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    from three import Three

    endpoint = f"{served.url}/open311/v2/"
    return Three(
        endpoint,
        api_key=key,
        jurisdiction="kotacontoh.go.id",
        discovery=f"{served.url}/open311/discovery.json",
    )


@pytest.fixture(params=["json", "xml"])
def georeport(served: Laksa, request: pytest.FixtureRequest) -> GeoReport:
    endpoint = f"{served.url}/open311/v2"
    return GeoReport(endpoint, jurisdiction="99.71", output_format=request.param)


def send(three: Any, **changes: Any) -> str:
    """The number of the request that `three` makes."""
    about = {
        "lat": 0.561, "long": 123.051, "name": "Joko Susilo", "email": "joko@example.org",
        "phone": "081234567890", "description": "Lampu padam di depan sekolah",
        "attribute[nomor-tiang]": "T-17",
    }  # fmt: skip
    (told,) = three.post("lampu-jalan", **(about | changes))
    return str(told["service_request_id"])


def test_three_discovers_lists_sends_and_reads_back(three: Any) -> None:
    assert three.discovery()["endpoints"][0]["url"] == three.endpoint.rstrip("/")
    assert three.services()[1]["service_code"] == "lampu-jalan"
    assert three.services("lampu-jalan")["attributes"][1]["code"] == "nomor-tiang"
    number = send(three, media=io.BytesIO(picture().read()))
    (told,) = three.request(number)
    assert (told["status"], told["lat"], told["long"]) == ("open", 0.561, 123.051)
    assert told["service_request_id"] in {one["service_request_id"] for one in three.requests()}
    assert len(three.requests("lampu-jalan", count=1)) == 1
    assert three.requests("sampah") == []
    assert three.requests(between=["01-01-2020", "02-01-2020"]) == []


def test_three_is_told_why_it_is_refused(three: Any) -> None:
    (error,) = three.post("lampu-jalan", address="Jalan Mawar 3", **{"attribute[nomor-tiang]": ""})
    assert error["code"] == 400
    assert "Nomor tiang" in error["description"]
    (error,) = three.post("sampah", address="Jalan Mawar 3", api_key="salah")
    assert error["code"] == 403
    (error,) = three.request("LKS-26-999999")
    assert error["code"] == 404


def test_georeport_reads_services_and_definitions(georeport: GeoReport) -> None:
    services = georeport.get_service_list()
    assert [one["service_code"] for one in services][:2] == ["jalan-rusak", "lampu-jalan"]
    definition = georeport.get_service_definition("lampu-jalan")
    assert definition["service_code"] == "lampu-jalan"
    assert "nomor-tiang" in str(definition["attributes"])


def test_georeport_reads_what_three_sent(georeport: GeoReport, three: Any, served: Laksa) -> None:
    numbers = [send(three), send(three)]
    served.python(VERIFY.format(number=numbers[0]))
    told = georeport.get_service_request(numbers[0])
    assert told["description"] == "Lampu padam di depan sekolah"
    assert told["service_name"] == "Lampu jalan mati"
    assert not georeport.get_service_request(numbers[1])["description"]
    both = georeport.get_service_requests(service_request_id=",".join(numbers))
    assert {one["service_request_id"] for one in both} == set(numbers)
    listed = georeport.get_service_requests(service_code="lampu-jalan", status="open")
    assert set(numbers) <= {one["service_request_id"] for one in listed}


def test_georeport_hears_of_what_is_not_there(georeport: GeoReport) -> None:
    with pytest.raises(Exception, match="404"):
        georeport.get_service_request("LKS-26-999999")


def test_a_line_that_breaks_while_the_photo_is_sent_leaves_no_report(
    served: Laksa, key: str
) -> None:
    import socket
    from urllib.parse import urlsplit

    count = "from laksa.models import Report; print(Report.objects.count())"
    before = served.python(count)
    place = urlsplit(served.url)
    with socket.create_connection((place.hostname, place.port)) as line:
        line.sendall(
            b"POST /open311/v2/requests.json HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 90000\r\n\r\n"
            b'--b\r\nContent-Disposition: form-data; name="api_key"\r\n\r\n' + key.encode()
        )
    assert served.python(count) == before
