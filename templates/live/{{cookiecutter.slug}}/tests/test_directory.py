"""What the region tells of itself: services, places and agencies, loaded from its tables."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from smartcity_base.config import config
from smartcity_base.loading import LoadFaults
from smartcity_base.models import Agency, Place
from smartcity_base.region_data import load_region
from smartcity_base.testing.cast import Person

from live.indicators import services_complete
from live.models import Service
from live.standard import is_complete
from live.templatetags.live import cost, points, working_days

pytestmark = pytest.mark.usefixtures("region")
SERVICES = "id,name,agency,description,requirements,days,cost,url\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The region's tables, to be changed."""
    for table in config().data.glob("*.csv"):
        (tmp_path / table.name).write_bytes(table.read_bytes())
    return tmp_path


def page(person: Person, address: str, **query: str) -> str:
    answer = person.client.get(address, query)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_services_page_says_what_it_asks_for_how_long_it_takes_and_what_it_costs(
    stranger: Person,
) -> None:
    shown = page(stranger, "/layanan-publik/izin-galian/")
    for words in ("<li>Gambar rencana</li>", "5 hari kerja", "Gratis", "Dinas Pekerjaan Umum"):
        assert words in shown
    assert 'href="https://izin.kotacontoh.go.id/galian"' in shown
    assert 'href="tel:0210000010"' in shown
    assert "Selesai hari itu juga" in page(stranger, "/layanan-publik/sewa-alat/")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("galian", ["izin-galian"]),
        ("galain", ["izin-galian"]),
        ("puing", ["angkut-sampah"]),
        ("UPTD jalan", ["sewa-alat"]),
        ("xyzzy", []),
    ],
)
def test_a_service_is_found_by_its_words_and_by_its_agency(
    stranger: Person, asked: str, found: list[str]
) -> None:
    shown = page(stranger, "/layanan-publik/", q=asked)
    assert re.findall(r"/layanan-publik/([a-z-]+)/", shown) == found


def test_the_portal_links_to_what_there_is_and_to_nothing_else(
    stranger: Person, data: Path
) -> None:
    links = ("/layanan-publik/", "/tempat/", "/instansi/")
    assert all(f'href="{link}"' in page(stranger, "/") for link in links)
    (data / "services.csv").unlink()
    (data / "places.csv").unlink()
    (data / "agencies.csv").write_text(
        "id,name\ndinas-pekerjaan-umum,DPU\nuptd-jalan,UPTD\ndinas-lingkungan-hidup,DLH\n"
    )
    load_region(data)
    assert not any(f'href="{link}"' in page(stranger, "/") for link in links)


def test_a_retired_service_or_place_has_no_page(stranger: Person, data: Path) -> None:
    (data / "services.csv").write_text(SERVICES)
    (data / "places.csv").write_text("id,name,kind\n")
    counts = load_region(data)
    assert (counts["services"]["retired"], counts["places"]["retired"]) == (3, 3)
    assert Service.objects.count() == 3
    for address in ("/layanan-publik/izin-galian/", "/tempat/pasar-bukit/"):
        assert stranger.client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("a,A,dinas-hilang,,,,,", "kolom agency: instansi 'dinas-hilang' tidak ada"),
        ("a,A,,,,tiga,,", "kolom days: 'tiga': bukan bilangan bulat"),
        ("a,A,,,,-1,,", "kolom days"),
        ("a,A,,,,,,javascript:alert(1)", "kolom url: 'javascript:alert(1)': bukan alamat web"),
        ("a,A,,,,,,\na,B,,,,,,", "sudah dipakai di baris 2"),
        ("contoh-layanan,A,,,,,,", "baris ini hanya contoh"),
    ],
)
def test_a_faulty_service_is_told_and_changes_nothing(data: Path, row: str, fault: str) -> None:
    (data / "services.csv").write_text(f"{SERVICES}{row}\n")
    with pytest.raises(LoadFaults, match=re.escape(fault)):
        load_region(data)
    assert Service.objects.filter(active=True).count() == 3


