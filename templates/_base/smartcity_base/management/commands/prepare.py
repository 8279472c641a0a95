"""manage.py prepare: all between new code in its folder and the switch to it, in one process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from smartcity_base import guard
from smartcity_base.config import config
from smartcity_base.dump import DumpFailed, dump_to
from smartcity_base.loading import LoadFaults
from smartcity_base.region_data import load_region


class Command(BaseCommand):
    help = "Menyiapkan basis data, data daerah, dan berkas statis untuk rilis ini."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--dump-to", type=Path, help="folder cadangan sebelum migrasi")
        parser.add_argument("--personal", type=Path, help="folder tabel yang memuat data pribadi")

    def handle(
        self, *args: Any, dump_to: Path | None, personal: Path | None, **options: Any
    ) -> None:
        migrated, dump = _migrate(dump_to)
        try:
            loaded = load_region(config().data, personal)
        except LoadFaults as faults:
            raise CommandError(f"{faults}\nData daerah tidak diubah.") from faults
        collected = _collect_static()
        changed = bool(migrated or collected or any(any(c.values()) for c in loaded.values()))
        report = {"changed": changed, "migrated": migrated, "dump": dump, "loaded": loaded}
        self.stdout.write(json.dumps(report, sort_keys=True))


def _migrate(folder: Path | None) -> tuple[int, str | None]:
    """(how many migrations were applied, where the dump before them is)."""
    if connection.vendor == "sqlite":
        Path(settings.DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    dump = None
    if pending and folder is not None and executor.loader.applied_migrations:
        try:
            dump = str(dump_to(folder))
        except DumpFailed as error:
            raise CommandError(f"no dump, so nothing was migrated: {error}") from error
    if pending:
        guard.lift()
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    guard.ensure()
    return len(pending), dump


def _collect_static() -> bool:
    """Collect once per release; the mark comes last, so that a kill is not taken for the end."""
    done = Path(settings.STATIC_ROOT) / ".complete"
    if done.is_file():
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    done.touch()
    return True
