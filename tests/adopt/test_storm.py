"""A sample of the storm evening (tests/bench/storm) without its times: what makes it possible."""

import io
import re
import uuid

import pytest
from PIL import Image

from tests.adopt.adopted import Adopted
from tests.adopt.visitor import REPORT
from tests.bench.storm import fill
from tests.servers.machine import wait_until

SUITES = ("bookworm",)
REPORTS = 20_000
JOBS = "smartcity-laksa-jobs.service"
# Each page's own query, as the app asks it, and the index that must answer it.
PLANS = """
from laksa import queries
from laksa.models import Category, Report
from laksa.pages import Pages
from laksa.support import nearby
far = queries.public({}).values_list("pk")[15000:15020]
print("far back:", far.explain())
print("words:", queries.public({"q": "banjir"}).values_list("pk")[:20].explain())
about = nearby.About(Category.objects.get(pk="drainase"), "got", 123.06, 0.54, None)
near = queries.public({}).filter(category=about.category, state__in=nearby.OPEN, secret=False)
print("near:", near.filter(nearby._where(about)).explain())
"""


@pytest.fixture(scope="module")
def city(here: Adopted) -> Adopted:
    fill(here, REPORTS)
    return here


def test_the_database_answers_each_page_by_an_index(city: Adopted) -> None:
    command = "/opt/smartcity/bin/manage laksa shell --no-imports"
    said = city.server.run(command, stdin=PLANS).stdout
    far, words, near = re.split(r"words:|near:", said)
    assert "Index Only Scan using report_listed" in far
    assert "report_words" in words
    assert "report_open_near" in near
    assert "Seq Scan on laksa_report" not in said


def test_nginx_has_lines_enough_for_an_evenings_uploads(city: Adopted) -> None:
    said = city.server.run("nginx -T 2>/dev/null").stdout
    assert re.findall(r"worker_connections\s+(\d+);", said) == ["4096"]


def test_strangers_share_a_page_and_whoever_has_a_session_gets_their_own(city: Adopted) -> None:
    laksa, visitor = city.url("laksa"), city.visitor()
    address = f"{laksa}/laporan/?category=sampah"
    first = visitor.get(address)
    assert "X-Accel-Expires" not in first.headers
    city.sql("laksa", "UPDATE laksa_report SET text = 'Baru saja berubah' WHERE state <> 'ditolak'")
    assert "Baru saja berubah" not in visitor.get(address).text
    visitor.session.headers["Cookie"] = "7571_laksa_session=siapa"
    assert "Baru saja berubah" in visitor.get(address).text


def test_a_photo_waits_for_the_worker_and_is_shown_only_then(city: Adopted) -> None:
    laksa, visitor = city.url("laksa"), city.visitor()
    city.server.run(f"systemctl stop {JOBS}")
    page = _report_with_photo(city)
    assert "Foto sedang diproses" in visitor.get(page).text
    city.server.run("systemctl kill --signal=KILL smartcity-laksa.service")
    wait_until("it serves again", lambda: visitor.get(page).status_code == 200)
    city.server.run(f"systemctl start {JOBS}")
    wait_until("it is cleaned", lambda: "/kecil/" in visitor.get(page).text, seconds=60)
    assert "Foto sedang diproses" not in visitor.get(page).text
    assert city.server.run("ls /var/lib/smartcity/laksa/incoming").stdout == ""
    (shown,) = set(re.findall(r'"(/ikuti/[^"]+/besar/)"', visitor.get(page).text))
    assert b"Kamera Budi" not in visitor.get(laksa + shown).content


def _report_with_photo(city: Adopted) -> str:
    """The address of the reporter's own page."""
    laksa, visitor = city.url("laksa"), city.visitor()
    form = visitor.get(f"{laksa}/lapor/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    village = re.search(r'<option value="(\d[\d.]+)"', form)
    assert token
    assert village
    exif = Image.Exif()
    exif[0x010F] = "Kamera Budi"
    photo = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(photo, "JPEG", exif=exif.tobytes())
    fields = {**REPORT, "submission": str(uuid.uuid4()), "village": village[1], "berbeda": "1"}
    sent = visitor._ask(
        "POST", f"{laksa}/lapor/", headers={"Referer": f"{laksa}/lapor/"},
        data={"csrfmiddlewaretoken": token[1], **fields},
        files={"photos": ("foto.jpg", photo.getvalue(), "image/jpeg")},
    )  # fmt: skip
    assert sent.status_code == 302, sent.text
    return laksa + sent.headers["Location"]
