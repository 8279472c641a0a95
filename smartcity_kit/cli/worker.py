"""One of many machines that work for a rollout: worker."""

from typing import Annotated

import typer

from smartcity_kit.cli import app
from smartcity_kit.cli.options import Profiles
from smartcity_kit.cli.rollout import LedgerAt
from smartcity_kit.language import _


@app.command(help=_("Take regions from the queue of `rollout --team`, on this machine."))
def worker(
    parallel: Annotated[
        int, typer.Option("--parallel", min=0, help=_("Regions at once; 0: as many as cores."))
    ] = 0,
    shared: Annotated[
        bool,
        typer.Option(
            "--shared", help=_("All workers share profiles and state: secrets may be made here.")
        ),
    ] = False,
    profiles: Profiles = None,
    ledger: LedgerAt = None,
) -> None:
    import logging
    import os

    from smartcity_kit import api, paths
    from smartcity_kit.spread import cores

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    address = ledger or os.environ.get("SMARTCITY_LEDGER") or ""
    folders = paths.profile_folders(profiles)
    api.work(address, parallel=parallel or cores(), folders=folders, shared=shared)
