"""The process of one attempt: `python -m smartcity_kit.fleet.work FOLDER LOCK`.

It knows one region, reads that region's profile and secrets, and writes how it ended into its
folder. Truth is the region's own: what the server was found to serve afterwards.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartcity_kit import api
from smartcity_kit.errors import KitError, LockedError, ProfileError, RefusedError, UnreachableError
from smartcity_kit.fleet import process
from smartcity_kit.fleet.child import STAGE
from smartcity_kit.fleet.levels import outcome_of, profile_facts
from smartcity_kit.language import _
from smartcity_kit.run import Event

if TYPE_CHECKING:
    from smartcity_kit.adopt import Outlook
    from smartcity_kit.plan import Plan
    from smartcity_kit.report import Report
    from smartcity_kit.secrets import Source

KINDS = (
    (ProfileError, "invalid"),
    (UnreachableError, "unreachable"),
    (LockedError, "locked"),
    (RefusedError, "refused"),
)


def main(folder: Path, lock: int) -> int:
    """Do what the folder's job says; 0 when the region is as its profile wishes."""
    # Nothing that is started from here shall count as this process.
    os.set_inheritable(lock, False)
    signal.signal(signal.SIGTERM, _leave)
    (folder / "pid").write_text(str(os.getpid()), "ascii")
    job = json.loads((folder / "job.json").read_text("utf-8"))
    began = time.monotonic()
    if job.get("with_parent"):
        process.die_with_parent()
    work = Work(job)
    told = work.whole()
    told["seconds"] = round(time.monotonic() - began, 2)
    write_whole(folder / "result.json", json.dumps(told, ensure_ascii=False))
    return 0 if told["result"] in ("done", "unchanged") else 1


def _leave(_signal: int, _frame: object) -> None:
    """End when told to, and first of all what was begun here: Ansible would go on by itself."""
    process.end_below(os.getpid())
    os._exit(128 + signal.SIGTERM)


class Work:
    """One attempt. `stage` is where it is; `facts` what was found out so far."""

    def __init__(self, job: Mapping[str, Any]) -> None:
        self.job = job
        self.stage = ""
        self.facts: dict[str, Any] = {}

    def whole(self) -> dict[str, Any]:
        """How it ended, as `fleet.ledger.Outcome` has it."""
        try:
            return self._adopt()
        except KitError as error:
            result = next((name for kind, name in KINDS if isinstance(error, kind)), "failed")
            text = f"{error.message}\n{error.hint}".strip()
            sys.stdout.write(f"{text}\n")
            return self._ended(result, error.message)
        except Exception:  # of any kind: whoever leads must hear of an end, and have its words
            import traceback

            traceback.print_exc(file=sys.stdout)
            return self._ended("failed", _("Unexpected; its output tells where."))

    def _adopt(self) -> dict[str, Any]:
        job = self.job
        self._reach("profile")
        folder = Path(job["profile"])
        self.facts |= {"valid": False}
        profile = api.load_profile(folder)
        self.facts |= profile_facts(profile, api.read_todo(folder))
        self._reach("plan")
        plan = api.make_plan(profile, job.get("place"), self._vault(profile.region.slug))
        self._secrets_are_here(plan)
        self._reach("release")
        outlook = api.look(plan, self._confirm)
        self._reach("run")
        report = api.apply(
            outlook, self._watch, full=bool(job.get("full")), operator=job.get("operator", "")
        )
        self._reach("report")
        return self._reported(outlook, report)

    def _reported(self, outlook: "Outlook", report: "Report") -> dict[str, Any]:
        told = asdict(outcome_of(outlook, report))
        self.facts |= told.pop("facts")
        return told | {"stage": self.stage, "facts": self.facts}

    def _ended(self, result: str, message: str = "", **more: Any) -> dict[str, Any]:
        message = " ".join(message.split())[:600]
        return {"result": result, "message": message, "stage": self.stage, "facts": self.facts,
                **more}  # fmt: skip

    def _vault(self, slug: str) -> "Source | None":
        said = self.job.get("vault")
        if not said:
            return None
        file = said.get("file")
        return api.choose_vault_password(
            slug, file=Path(file) if file else None, keyring=bool(said.get("keyring"))
        )

    def _secrets_are_here(self, plan: "Plan") -> None:
        """On one of many machines none are made: each would make others for the same region."""
        from smartcity_kit.secrets import find_secrets

        found = find_secrets(plan)
        if self.job.get("team") and not found.ready:
            raise KitError(
                _("The secrets of {slug} are not on this machine: {file}").format(
                    slug=plan.region.slug, file=found.file),
                _("Every worker needs the profiles with their secrets, and what opens them. "
                  "Nothing was changed."),
            )  # fmt: skip

    def _confirm(self, name: str, fingerprint: str) -> bool:
        self._say(_("{name} shows the key {key}").format(name=name, key=fingerprint))
        return bool(self.job.get("accept_host_key"))

    def _watch(self, event: Event) -> None:
        if event.kind == "playbook_on_task_start":
            self._say(event.task)
        elif event.kind in ("runner_on_failed", "runner_on_unreachable"):
            self._say(f"✗ {event.task}: {event.message}")
        else:
            # A sign of life: a long task on several apps says something at each.
            self._say(f"· {event.task}")

    def _reach(self, stage: str) -> None:
        self.stage = stage
        self._say(f"{STAGE}{stage}")

    def _say(self, text: str) -> None:
        sys.stdout.write(" ".join(text.split()) + "\n")
        sys.stdout.flush()


def write_whole(file: Path, text: str) -> None:
    """Write so that the file is there whole, and still there after a power cut, or not at all."""
    aside = file.with_suffix(".part")
    with aside.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    aside.rename(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
