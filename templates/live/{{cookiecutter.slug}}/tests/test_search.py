"""One search for everything: what people type, as they type it, finds what they mean."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from smartcity_base.config import config
from smartcity_base.region_data import load_region
from smartcity_base.testing.cast import Person

from live.search.index import Entry, Index
from live.search.synonyms import group, known
from live.search.words import akin, slips

THINGS = [
    Entry("app", "laksa", "LAKSA", "Laporkan masalah di sekitar Anda dan ikuti penanganannya.",
          "Suara warga"),
    Entry("app", "segar", "SEGAR", "Harga bahan pokok di pasar hari ini."),
    Entry("app", "siap-kerja", "Siap Kerja", "Lowongan kerja dan pelatihan."),
    Entry("service", "ktp-hilang", "Penerbitan KTP-el karena hilang atau rusak", "Kependudukan"),
    Entry("service", "ktp-baru", "Penerbitan KTP-el baru", "Kependudukan"),
    Entry("service", "akta-lahir", "Kutipan akta kelahiran", "Kelahiran Disdukcapil"),
    Entry("service", "akta-nikah", "Pencatatan perkawinan", "Keluarga", "Kutipan akta perkawinan"),
    Entry("service", "kia", "Kartu identitas anak (KIA)", "Kelahiran"),
    Entry("agency", "disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil", "Disdukcapil"),
    Entry("place", "pasar-bukit", "Pasar Bukit", "Pasar Bukit Indah", "Jalan Bukit 3"),
    Entry("announcement", "listrik", "Listrik padam", "", "Di Kelurahan Bukit Indah hari Minggu."),
]  # fmt: skip


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(THINGS, known())


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("ktp hilang", "ktp-hilang"),
        ("KTP saya hilang bagaimana", "ktp-hilang"),
        ("kehilangan e-ktp", "ktp-hilang"),
        ("kartu tanda penduduk hilang", "ktp-hilang"),
        ("akte kelahiran", "akta-lahir"),
        ("akta lahir", "akta-lahir"),
        ("surat lahir", "akta-lahir"),
        ("aktakelahiran akta", "akta-lahir"),
        ("akta kelhairan", "akta-lahir"),
        ("surat nikah", "akta-nikah"),
        ("buku nikah", "akta-nikah"),
        ("mengurus pernikahan", "akta-nikah"),
        ("ktp anak", "kia"),
        ("capil", "disdukcapil"),
        ("dinas kependudukn", "disdukcapil"),
        ("laksa", "laksa"),
        ("LAPOR", "laksa"),
        ("melapor masalah", "laksa"),
        ("lapran", "laksa"),
        ("pengaduan", "laksa"),
        ("sembako", "segar"),
        ("hargaa", "segar"),
        ("pekerjaan", "siap-kerja"),
        ("loker", "siap-kerja"),
        ("pasar bukit", "pasar-bukit"),
        ("psar bukit", "pasar-bukit"),
        ("bukit indah listrik", "listrik"),
    ],
)
def test_what_people_type_finds_what_they_mean(index: Index, asked: str, first: str) -> None:
    found = index.find(asked)
    assert [entry.key for entry in found.entries][:1] == [first]


@pytest.mark.parametrize("asked", ["xyzzy", "!!", "", "12", "   "])
def test_what_is_about_nothing_finds_nothing(index: Index, asked: str) -> None:
    assert index.find(asked).entries == []


def test_where_nothing_has_all_that_was_asked_the_nearest_is_told_as_such(index: Index) -> None:
    found = index.find("harga lowongan")
    assert not found.whole
    assert {entry.key for entry in found.entries} == {"segar", "siap-kerja"}


def test_it_says_which_words_it_took_for_those_with_a_slip(index: Index) -> None:
    assert index.find("akta kelhairan").meant == "akta kelahiran"
    assert index.find("akta kelahiran").meant == ""
    assert index.find("ektp hilang").meant == ""  # another word for it is no slip


def test_one_kind_alone_is_searched(index: Index) -> None:
    assert [entry.key for entry in index.find("kependudukan", "agency").entries] == ["disdukcapil"]


def test_a_region_adds_words_of_its_own() -> None:
    own = Index(THINGS, [*known(), group(["tembok akta", "kia"])])
    assert own.find("tembok akta").entries[0].key == "kia"
    assert Index(THINGS, known()).find("tembok").entries == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("melapor", "laporan"), ("mengurus", "urusan"), ("kelahiran", "lahir"),
        ("menikah", "pernikahan"), ("menulis", "tulisan"), ("penyaluran", "salur"),
        ("pembayaran", "bayar"), ("perpanjangan", "panjang"), ("berobat", "obat"),
    ],
)  # fmt: skip
def test_forms_of_a_word_are_akin(one: str, other: str) -> None:
    assert akin(one, other)


@pytest.mark.parametrize(("one", "other"), [("laut", "lain"), ("pasar", "pagar"), ("kota", "kata")])
def test_other_words_are_not(one: str, other: str) -> None:
    assert not akin(one, other)


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("akta", "akte", 1), ("galian", "galain", 1), ("pasar", "psar", 1), ("kartu", "kartuu", 1),
     ("surat", "surat", 0), ("surat", "nikah", 3)],
)  # fmt: skip
def test_slips_are_counted_and_no_further_than_asked(one: str, other: str, far: int) -> None:
    assert slips(one, other, 2) == far


def test_among_five_thousand_entries_the_right_one_comes_first(index: Index) -> None:
    chance = random.Random(7)  # noqa: S311
    syllables = [one + other for one in "bcdfgjklmnprstwy" for other in "ai"]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(3000)]

    def said(count: int) -> str:
        return " ".join(chance.choices(words, k=count))

    many = [Entry("place", f"p{n}", said(4), "", said(8)) for n in range(5000)]
    large = Index([*many, *THINGS], known())
    for asked, first in (("ktp hilang", "ktp-hilang"), ("akta kelhairan", "akta-lahir")):
        assert large.find(asked).entries[0].key == first


# --- The page ------------------------------------------------------------------------------------
def page(person: Person, address: str, **query: str) -> str:
    answer = person.client.get(address, query)
    assert answer.status_code == 200, address
    return answer.content.decode()


def kinds(shown: str) -> list[str]:
    return re.findall(r'<p class="terms"><span>([^<]+)</span>', shown)


def test_a_page_finds_every_kind_of_thing(region: None, stranger: Person) -> None:
    assert "/layanan-publik/izin-galian/" in page(stranger, "/cari/", q="galian")
    assert kinds(page(stranger, "/cari/", q="laksa"))[0] == "Aplikasi"
    assert kinds(page(stranger, "/cari/", q="pasar")) == ["Tempat"]
    assert "/instansi/dinas-lingkungan-hidup/" in page(stranger, "/cari/", q="lingkungan hidup")
    assert "/pengumuman/libur-loket/" in page(stranger, "/cari/", q="loket tutup")
    assert 'href="tel:119"' in page(stranger, "/cari/", q="ambulan")


def test_one_kind_is_an_address_of_its_own(region: None, stranger: Person) -> None:
    assert set(kinds(page(stranger, "/cari/", q="jalan", jenis="agency"))) == {"Instansi"}
    both = page(stranger, "/cari/", q="jalan", jenis="nonsens")
    assert both.count('aria-current="page"') == 1


def test_where_the_search_was_before_it_leads_on(region: None, stranger: Person) -> None:
    answer = stranger.client.get("/", {"q": "jalan & rusak"})
    assert answer["Location"] == "/cari/?q=jalan+%26+rusak"


def test_a_search_without_result_helps_on(region: None, stranger: Person) -> None:
    shown = page(stranger, "/cari/", q="xyzzy")
    assert "Tidak ada hasil untuk “xyzzy”" in shown
    assert 'href="/layanan-publik/"' in shown


def test_what_is_typed_is_only_text(region: None, stranger: Person) -> None:
    assert "<script>alert" not in page(stranger, "/cari/", q="<script>alert(1)</script>lapor")


def test_a_number_of_a_person_is_neither_searched_nor_repeated(
    region: None, stranger: Person
) -> None:
    shown = page(stranger, "/cari/", q="7571 0112 0190 0001")
    assert "Jangan mengetik NIK" in shown
    assert "0190" not in shown


def test_suggestions_are_titles(region: None, stranger: Person) -> None:
    told = stranger.client.get("/cari/saran.json", {"q": "gali"}).json()
    assert told == {"titles": ["Izin galian di jalan"]}
    assert stranger.client.get("/cari/saran.json", {"q": "g"}).json() == {"titles": []}


def test_what_a_load_changes_is_found_and_what_it_retires_is_not(
    region: None, stranger: Person, tmp_path: Path
) -> None:
    assert "izin-galian" in page(stranger, "/cari/", q="galian")
    for table in config().data.glob("*.csv"):
        (tmp_path / table.name).write_bytes(table.read_bytes())
    (tmp_path / "services.csv").write_text("id,name\nbajak-sawah,Bajak sawah\n")
    (tmp_path / "synonyms.csv").write_text("word,also\nbajak,luku; tenggala\n")
    load_region(tmp_path)
    assert "izin-galian" not in page(stranger, "/cari/", q="galian")
    assert "bajak-sawah" in page(stranger, "/cari/", q="tenggala")


def test_a_page_asks_the_database_the_same_however_much_there_is(
    region: None, stranger: Person
) -> None:
    page(stranger, "/cari/", q="jalan")
    with CaptureQueriesContext(connection) as asked:
        page(stranger, "/cari/", q="jalan")
    # The index's edition, and one question per kind that is shown.
    assert len(asked) <= 12
