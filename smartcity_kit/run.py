"""Release -> Run: the only module that imports ansible_runner.

Each run has a folder of its own, because the runner keeps variables in its folder and would hand
them to the next run; secrets reach Ansible as an encrypted file, because the runner writes every
extra variable and the whole environment into its artifacts.
"""

import getpass
import json
import os
import shlex
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from smartcity_kit import paths
from smartcity_kit.digest import LENGTH, digest_of_data, digest_of_tree
from smartcity_kit.errors import KitError, LockedError
from smartcity_kit.language import _
from smartcity_kit.plan import Plan
from smartcity_kit.secrets import Secrets, password_file
from smartcity_kit.shell import write_ssh_config

PERSONAL = "personal"
"""The folder of a run that holds personal tables, for as long as it runs."""
KEPT_RUNS = 20
"""Run folders kept per region; each holds about a megabyte."""

# Nothing else of the operator's environment is handed on: the runner would write it down.
HANDED_ON = ("PATH", "HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK", "TMPDIR", "LANG", "LC_ALL")

UNPREDICTABLE = "cannot be predicted: "


@dataclass(frozen=True)
class Event:
    """Something that happened while the playbook ran, told to whoever shows progress."""

    kind: str
    task: str
    role: str
    message: str = ""


@dataclass(frozen=True)
class Failure:
    """A task that failed: which, where, and what it said."""

    task: str
    role: str
    host: str
    message: str


@dataclass
class Run:
    """What a run did. `changed` names the tasks that changed something.

    `holder` is who else was at work on the place, so that nothing could be done.
    """

    folder: Path
    status: str = "starting"
    changed: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    unpredicted: list[str] = field(default_factory=list)
    holder: str = ""

    @property
    def log(self) -> Path:
        return self.folder / "log.txt"

    @property
    def successful(self) -> bool:
        """Nothing failed, not even an app that was put back to the release before."""
        return self.status == "successful" and not self.failures


Watcher = Callable[[Event], None]


def new_run_folder(slug: str) -> Path:
    """A fresh folder for one run; the oldest ones go."""
    base = paths.runs(slug)
    folder = base / datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
    folder.mkdir(parents=True, mode=0o700)
    for old in sorted(base.iterdir())[:-KEPT_RUNS]:
        shutil.rmtree(old, ignore_errors=True)
    for left in base.glob(f"*/{PERSONAL}"):
        # A run that was killed could not take it away itself.
        shutil.rmtree(left, ignore_errors=True)
    return folder


def run_playbook(
    plan: Plan,
    playbook: str,
    release_dir: Path,
    secrets: Secrets,
    variables: Mapping[str, Any],
    watch: Watcher,
    *,
    folder: Path | None = None,
    check: bool = False,
) -> Run:
    """Apply `playbook` ("adopt.yml") with the inventory of a release and wait for its end.

    `variables` are not secret; they lie in the run's `folder`, a fresh one unless given.
    With `check` nothing is changed. Raises LockedError when somebody else is at work on the place,
    KitError when Ansible itself cannot be started.
    """
    done = Run(folder or new_run_folder(plan.region.slug))
    follow = _Follower(done, watch)
    with password_file(secrets) as password:
        arguments = _prepare(plan, done.folder, secrets, variables, check)
        stdout = _run(
            plan,
            done,
            playbook,
            release_dir,
            [*arguments, "--vault-password-file", password],
            follow,
        )
    _keep_log(done, stdout)
    if not follow.began:
        raise KitError(
            _("Ansible could not be started."),
            _("Its own words are in {log}.").format(log=done.log),
        )
    if done.holder:
        raise LockedError(
            _("Another run is at work on {slug}: {owner}").format(
                slug=plan.region.slug, owner=done.holder),
            _("Wait for it to end. Nothing was changed."),
        )  # fmt: skip
    return done


def _run(
    plan: Plan,
    done: Run,
    playbook: str,
    release_dir: Path,
    arguments: list[str],
    follow: "_Follower",
) -> Path:
    """Run Ansible to its end; returns the file with what it printed."""
    import ansible_runner

    given = _environment(plan, done.folder)
    own = signal.getsignal(signal.SIGTERM)
    # Not `run`, which would hand on the operator's whole environment beside what it is given.
    runner = ansible_runner.interface.init_runner(
        private_data_dir=str(done.folder),
        project_dir=str(paths.PLAYBOOKS),
        playbook=playbook,
        inventory=str(release_dir / "inventory"),
        cmdline=shlex.join(arguments),
        envvars=given,
        event_handler=follow,
        suppress_env_files=True,
        quiet=True,
    )
    if callable(own) and not own.__module__.startswith("ansible_runner"):
        # The runner takes the signal to itself and reports a region that it left half done; who has
        # a way of its own to end keeps it.
        signal.signal(signal.SIGTERM, own)
    runner.config.env = {
        name: value
        for name, value in runner.config.env.items()
        if name in given or os.environ.get(name) != value
    }
    runner.run()
    done.status = str(runner.status)
    return Path(runner.config.artifact_dir) / "stdout"


