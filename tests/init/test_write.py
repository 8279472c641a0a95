"""A new profile: valid, true to its region, whole or not there at all."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smartcity_kit import paths, regions
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.errors import KitError
from smartcity_kit.init import Answers, ProfileExists, write_all, write_profile
from smartcity_kit.init.context import context
from smartcity_kit.init.skeleton import TEMPLATE, about
from smartcity_kit.profile import Profile, colour, find_profile, read_profile
from smartcity_kit.profile.schema import profile_schema
from smartcity_kit.profile.sheets import KINDS

UNUSUAL = {
    "31.01": "Kepulauan Seribu, administered and an island",
    "31.71": "a kota administrasi",
    "95.01": "Papua, divided since",
    "96.71": "the newest province's kota",
    "11.01": "Aceh",
    "34.71": "Yogyakarta",
    "36.04": "a twin",
    "36.73": "its twin",
    "71.08": "a long name",
    "72.04": "an apostrophe or a hyphen among its villages",
}


def read(folder: Path) -> Profile:
    profile, faults = read_profile(folder, load_catalogue())
    assert faults == []
    assert profile is not None
    return profile


def write(code: str, to: Path) -> Profile:
    return read(write_profile(Answers(regions.find(code)), to))


@pytest.mark.parametrize("code", UNUSUAL, ids=lambda code: f"{code} {UNUSUAL[code]}")
def test_it_writes_a_valid_profile_for(code: str, to: Path) -> None:
    profile = write(code, to)
    assert profile.region == regions.find(code)
    assert profile.folder.name == profile.region.slug
    assert list(profile.apps) == ["live", "laksa"]


def test_every_name_with_an_apostrophe_arrives_whole(to: Path) -> None:
    """Districts such as “Ma'u” or “Topo'iyo” become agencies without harm."""
    named = [
        region
        for region in regions.all_regions()
        if region.level != "provinsi"
        and any("'" in district.name for district in regions.areas(region.code).districts)
    ]
    assert named
    for region in named:
        wanted = {district.name for district in regions.areas(region.code).districts}
        rows = write(region.code, to).tables["agencies"].rows
        found = {row["name"].partition(" ")[2] for row in rows if row["kind"] in DISTRICTS}
        assert found == wanted


DISTRICTS = ("kecamatan", "distrik")


def test_a_kabupaten_of_papua_has_distrik(to: Path) -> None:
    rows = write("93.01", to).tables["agencies"].rows
    assert "Distrik Merauke" in {row["name"] for row in rows}
    assert "kecamatan" not in {row["kind"] for row in rows}


def test_a_province_knows_its_regencies_and_has_no_districts_of_its_own(to: Path) -> None:
    profile = write("36", to)
    assert [region.code for region in profile.region.regencies] == [
        "36.01", "36.02", "36.03", "36.04", "36.71", "36.72", "36.73", "36.74",
    ]  # fmt: skip
    kinds = {row["kind"] for row in profile.tables["agencies"].rows}
    assert "dinas" in kinds
    assert not kinds & set(DISTRICTS)
    assert "| 36.73 | Kota Serang |" in (profile.folder / "README.md").read_text("utf-8")


def test_jakarta_s_six_have_offices_of_the_province_s_agencies(to: Path) -> None:
    profile = write("31.74", to)
    names = {row["id"]: row["name"] for row in profile.tables["agencies"].rows}
    assert names["dinas-kesehatan"] == "Suku Dinas Kesehatan"
    assert names["sekretariat-daerah"] == "Sekretariat Kota Administrasi Jakarta Selatan"
    assert "sekretariat-dprd" not in names
    text = (profile.folder / "profile.yml").read_text("utf-8")
    assert "# PASTIKAN: daerah ini bukan daerah otonom" in text


@pytest.mark.parametrize(
    ("code", "mark"), [("36.73", ""), ("36.01", "satu sumber"), ("14.08", "pola yang lazim")]
)
def test_an_uncertain_domain_is_marked_as_one(code: str, mark: str, to: Path) -> None:
    text = (write(code, to).folder / "profile.yml").read_text("utf-8")
    marked = re.search(r"^# PASTIKAN: (domain .*)\ndomain: (\S+)$", text, re.MULTILINE)
    assert (mark in marked[1]) if marked else not mark


def test_a_domain_that_was_given_is_taken_as_confirmed(to: Path) -> None:
    answers = Answers(regions.find("14.08"), domain="siak.go.id")
    text = (write_profile(answers, to) / "profile.yml").read_text("utf-8")
    assert "domain: siak.go.id" in text
    assert "PASTIKAN" not in text.split("\ndomain: ")[1]
    assert "# PASTIKAN" not in text


def test_its_first_line_leads_an_editor_to_the_schema(to: Path) -> None:
    folder = write("36.73", to).folder
    first = (folder / "profile.yml").read_text("utf-8").splitlines()[0]
    name = first.removeprefix("# yaml-language-server: $schema=")
    assert json.loads((folder / name).read_text("utf-8")) == profile_schema(load_catalogue())


def test_every_table_is_there_with_its_headings_and_an_example_says_that_it_is_one(
    to: Path,
) -> None:
    folder = write("36.73", to).folder
    files = {file.stem: file for file in (folder / "data").glob("*.csv")}
    assert set(files) == set(KINDS) & set(about())
    for name, file in files.items():
        header, *rows = csv.reader(file.open(encoding="utf-8", newline=""))
        assert header == [column.name for column in KINDS[name].columns]
        if name not in ("agencies", "categories"):
            assert len(rows) == 1
            assert any(cell.lower().startswith("contoh") for cell in rows[0])


def test_the_template_knows_every_table_and_every_column() -> None:
    for name, kind in ((name, KINDS[name]) for name in about()):
        file = TEMPLATE / "tables" / f"{name}.csv"
        header = file.read_text("utf-8").splitlines()[0].split(",")
        assert {column.name for column in kind.columns} <= set(header) - {"for"}, name


def test_the_template_lists_the_answers_that_it_takes() -> None:
    known = json.loads((TEMPLATE / "cookiecutter.json").read_text("utf-8"))
    region = regions.find("36.73")
    assert list(known) == list(context(Answers(region), regions.within(region), []))


def test_the_template_is_one_of_cookiecutter_s(to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Someone who has only cookiecutter gets a folder to begin with too."""
    from cookiecutter.main import cookiecutter

    monkeypatch.setenv("HOME", str(to))
    made = Path(cookiecutter(str(TEMPLATE), no_input=True, output_dir=str(to), accept_hooks=False))
    assert 'code: "75.71"' in (made / "profile.yml").read_text("utf-8")