STANDARD = """\
id,name,agency,topics,requirements,steps,time,days,cost,product,complaints,legal_basis,app,place
akta-lahir,Akta kelahiran,dinas-pekerjaan-umum,Kelahiran; Kependudukan,KTP,Datang; Isi; Terima,\
15 menit,,0,Kutipan akta,Loket,UU 24/2013,laksa,pasar-bukit
ktp-hilang,KTP-el karena hilang,dinas-pekerjaan-umum,Kependudukan,,,,1,,,,,tiada,
"""


@pytest.fixture
def standards(data: Path) -> None:
    (data / "services.csv").write_text(STANDARD)
    load_region(data)


def test_a_service_shows_the_whole_standard_and_where_to_apply(
    standards: None, stranger: Person
) -> None:
    shown = page(stranger, "/layanan-publik/akta-lahir/")
    for words in ("15 menit", "Gratis", "<li>Isi</li>", "Kutipan akta", "Loket", "UU 24/2013",
                  "Ajukan di LAKSA", "Pasar Bukit"):  # fmt: skip
        assert words in shown, words
    other = page(stranger, "/layanan-publik/ktp-hilang/")
    assert "Ajukan" not in other  # an app that the region lacks leads nowhere
    assert "Standar pelayanan selengkapnya" not in other


def test_services_are_grouped_by_what_people_need_them_for(
    standards: None, stranger: Person
) -> None:
    for address in ("/", "/layanan-publik/", "/layanan-publik/akta-lahir/"):
        assert 'href="/layanan-publik/keperluan/kelahiran/"' in page(stranger, address)
    shown = page(stranger, "/layanan-publik/keperluan/kependudukan/")
    assert re.findall(r"/layanan-publik/([a-z-]+)/\"", shown) == ["akta-lahir", "ktp-hilang"]
    assert stranger.client.get("/layanan-publik/keperluan/pindah/").status_code == 404


def test_a_service_tells_machines_what_it_is(standards: None, stranger: Person) -> None:
    """schema.org GovernmentService, as data that no browser runs."""
    answer = stranger.client.get("/layanan-publik/akta-lahir/")
    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', answer.content.decode()
    )
    (about,) = map(json.loads, found)
    assert about["@type"] == "GovernmentService"
    assert about["serviceOperator"]["name"] == "Dinas Pekerjaan Umum"
    assert about["offers"] == {"@type": "Offer", "price": "0", "priceCurrency": "IDR"}
    assert about["availableChannel"]["serviceUrl"] == "https://laksa.kotacontoh.go.id"
    assert about["url"] == "https://live.kotacontoh.go.id/layanan-publik/akta-lahir/"
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]


def test_no_text_of_a_service_leaves_the_data_it_stands_in(stranger: Person) -> None:
    Service.objects.filter(pk="sewa-alat").update(name="</script><script>alert(1)</script>&")
    shown = page(stranger, "/layanan-publik/sewa-alat/")
    assert "<script>alert" not in shown
    (told,) = re.findall(r'ld\+json">(.*?)</script>', shown)
    assert json.loads(told)["name"] == "</script><script>alert(1)</script>&"


def test_a_standard_is_complete_when_the_six_of_the_delivery_are_told(standards: None) -> None:
    complete = {service.pk: is_complete(service) for service in Service.objects.filter(active=True)}
    assert complete == {"akta-lahir": True, "ktp-hilang": False}
    assert services_complete() == 50.0


def test_a_place_that_is_not_there_is_a_fault(data: Path) -> None:
    (data / "services.csv").write_text("id,name,place\na,A,balai-hilang\n")
    with pytest.raises(LoadFaults, match="tempat 'balai-hilang' tidak ada dalam places"):
        load_region(data)


def test_places_are_narrowed_by_kind_district_and_words(stranger: Person) -> None:
    def found(**query: str) -> list[str]:
        return re.findall(r'<a href="/tempat/([a-z-]+)/"', page(stranger, "/tempat/", **query))

    assert found() == ["pasar-bukit", "puskesmas-utara", "taman-lega"]
    assert found(kind="park") == ["taman-lega"]
    assert found(district="99.71.01") == ["pasar-bukit", "puskesmas-utara"]
    assert found(q="bukit indah") == ["pasar-bukit"]
    assert found(kind="kafe", district="x") == found()
    assert found(q="xyzzy") == []


