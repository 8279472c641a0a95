"""manage.py snapshot DIR: the card's pages as files, over a database that is only for this."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from smartcity_base.config import config
from smartcity_base.loading import LoadFaults
from smartcity_base.region_data import load_region
from smartcity_base.snapshot import NotTaken, take


class Command(BaseCommand):
    help = "Menyimpan halaman utama aplikasi ini sebagai berkas, untuk pratinjau."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--tables", type=Path, help="basis data kosong, disimpan untuk nanti")

    def handle(self, *args: Any, folder: Path, tables: Path | None, **options: Any) -> None:
        _make_tables(tables)
        try:
            load_region(config().data)
            pages = take(folder)
        except (LoadFaults, NotTaken) as why:
            raise CommandError(str(why)) from why
        self.stdout.write(json.dumps({"title": config().app.title, "pages": pages}))


def _make_tables(kept: Path | None) -> None:
    """Empty tables: copied from `kept` when it is there, else made and kept there.

    Refuses where there is a database already: that one is somebody's.
    """
    place = Path(settings.DATABASES["default"]["NAME"])
    if connection.vendor != "sqlite" or place.exists():
        raise CommandError("a snapshot is taken over an SQLite database that is not there yet")
    place.parent.mkdir(parents=True, exist_ok=True)
    if kept and kept.is_file():
        shutil.copyfile(kept, place)
        return
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        half = kept.with_name(f".{place.parent.parent.name}-{kept.name}")
        half.unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(half)])
        half.rename(kept)