def test_one_logo_and_one_colour_are_enough(to: Path) -> None:
    logo = paths.SAMPLES / "kota-tangerang" / "branding" / "logo.svg"
    answers = Answers(
        regions.find("36.73"),
        domain="serangkota.go.id",
        primary="#1B6B3A",
        logo=logo,
        display_name='Serang "AYO": LIVE',
        email="kontak@serangkota.go.id",
        server="10.1.2.3",
        apps=["laksa"],
    )
    profile = read(write_profile(answers, to))
    assert profile.branding.palette.primary == "#1b6b3a"
    assert profile.branding.display_name == 'Serang "AYO": LIVE'
    assert profile.branding.logo is not None
    assert profile.branding.logo.read_bytes() == logo.read_bytes()
    assert profile.contact.email == "kontak@serangkota.go.id"
    assert profile.servers["web1"].address == "10.1.2.3"
    assert list(profile.apps) == ["live", "laksa"]  # with the one it needs
    assert sorted(file.name for file in (profile.folder / "branding").iterdir()) == ["lambang.svg"]


def test_an_institution_has_a_profile_of_its_own_kind(to: Path) -> None:
    police = regions.Institution.of("Polres 'X' & Kota", ("36.71", "36.03"), "Kapolres", "Polri")
    profile = read(write_profile(Answers(police), to))
    assert profile.region == police
    assert profile.folder.name == "polres-x-kota"
    assert find_profile("polres-x-kota", [to]) == profile.folder
    assert profile.tables["agencies"].rows[0]["name"] == "Polres 'X' & Kota"


def test_it_never_writes_over_what_is_there(to: Path) -> None:
    folder = write("36.73", to).folder
    (folder / "profile.yml").write_text("mine", "utf-8")
    with pytest.raises(ProfileExists, match="left as it is"):
        write_profile(Answers(regions.find("36.73")), to)
    assert (folder / "profile.yml").read_text("utf-8") == "mine"
    assert sorted(path.name for path in to.iterdir()) == ["kota-serang", "profile.schema.json"]


def test_an_empty_folder_or_a_dangling_link_of_that_name_is_left_alone_too(to: Path) -> None:
    (to / "kota-serang").mkdir(parents=True)
    (to / "kota-cilegon").symlink_to("nowhere")
    for code in ("36.73", "36.72"):
        with pytest.raises(ProfileExists):
            write_profile(Answers(regions.find(code)), to)
    assert list((to / "kota-serang").iterdir()) == []


def test_where_it_may_not_write_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(KitError, match="cannot be written"):
        write_profile(Answers(regions.find("36.73")), tmp_path / "file" / "profiles")


def test_it_leaves_nothing_when_rendering_fails(to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_made: Path) -> None:
        raise KitError("no")

    monkeypatch.setattr("smartcity_kit.init.write._check", fail)
    with pytest.raises(KitError, match="no"):
        write_profile(Answers(regions.find("36.73")), to)
    assert [path.name for path in to.iterdir()] == ["profile.schema.json"]


def test_killed_in_the_middle_it_leaves_no_half_of_a_profile_and_continues(to: Path) -> None:
    chosen = [region for region in regions.all_regions() if region.code.startswith("36")]
    script = (
        "import sys; from pathlib import Path; from smartcity_kit import regions;"
        "from smartcity_kit.init import write_all;"
        "write_all(Path(sys.argv[1]), [r for r in regions.all_regions() if r.code[:2] == '36'])"
    )
    command = [sys.executable, "-c", script, str(to)]
    with subprocess.Popen(command, start_new_session=True) as process:
        while process.poll() is None and len(list(to.glob("[!.]*/profile.yml"))) < 2:
            time.sleep(0.001)  # looks as often as it can; waits for two profiles, not for a time
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    for folder in to.glob("[!.]*/"):
        read(folder)
    write_all(to, chosen)
    for region in chosen:
        assert read(to / region.slug).region == region


def test_all_of_them_are_valid_and_no_two_are_alike(to: Path) -> None:
    written, there = write_all(to)
    assert len(written) == 552
    assert there == []
    profiles = [read(folder) for folder in written]
    assert len({profile.region.code for profile in profiles}) == 552
    assert len({profile.folder.name for profile in profiles}) == 552
    assert len({profile.domain for profile in profiles}) == 552
    assert all(colour.passes(profile.branding.palette.primary) for profile in profiles)
    assert sorted(path.name for path in to.iterdir() if path.name.startswith(".")) == []
    assert write_all(to) == ([], written)