def test_only_kinds_and_districts_that_have_a_place_are_offered(stranger: Person) -> None:
    Place.objects.filter(pk="taman-lega").update(active=False)
    shown = page(stranger, "/tempat/")
    assert "Pasar</option>" in shown
    assert "Taman</option>" not in shown
    assert "Selatan</option>" not in shown


def test_the_map_shows_what_the_list_shows_and_a_page_its_own_place(stranger: Person) -> None:
    def points(**query: str) -> list[str]:
        answer = stranger.client.get("/tempat/titik.json", query).json()
        return [feature["properties"]["title"] for feature in answer["features"]]

    assert points() == ["Pasar Bukit", "Taman Lega"]  # the clinic has no point
    assert points(kind="park") == ["Taman Lega"]
    assert points(id="pasar-bukit") == ["Pasar Bukit"]
    assert 'data-markers="/tempat/titik.json?kind=park"' in page(stranger, "/tempat/", kind="park")
    assert "data-map-open" not in page(stranger, "/tempat/puskesmas-utara/")


def test_an_agency_is_reached_and_shows_what_belongs_to_it(stranger: Person) -> None:
    shown = page(stranger, "/instansi/dinas-pekerjaan-umum/")
    for link in (
        "tel:0210000010", "mailto:dpu@kotacontoh.go.id", "/layanan-publik/izin-galian/",
        "/tempat/pasar-bukit/", "/instansi/uptd-jalan/",
    ):  # fmt: skip
        assert f'href="{link}"' in shown
    Agency.objects.filter(pk="uptd-jalan").update(active=False)
    assert stranger.client.get("/instansi/uptd-jalan/").status_code == 404
    assert "uptd-jalan" not in page(stranger, "/instansi/", q="jalan")


@pytest.mark.parametrize("address", ["/", "/layanan-publik/", "/tempat/", "/instansi/"])
def test_a_list_is_cut_into_pages_and_asks_no_more_of_the_database_when_it_grows(
    stranger: Person, address: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(stranger, address)
        return len(asked)

    few = queries()
    office = Agency.objects.get(pk="uptd-jalan")
    Service.objects.bulk_create(
        Service(id=f"s{n}", name=f"Layanan {n}", agency=office) for n in range(60)
    )
    Place.objects.bulk_create(
        Place(id=f"p{n}", name=f"Tempat {n}", kind="park", village_id="99.71.01.1001",
              district_id="99.71.01", agency=office)
        for n in range(60)
    )  # fmt: skip
    Agency.objects.bulk_create(
        Agency(id=f"a{n}", name=f"Instansi {n}", parent=office) for n in range(60)
    )
    assert queries() == few
    if address != "/":
        assert "Halaman 1 dari 4" in page(stranger, address)


@pytest.mark.parametrize("address", ["/layanan-publik/", "/tempat/", "/instansi/"])
def test_what_is_typed_is_shown_and_never_run(stranger: Person, address: str) -> None:
    assert "<script>alert" not in page(stranger, address, q='"><script>alert(1)</script>')


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("KTP; Kartu keluarga;", ["KTP", "Kartu keluarga"]),
        ("1. KTP\n2) Kartu; keluarga\n- Materai", ["KTP", "Kartu; keluarga", "Materai"]),
        ("2 lembar foto", ["2 lembar foto"]),
        ("", []),
    ],
)
def test_requirements_are_read_as_people_write_lists(cell: str, read: list[str]) -> None:
    assert points(cell) == read


def test_no_time_and_no_cost_are_said_in_words_and_the_unknown_is_left_out() -> None:
    assert [working_days(days) for days in (None, 0, 1, 14)] == [
        "", "Selesai hari itu juga", "1 hari kerja", "14 hari kerja",
    ]  # fmt: skip
    said = [cost(text) for text in ("", "0", "50000", "Sesuai Perda")]
    assert said == ["", "Gratis", "Rp50.000", "Sesuai Perda"]
