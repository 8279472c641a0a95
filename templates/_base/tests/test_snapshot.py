from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from rendered import Rendered

CARD = """
name: contoh
title: Contoh
summary: ""
preview:
  - {path: /, title: Depan}
  - {path: /pameran/, title: Pameran, role: officer}
"""


@pytest.fixture
def app(tmp_path: Path) -> Rendered:
    made = Rendered(tmp_path / "app")
    (made.folder / "app.yml").write_text(CARD)
    made.environment |= {"SMARTCITY_DEBUG": "1"}
    return made


def test_it_writes_the_cards_pages_with_all_they_need_beside_them(
    app: Rendered, tmp_path: Path
) -> None:
    done = app.run("snapshot", str(tmp_path / "out"), "--tables", str(tmp_path / "tables"))
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [page["file"] for page in told["pages"]] == ["index.html", "pameran.html", "surel.html"]
    out = tmp_path / "out"
    for page in told["pages"]:
        html = (out / page["file"]).read_text()
        assert "<script" not in html
        assert not re.search(r'\b(href|src|action)="/', html)
    page = (out / "pameran.html").read_text()
    assert "Contoh Petugas" in page
    assert (out / "static/base/smartcity.css").is_file()
    assert (out / "tema.css").read_text().startswith(":root{--primary:")
    assert (out / "logo.svg").is_file()
    icons = set(re.findall(r'<use href="#([^"]+)"', page))
    assert icons
    assert all(f'id="{icon}"' in page for icon in icons)


def test_empty_tables_are_made_once_and_a_database_that_is_there_is_left_alone(
    app: Rendered, tmp_path: Path
) -> None:
    tables = tmp_path / "kept" / "tables.sqlite3"
    first = app.run("snapshot", str(tmp_path / "out"), "--tables", str(tables))
    assert first.returncode == 0, first.stderr
    assert [file.name for file in tables.parent.iterdir()] == ["tables.sqlite3"]
    before = (app.folder / "var/db.sqlite3").read_bytes()
    again = app.run("snapshot", str(tmp_path / "out"), "--tables", str(tables))
    assert again.returncode == 1
    assert "not there yet" in again.stderr
    assert (app.folder / "var/db.sqlite3").read_bytes() == before


def test_a_page_that_does_not_answer_is_named(app: Rendered, tmp_path: Path) -> None:
    (app.folder / "app.yml").write_text(CARD.replace("/pameran/", "/tidak-ada/"))
    done = app.run("snapshot", str(tmp_path / "out"))
    assert done.returncode == 1
    assert "/tidak-ada/: 404" in done.stderr
