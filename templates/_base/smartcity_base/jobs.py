"""Work that need not be done before the page is answered: django-tasks in the app's own database.

`@task()` and `.enqueue()` are django-tasks' own. Added here: what a killed worker left behind is
tried again, and `periodic` jobs. An app's jobs live in `<app>/jobs.py`.
"""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task, TaskResultStatus
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult, get_date_max

from smartcity_base.models import Import, ImportState, PeriodicRun, SpentToken, TakenForm, Tally
from smartcity_base.models.taken import REMEMBERED

__all__ = [
    "MAX_ATTEMPTS",
    "Job",
    "enqueue_all",
    "enqueue_due",
    "only_worker",
    "periodic",
    "reap",
    "task",
]

log = logging.getLogger(__name__)

Job = tuple[Task[..., Any], tuple[Any, ...]]

MAX_ATTEMPTS = 3
PLAIN_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Periodic:
    task: Task[..., Any]
    every: timedelta


_periodic: dict[str, _Periodic] = {}


def periodic(name: str, every: timedelta) -> Callable[[Task[..., Any]], Task[..., Any]]:
    """Above `@task()`: put the job in the queue whenever `every` has passed, also over restarts."""

    def register(job: Task[..., Any]) -> Task[..., Any]:
        if name in _periodic:
            raise ValueError(f"two periodic jobs are called {name!r}")
        _periodic[name] = _Periodic(job, every)
        return job

    return register


def enqueue_all(jobs: Iterable[Job]) -> None:
    """Put several jobs, each with its arguments, in the queue by one statement."""
    rows: list[DBTaskResult[..., Any]] = []
    for job, about in jobs:
        job.get_backend().validate_task(job)
        rows.append(
            DBTaskResult(
                args_kwargs=normalize_json({"args": about, "kwargs": {}}),
                priority=job.priority,
                task_path=job.module_path,
                queue_name=job.queue_name,
                run_after=job.run_after or get_date_max(),
                backend_name=job.backend,
            )
        )
    DBTaskResult.objects.bulk_create(rows)


def enqueue_due() -> list[str]:
    """Put the periodic jobs in the queue whose time has come; answers their names."""
    now, queued = timezone.now(), []
    last = dict(PeriodicRun.objects.values_list("name", "last_at"))
    for name, job in _periodic.items():
        if name in last and now < last[name] + job.every:
            continue
        with transaction.atomic():  # both or none, whenever we are killed
            PeriodicRun.objects.update_or_create(name=name, defaults={"last_at": now})
            job.task.enqueue()
        queued.append(name)
    return queued


class WorkerDied(Exception):
    """The job was running when its worker ended, as many times as it may be tried."""


def reap() -> tuple[int, int]:
    """Take up what a dead worker left RUNNING: (put back in the queue, given up).

    Only the holder of `only_worker` may call this: there is one worker per app, so every job that
    is RUNNING before it has begun any belongs to one that is gone.
    """
    again = given_up = 0
    with transaction.atomic():
        for row in DBTaskResult.objects.running().select_for_update():
            if len(row.worker_ids) >= MAX_ATTEMPTS:
                row.set_failed(WorkerDied(f"tried {len(row.worker_ids)} times"))
                given_up += 1
            else:
                row.status = TaskResultStatus.READY
                row.save(update_fields=["status"])
                again += 1
    if again or given_up:
        log.warning("left by a worker that died: %d tried again, %d given up", again, given_up)
    return again, given_up


def only_worker(folder: Path) -> Any:
    """The open lock file that makes this process the app's only worker; the kernel frees it.

    Raises BlockingIOError while another worker lives.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "work.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return lock


@periodic("buang-yang-usang", every=timedelta(hours=24))
@task()
def forget_what_expired() -> None:
    """Sessions, spent tokens and finished jobs are personal data too: not kept without need."""
    SessionStore.clear_expired()
    SpentToken.objects.filter(expires_at__lt=timezone.now()).delete()
    Tally.objects.filter(until__lt=timezone.now()).delete()
    TakenForm.objects.filter(at__lt=timezone.now() - REMEMBERED).delete()
    a_day_ago = timezone.now() - timedelta(days=1)
    Import.objects.filter(at__lt=a_day_ago, state=ImportState.CHECKED).update(lines=[])
    call_command("prune_db_task_results", verbosity=0)


@periodic("masa-simpan", every=timedelta(hours=24))
@task()
def forget_old() -> None:
    """What each kind's days have passed over (smartcity_base.personal.retention)."""
    from smartcity_base.personal.retention import forget_old as forget

    forget()


@periodic("sandikan-data-pribadi", every=timedelta(hours=1))
@task()
def encrypt_anew() -> None:
    """Here and not before a new key serves: until then the code before reads what is there.

    What lies in plain, as the release before wrote it, is left for a day after this one was first
    at work: a region that goes back within it finds everything as it was.
    """
    from smartcity_base.personal.renew import plain_is_left, renew

    begun = None
    if plain_is_left():
        begun, _new = PeriodicRun.objects.get_or_create(
            name="data-pribadi-polos", defaults={"last_at": timezone.now()}
        )
    renew(plain=begun is not None and timezone.now() > begun.last_at + PLAIN_FOR)
