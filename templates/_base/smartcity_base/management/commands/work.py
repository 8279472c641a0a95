"""manage.py work: the app's job worker, its reaper and its periodic jobs, in one process."""

from __future__ import annotations

import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import get_random_string
from django.utils.module_loading import autodiscover_modules
from django_tasks_db.management.commands.db_worker import Worker

from smartcity_base.config import state_folder
from smartcity_base.jobs import enqueue_due, only_worker, reap


class Command(BaseCommand):
    help = "Menjalankan pekerjaan latar aplikasi ini sampai dihentikan."
    # `prepare` checked this release; checking again would load every page into the worker's memory.
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="berhenti bila antrean kosong")
        parser.add_argument("--interval", type=float, default=1.0, help="jeda (detik)")

    def handle(self, *args: Any, once: bool, interval: float, **options: Any) -> None:
        try:
            lock = only_worker(state_folder())
        except BlockingIOError as error:
            raise CommandError("another worker of this app is running") from error
        with lock:
            autodiscover_modules("jobs", "documents.jobs", "outbox", "news")
            worker = Worker(
                queue_names=["*"],
                excluded_queue_names=[],
                interval=0,
                batch=True,
                backend_name="default",
                startup_delay=False,
                max_tasks=None,
                worker_id=f"{os.getpid()}-{get_random_string(8)}",
            )
            worker.configure_signals()
            reap()
            while worker.running:
                enqueue_due()
                worker.run()  # until the queue is empty
                if once:
                    break
                if worker.running:
                    time.sleep(interval)
