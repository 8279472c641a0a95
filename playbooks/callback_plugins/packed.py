"""Callback `packed`: keep modules as Ansible packs them, for the next run and for other regions.

Packing is a third of what a run costs this machine and comes out the same each time: a module's
own source and what it imports, and nothing of what a task gives it.
"""

from __future__ import annotations

import os
from pathlib import Path

from ansible import constants as C
from ansible.plugins.callback import CallbackBase

FOLDER = "SMARTCITY_MODULES"
"""Names the folder: one for each state of the playbooks, of Ansible and of Python."""


class CallbackModule(CallbackBase):  # type: ignore[misc]  # Ansible has no types
    """Puts the folder where Ansible looks for what it has packed already."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "packed"

    def __init__(self) -> None:
        super().__init__()
        kept = os.environ.get(FOLDER)
        here = Path(C.DEFAULT_LOCAL_TMP, "ansiballz_cache")
        if kept and Path(kept).is_dir() and not here.exists():
            # At the end of the run the folder it is in goes, and with it the link alone.
            here.symlink_to(kept)
