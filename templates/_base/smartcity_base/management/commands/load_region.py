"""manage.py load_region: the region's lists into the database, all or nothing, again and again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from smartcity_base.config import config
from smartcity_base.loading import LoadFaults
from smartcity_base.region_data import load_region


class Command(BaseCommand):
    help = "Memuat data daerah (data/*.csv). Data yang dibuat warga tidak disentuh."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--personal", type=Path, help="folder tabel yang memuat data pribadi")

    def handle(self, *args: Any, personal: Path | None, **options: Any) -> None:
        try:
            loaded = load_region(config().data, personal)
        except LoadFaults as faults:
            raise CommandError(f"{faults}\nTidak ada yang diubah.") from faults
        self.stdout.write(json.dumps(loaded, sort_keys=True))
