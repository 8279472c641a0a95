"""manage.py load_region: the region's lists into the database, all or nothing, again and again."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from smartcity_base.config import config
from smartcity_base.loading import DataFolder, LoadFaults
from smartcity_base.region_data import load_tables


class Command(BaseCommand):
    """Prints one JSON line: {table: {"new": n, "changed": n, "retired": n}}."""

    help = "Memuat data daerah (data/*.csv). Data yang dibuat warga tidak disentuh."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--personal", type=Path, help="folder tabel yang memuat data pribadi")
        parser.add_argument(
            "--dry-run", action="store_true", help="hanya menghitung; tidak ada yang diubah"
        )
        parser.add_argument(
            "--stdin",
            action="store_true",
            help="bersama --dry-run: tabel yang dibandingkan datang lewat masukan standar, sebagai "
            'JSON {"data": {"places": "<CSV>"}, "personal": {"staff": "<CSV>"}}; tabel yang tidak '
            'disebut tetap yang ada dalam rilis ini, dan "" berarti tabel itu tidak ada lagi',
        )

    def handle(
        self, *args: Any, personal: Path | None, dry_run: bool, stdin: bool, **options: Any
    ) -> None:
        if stdin and not dry_run:
            raise CommandError("--stdin: data hanya dimuat dari rilis; pakai bersama --dry-run")
        given = _given() if stdin else {}
        data = DataFolder(config().data, given.get("data"))
        people = None
        if personal is not None or "personal" in given:
            people = DataFolder(personal, given.get("personal"))
        try:
            loaded = load_tables(data, people, dry_run)
        except LoadFaults as faults:
            raise CommandError(f"{faults}\nTidak ada yang diubah.") from faults
        self.stdout.write(json.dumps(loaded, sort_keys=True))


def _given() -> dict[str, dict[str, str]]:
    """What came in; the error says nothing of it, because it may be about people."""
    try:
        given = json.load(sys.stdin)
    except ValueError:
        given = None
    if not isinstance(given, dict) or not all(map(_good, given, given.values())):
        raise CommandError('--stdin: bukan {"data": {tabel: CSV}, "personal": {tabel: CSV}}')
    return given


def _good(part: str, tables: Any) -> bool:
    known = part in ("data", "personal") and isinstance(tables, dict)
    return known and all(isinstance(text, str) for text in tables.values())