def _prepare(
    plan: Plan, folder: Path, secrets: Secrets, variables: Mapping[str, Any], check: bool
) -> list[str]:
    operator = f"{getpass.getuser()}@{socket.gethostname()}"
    facts = dict(variables)
    facts["smartcity_run"] = {"operator": operator, "run_id": folder.name} | facts["smartcity_run"]
    if plan.place == "embedded":
        # Found by searching, it may be a shim that starts nothing; the kit's own surely runs.
        facts["ansible_python_interpreter"] = sys.executable
    (folder / "run.json").write_text(json.dumps(facts, indent=1), "utf-8")
    chosen = ["-e", f"@{folder / 'run.json'}", "-e", f"@{secrets.file}"]
    return [*chosen, "--check", "--diff"] if check else chosen


def _environment(plan: Plan, folder: Path) -> dict[str, str]:
    """What Ansible gets of the environment: enough to run, nothing that could be a secret.

    The kit's own programs come first, for in a pipx installation they are not on the PATH.
    """
    handed = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    own = str(Path(sys.executable).parent)
    ssh = write_ssh_config(plan.region.slug, dict(plan.profile.servers))
    scratch = str(folder / "ansible" / "tmp")
    if plan.place == "embedded":
        # Nothing is left in the operator's home; on a server it is the home of who logs in there.
        handed["ANSIBLE_REMOTE_TMP"] = scratch
    return handed | {
        "PATH": f"{own}:{handed.get('PATH', '/usr/bin:/bin')}",
        "ANSIBLE_CONFIG": str(paths.PLAYBOOKS / "ansible.cfg"),
        "ANSIBLE_SSH_ARGS": f"-F {ssh}",
        "ANSIBLE_HOME": str(folder / "ansible"),
        "ANSIBLE_LOCAL_TEMP": scratch,
        "ANSIBLE_CALLBACK_PLUGINS": str(paths.PLAYBOOKS / "callback_plugins"),
        "SMARTCITY_MODULES": str(_packed_modules()),
        "ANSIBLE_NOCOLOR": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _packed_modules() -> Path:
    """Where modules lie as Ansible packs them, by all that they are packed from."""
    from ansible import __version__

    made_from = [digest_of_tree(paths.PLAYBOOKS), __version__, sys.version]
    folder = paths.state() / "store" / "modules" / digest_of_data(made_from)[:LENGTH]
    # What lies there is run on servers: nobody else may write it.
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _keep_log(done: Run, stdout: Path) -> None:
    """Keep what Ansible printed and drop the per-event files, ten times as large."""
    shutil.copyfile(stdout, done.log)
    shutil.rmtree(done.folder / "artifacts", ignore_errors=True)
    shutil.rmtree(done.folder / "ansible", ignore_errors=True)


class _Follower:
    """Turns the runner's events into a Run and tells the watcher."""

    def __init__(self, done: Run, watch: Watcher) -> None:
        self.done = done
        self.watch = watch
        self.began = False

    def __call__(self, event: dict[str, Any]) -> bool:
        data = event.get("event_data") or {}
        kind = event["event"]
        task, role = data.get("task", ""), data.get("role", "") or ""
        result = data.get("res") or {}
        message = self._record(kind, task, role, data, result)
        if kind.startswith(("runner_on", "playbook_on_task")):
            self.watch(Event(kind, task, role, message))
        return False

    def _record(
        self, kind: str, task: str, role: str, data: dict[str, Any], result: dict[str, Any]
    ) -> str:
        message = _message(result)
        # A play begins without a task where its inventory could not be read.
        self.began |= kind == "playbook_on_task_start"
        if kind == "runner_on_ok" and result.get("changed"):
            self.done.changed.append(task)
        if kind == "runner_on_ok" and message.startswith(UNPREDICTABLE):
            self.done.unpredicted.append(message.removeprefix(UNPREDICTABLE))
        if kind == "runner_on_failed" and not data.get("ignore_errors"):
            self.done.failures.append(Failure(task, role, data.get("host", ""), message))
            self.done.holder = (result.get("held") or {}).get("owner", "") or self.done.holder
        if kind == "runner_on_unreachable":
            self.done.failures.append(Failure(task, role, data.get("host", ""), message))
        return message


def _message(result: dict[str, Any]) -> str:
    """What a task said, short: its message, else the end of what its command printed."""
    said = result.get("msg") or result.get("stderr") or result.get("stdout") or ""
    lines = [line for line in str(said).strip().splitlines() if line.strip()]
    return " ".join(lines[-3:])[:600]
