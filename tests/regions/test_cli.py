"""`smartcity regions`: the list, and how namesakes differ."""

import json

import pytest
from typer.testing import CliRunner, Result

from smartcity_kit.cli import app
from smartcity_kit.errors import KitError


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["regions", *args])


def found(*args: str) -> list[str]:
    answer = json.loads(run(*args, "--json").output)
    return [region["code"] for region in answer["regions"]]


def test_serang_shows_both_and_says_how_they_differ() -> None:
    said = " ".join(run("serang").output.split())
    assert "Kabupaten Serang (36.04) and Kota Serang (36.73) are two governments" in said
    assert "a Bupati, 29 districts, 326 desa" in said
    assert "a Wali Kota, 6 districts, 67 kelurahan" in said


def test_one_region_is_told_in_full() -> None:
    said = " ".join(run("kota", "gorontalo").output.split())
    for fact in ("75.71", "WITA, Asia/Makassar", "ID-GO", "9 districts, 50 kelurahan",
                 "gorontalokota.go.id (certain)", "7571", "Kabupaten Bone Bolango"):  # fmt: skip
        assert fact in said
    assert "Kabupaten Gorontalo (75.01)" in said


def test_jakarta_s_six_are_told_for_what_they_are() -> None:
    assert "part of its province's government" in run("kepulauan seribu").output


def test_a_domain_by_pattern_alone_is_called_a_guess() -> None:
    assert "siakkab.go.id (only a guess)" in " ".join(run("siak").output.split())


@pytest.mark.parametrize(
    ("args", "codes"),
    [
        (("serang",), ["36.04", "36.73"]),
        (("36.7",), ["36.71", "36.72", "36.73", "36.74"]),
        (("--province", "banten", "--level", "kota"), ["36.71", "36.72", "36.73", "36.74"]),
        (("--province", "36", "--level", "provinsi"), ["36"]),
        (("banjar", "--level", "kota"), ["32.79", "63.71", "63.72"]),
    ],
)
def test_it_finds(args: tuple[str, ...], codes: list[str]) -> None:
    assert found(*args) == codes


def test_without_a_question_it_lists_them_all() -> None:
    assert len(found()) == 552


def test_json_says_what_is_not_known() -> None:
    (merauke,) = json.loads(run("merauke", "--json").output)["regions"]
    assert merauke["bps_code"] is None
    assert merauke["former_code"] == "91.01"
    assert merauke["centre"]["approximate"] is True
    assert merauke["domains"] == [
        {"host": "meraukekab.go.id", "certainty": "candidate", "evidence": ""}
    ]


@pytest.mark.parametrize("args", [("atlantis",), ("--province", "atlantis"), ("--level", "desa")])
def test_what_there_is_not_is_refused_as_wrong_usage(args: tuple[str, ...]) -> None:
    refusal = run(*args).exception
    assert isinstance(refusal, KitError)
    assert refusal.exit_code == 2


def test_a_former_code_leads_to_the_region_that_had_it() -> None:
    refusal = run("91.01").exception
    assert isinstance(refusal, KitError)
    assert "kabupaten-merauke (93.01)" in refusal.hint
