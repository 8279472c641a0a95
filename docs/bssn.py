"""docs/bssn.yml -> docs/id/bssn.md: what Peraturan BSSN 4/2021 asks, and which tests show it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).with_name("bssn.yml")
LAYER = "{{cookiecutter.slug}}/tests"
PLACES = {"base": "templates/_base/tests", "kit": "tests"}
STATES = {"ya": "Dipenuhi", "sebagian": "Sebagian", "belum": "**Belum**"}
INTRO = """# Daftar BSSN

_Dibuat oleh `make docs` dari `docs/bssn.yml`; jangan diubah di sini._

Standar teknis keamanan aplikasi berbasis web menurut Peraturan BSSN 4/2021, butir demi butir, bagi
auditor: apa yang dilakukan, dan uji mana yang membuktikannya. Uji dijalankan oleh `make test` dan
`make long`; namanya adalah kalimat yang dibuktikannya. Tiga belas kelompoknya mengikuti peraturan;
rumusan butirnya ringkasan kami, maka bandingkan dengan naskah resminya. Yang belum dipenuhi disebut
di akhir. Uji yang mulai dengan `base` berlaku bagi semua aplikasi; `kit/templates` dijalankan atas
setiap aplikasi dalam katalog, juga yang ditambahkan besok."""


def groups() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(TABLE.read_text("utf-8"))
    return found


def file_of(test: str) -> tuple[str, str]:
    """ "base/test_x::test_y" -> the file below the checkout's root, and the name of the test."""
    where, name = test.split("::")
    place, _, rest = where.partition("/")
    return f"{PLACES.get(place, f'templates/{place}/{LAYER}')}/{rest}.py", name


def page() -> Iterator[str]:
    """The lines of the page."""
    items = [item for group in groups() for item in group["items"]]
    yield from (INTRO, "")
    counts = {state: sum(item["status"] == state for item in items) for state in STATES}
    yield (
        f"{len(items)} butir: {counts['ya']} dipenuhi, {counts['sebagian']} sebagian, "
        f"{counts['belum']} belum."
    )
    for number, group in enumerate(groups(), start=1):
        yield from ("", f"## {number}. {group['group']}", "")
        yield from ("| butir | yang dilakukan | keadaan | uji |", "|---|---|---|---|")
        for item in group["items"]:
            tests = "<br>".join(f"`{test}`" for test in item.get("tests", ()))
            yield f"| {item['want']} | {item['how']} | {STATES[item['status']]} | {tests} |"
    yield from ("", "## Yang belum dipenuhi", "")
    for item in items:
        if "kurang" in item:
            yield f"- {item['want']}: {item['kurang']}"
    yield ""
