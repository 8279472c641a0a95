"""Workers on several machines: procrastinate brings them regions, the ledger says who has which.

The one who leads puts a job for each region whose turn it is into a queue in the ledger's database;
a lock by the region's name keeps each to one worker. A job says no more than "look at this region":
whether it is to be had, and how it ended, is the ledger's to say.
"""

import asyncio
import contextlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartcity_kit import paths
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.errors import KitError
from smartcity_kit.fleet.child import PROGRAM
from smartcity_kit.fleet.hooks import Hooks
from smartcity_kit.fleet.ledger import Outcome, open_ledger
from smartcity_kit.fleet.ledger.database import ADDRESSES, needs_more
from smartcity_kit.fleet.ledger.ledger import Ledger
from smartcity_kit.fleet.member import Member, read_member
from smartcity_kit.fleet.options import Options
from smartcity_kit.fleet.process import Identity
from smartcity_kit.fleet.worker import Worker
from smartcity_kit.language import _
from smartcity_kit.profile import find_profile

if TYPE_CHECKING:
    import procrastinate

QUEUE = "regions"
TASK = "smartcity.region"
STALLED_SECONDS = 30
AWAY_SECONDS = 3.0
log = logging.getLogger("smartcity")


def connector(address: str, *, sync: bool = False) -> Any:
    """procrastinate's way to the database. Raises KitError where its packages are missing."""
    if not address.startswith(ADDRESSES):
        raise KitError(
            _("Workers on several machines need a ledger in PostgreSQL."),
            _("Name it by --ledger postgresql://… or SMARTCITY_LEDGER. Nothing was changed."),
        )
    try:
        from procrastinate import PsycopgConnector, SyncPsycopgConnector
    except ImportError as error:
        raise needs_more() from error
    return (SyncPsycopgConnector if sync else PsycopgConnector)(conninfo=address)


class Queue:
    """The leader's end: it puts regions in, each once until somebody has taken it."""

    def __init__(self, address: str, rollout: str) -> None:
        import procrastinate

        self.app = procrastinate.App(connector=connector(address, sync=True))
        self.rollout = rollout

    @classmethod
    @contextlib.contextmanager
    def opened(cls, ledger: Ledger, rollout: str) -> Iterator["Queue"]:
        """The queue in the ledger's database; made there when it is not yet."""
        queue = cls(ledger.address, rollout)
        with queue.app.open():
            with ledger.together():
                # Two who lead at once would both find no table.
                ledger.run("SELECT pg_advisory_xact_lock(73114)")
                (found,) = ledger.run("SELECT to_regclass('procrastinate_jobs') AS name")
                if found["name"] is None:
                    queue.app.schema_manager.apply_schema()
            yield queue

    def put(self, slug: str) -> None:
        from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

        with contextlib.suppress(AlreadyEnqueued, ConnectorException):
            self.app.configure_task(
                TASK, queue=QUEUE, lock=f"region:{slug}", queueing_lock=f"{self.rollout}:{slug}"
            ).defer(rollout=self.rollout, slug=slug)


def work(
    address: str,
    *,
    parallel: int,
    folders: Sequence[Path] | None = None,
    shared: bool = False,
    program: Sequence[str] = PROGRAM,
) -> None:
    """Take regions from the queue until told to stop; while the database is away, wait for it.

    `folders` are where this machine has the profiles; with `shared` they and the kit's state are
    every worker's, so that secrets may be made here too.
    """
    within = paths.profile_folders() if folders is None else folders
    asyncio.run(_work(Taker(address, within, shared, program), parallel))


class Taker:
    """This machine's worker: how a job becomes an attempt."""

    def __init__(
        self, address: str, folders: Sequence[Path], shared: bool, program: Sequence[str]
    ) -> None:
        self.address, self.folders, self.shared, self.program = address, folders, shared, program
        self.ledger = open_ledger(address)
        self.owner = str(Identity.own())
        self.catalogue = load_catalogue()

    def region(self, rollout: str, slug: str) -> None:
        """Do a region, if it is to be had; blocks until it has ended."""
        found, region = self.ledger.rollout(rollout), self.ledger.region(rollout, slug)
        if found is None or region is None or found.state != "running":
            return
        options = Options.from_json(found.options)
        worker = Worker(self.ledger, rollout, options, self.owner, program=self.program)
        claim = worker.take(region.member)
        if claim is None:
            return
        log.info("%s: attempt %s", slug, claim.number)
        try:
            member = self._here(region.member)
            worker = replace(worker, hooks=Hooks.of(options.hooks))
        except KitError as error:
            outcome = worker.enter(claim, Outcome("refused", error.message, "profile"))
        else:
            # A server that a worker left behind in the middle knows the next one as the same.
            operator = f"{found.who}, rollout {rollout}"
            job = {"team": not self.shared, "with_parent": True, "operator": operator}
            outcome = replace(worker, more=job).do(claim, member)
        log.info("%s: %s %s", slug, outcome.result, outcome.message)

    def _here(self, wished: Member) -> Member:
        """The region's profile as this machine has it. Raises KitError where it is another one."""
        member = read_member(find_profile(wished.profile, self.folders), self.catalogue)
        if member.digest != wished.digest:
            raise KitError(_("The profile on this worker is not the one of this rollout."))
        return member


async def _work(taker: Taker, parallel: int) -> None:
    import procrastinate
    from procrastinate.exceptions import ConnectorException

    while True:
        app = procrastinate.App(connector=connector(taker.address))
        _register(app, taker)
        try:
            async with app.open_async():
                tidy = asyncio.create_task(_give_back(app))
                try:
                    await app.run_worker_async(
                        queues=[QUEUE], concurrency=parallel, listen_notify=True,
                        fetch_job_polling_interval=2.0, delete_jobs="always",
                        update_heartbeat_interval=5.0,
                    )  # fmt: skip
                    return
                finally:
                    tidy.cancel()
        except (ConnectorException, OSError) as error:
            log.warning("%s", str(error).strip().partition("\n")[0])
        await asyncio.sleep(AWAY_SECONDS)


def _register(app: "procrastinate.App", taker: Taker) -> None:
    @app.task(name=TASK, queue=QUEUE)
    async def region(rollout: str, slug: str) -> None:
        await asyncio.to_thread(taker.region, rollout, slug)


async def _give_back(app: "procrastinate.App") -> None:
    """End the jobs of workers that are gone, whose locks would keep their regions from others."""
    from procrastinate.exceptions import ConnectorException
    from procrastinate.jobs import Status

    while True:
        with contextlib.suppress(ConnectorException):
            for job in await app.job_manager.get_stalled_jobs(
                seconds_since_heartbeat=STALLED_SECONDS
            ):
                await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
        await asyncio.sleep(STALLED_SECONDS / 3)
