from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from subprocess import Popen

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from smartcity_base import jobs
from smartcity_base.models import PeriodicRun, SpentToken
from smartcity_base.testing.running import until

from contoh import jobs as samples
from rendered import Rendered

WORK = ("manage.py", "work", "--interval", "0.05")


@pytest.fixture(scope="module")
def app(prepared: Rendered, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return prepared.copy_to(tmp_path_factory.mktemp("jobs") / "app")


@contextmanager
def worker(app: Rendered) -> Iterator[Popen[str]]:
    process = app.start(*WORK)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def enqueue_hold(app: Rendered, started: Path, go_on: Path) -> str:
    return app.python(
        "from contoh.jobs import hold;"
        f"print(hold.enqueue(started={str(started)!r}, go_on={str(go_on)!r}).id)"
    )


def state(app: Rendered, job: str) -> str:
    return app.python(
        "from django_tasks_db.models import DBTaskResult;"
        f"print(DBTaskResult.objects.get(pk={job!r}).status)"
    )


def test_a_job_whose_worker_was_killed_is_done_by_the_next_one(
    app: Rendered, tmp_path: Path
) -> None:
    started, go_on = tmp_path / "started", tmp_path / "go_on"
    job = enqueue_hold(app, started, go_on)
    with worker(app) as first:
        until(lambda: len(lines(started)) == 1)
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert state(app, job) == "RUNNING"
    go_on.touch()
    with worker(app):
        until(lambda: len(lines(started)) == 2)
        until(lambda: state(app, job) == "SUCCESSFUL")


def test_a_job_that_kills_every_worker_is_given_up(app: Rendered, tmp_path: Path) -> None:
    started, never = tmp_path / "started", tmp_path / "never"
    job = enqueue_hold(app, started, never)
    for attempt in range(1, jobs.MAX_ATTEMPTS + 1):
        with worker(app) as process:
            until(lambda attempt=attempt: len(lines(started)) == attempt)
            process.kill()
            process.wait()
    with worker(app):
        until(lambda: state(app, job) == "FAILED")
    assert len(lines(started)) == jobs.MAX_ATTEMPTS


def test_a_worker_that_is_asked_to_stop_ends_its_job_first(app: Rendered, tmp_path: Path) -> None:
    started, go_on = tmp_path / "started", tmp_path / "go_on"
    job = enqueue_hold(app, started, go_on)
    with worker(app) as process:
        until(lambda: len(lines(started)) == 1)
        process.terminate()
        go_on.touch()
        assert process.wait(60) == 0
    assert state(app, job) == "SUCCESSFUL"


def test_there_is_one_worker_per_app(app: Rendered, tmp_path: Path) -> None:
    started, go_on = tmp_path / "started", tmp_path / "go_on"
    enqueue_hold(app, started, go_on)
    with worker(app):
        until(lambda: len(lines(started)) == 1)
        second = app.run("work", "--once")
        assert second.returncode == 1
        assert "another worker" in second.stderr
        go_on.touch()


def test_a_periodic_job_runs_once_per_period_over_restarts(app: Rendered) -> None:
    for _ in range(2):
        assert app.run("work", "--once").returncode == 0
    assert lines(app.folder / "var/tiap-hari") == ["jalan"]


@pytest.mark.django_db
def test_a_periodic_job_is_queued_again_when_its_time_has_come() -> None:
    assert "contoh-tiap-hari" in jobs.enqueue_due()
    assert jobs.enqueue_due() == []
    late = timezone.now() - timedelta(days=1, seconds=1)
    PeriodicRun.objects.filter(name="contoh-tiap-hari").update(last_at=late)
    assert jobs.enqueue_due() == ["contoh-tiap-hari"]
    queued = DBTaskResult.objects.filter(task_path="contoh.jobs.every_day")
    assert queued.count() == 2


@pytest.mark.django_db
def test_two_periodic_jobs_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="contoh-tiap-hari"):
        jobs.periodic("contoh-tiap-hari", every=timedelta(days=1))(samples.fail)


@pytest.mark.django_db
def test_the_reaper_leaves_what_waits_and_what_is_done_alone() -> None:
    waiting = samples.fail.enqueue()
    done = samples.fail.enqueue()
    DBTaskResult.objects.filter(pk=done.id).update(status=TaskResultStatus.SUCCESSFUL)
    assert jobs.reap() == (0, 0)
    assert DBTaskResult.objects.get(pk=waiting.id).status == TaskResultStatus.READY


@pytest.mark.django_db
def test_what_expired_is_forgotten() -> None:
    now = timezone.now()
    SpentToken.objects.create(jti="lama", expires_at=now - timedelta(seconds=1))
    SpentToken.objects.create(jti="baru", expires_at=now + timedelta(hours=1))
    jobs.forget_what_expired.func()
    assert list(SpentToken.objects.values_list("jti", flat=True)) == ["baru"]
