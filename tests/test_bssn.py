"""The matrix for auditors names only tests that there are, and hides nothing that is missing."""

import ast
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from docs import bssn

ROOT = Path(__file__).parents[1]
GROUPS = [
    *("Autentikasi", "Manajemen sesi", "Kontrol akses", "Validasi input"),
    "Kriptografi dan verifikasi statis",
    *("Penanganan eror dan pencatatan log", "Proteksi data", "Keamanan komunikasi"),
    *("Pengendalian kode berbahaya", "Logika bisnis", "Berkas", "API dan layanan web"),
    "Keamanan konfigurasi",
]
ITEMS = [item for group in bssn.groups() for item in group["items"]]


@cache
def names_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_it_has_the_groups_of_the_regulation_in_their_order() -> None:
    assert [group["group"] for group in bssn.groups()] == GROUPS


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["want"])
def test_each_line_names_tests_that_there_are(item: dict[str, Any]) -> None:
    assert item.keys() <= {"want", "how", "status", "tests", "kurang"}
    assert item.get("tests") or item["status"] == "belum"
    for test in item.get("tests", ()):
        file, name = bssn.file_of(test)
        assert name in names_in(file), test


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["want"])
def test_what_is_not_fulfilled_says_so(item: dict[str, Any]) -> None:
    assert item["status"] in bssn.STATES
    assert bool(item.get("kurang")) == (item["status"] != "ya")


def test_no_line_is_there_twice() -> None:
    wants = [item["want"] for item in ITEMS]
    assert len(wants) == len(set(wants))
