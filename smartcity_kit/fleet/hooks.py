"""A consultant's own programs around regions and waves: executables that are told by JSON.

    before-rollout  after-rollout  before-wave  after-wave  before-region  after-region

in one folder. Each gets one JSON document on standard input (`hooks.schema.json`); what it prints
last is its reason. An exit code other than 0 before a region leaves that region alone, after it
counts it as failed; around waves it stops the rollout.
"""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smartcity_kit.errors import KitError
from smartcity_kit.fleet.child import environment
from smartcity_kit.language import _

NAMES = tuple(f"{when}-{what}" for what in ("rollout", "wave", "region")
              for when in ("before", "after"))  # fmt: skip
SCHEMA = Path(__file__).with_name("hooks.schema.json")
"""What each of them is told, as a JSON Schema."""
SECONDS = 600
"""What does not answer for so long counts as having refused."""


class HooksError(KitError):
    """A folder of hooks that cannot be what was meant."""

    exit_code = 2


@dataclass(frozen=True)
class Hooks:
    """The hooks of `folder`; none where that is None."""

    folder: Path | None = None
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, folder: str) -> "Hooks":
        """Raises HooksError where a hook would silently not be run."""
        if not folder:
            return cls()
        place = Path(folder).expanduser().absolute()
        files = [file for file in place.iterdir() if file.is_file()] if place.is_dir() else []
        if not files:
            raise HooksError(
                _("There is no hook in {folder}.").format(folder=place),
                _("A hook is an executable called one of: {names}.").format(names=", ".join(NAMES)),
            )
        for file in files:
            if file.stem in NAMES and not os.access(file, os.X_OK):
                raise HooksError(
                    _("{file} is a hook and may not be executed.").format(file=file),
                    _("Make it executable: chmod +x {file}. Nothing was changed.").format(
                        file=file
                    ),
                )
        return cls(place, tuple(sorted(file.name for file in files)))

    def run(self, name: str, told: Mapping[str, Any]) -> str | None:
        """Run the hook; None when there is none or all is well, else why not."""
        program = self._program(name)
        if program is None:
            return None
        document = json.dumps({"hook": name, **told}, ensure_ascii=False)
        try:
            done = subprocess.run(
                [str(program)], input=document, capture_output=True, text=True,
                env=environment(), timeout=SECONDS, check=False, start_new_session=True,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return _("{hook} did not answer for {n} seconds").format(hook=name, n=SECONDS)
        except OSError as error:
            return _("{hook} cannot be run: {reason}").format(hook=name, reason=error.strerror)
        if done.returncode == 0:
            return None
        lines = (done.stdout + done.stderr).strip().splitlines()
        return f"{name}: {lines[-1][:300] if lines else done.returncode}"

    def _program(self, name: str) -> Path | None:
        if self.folder is None:
            return None
        found = (self.folder / file for file in self.names if Path(file).stem == name)
        return next(found, None)
