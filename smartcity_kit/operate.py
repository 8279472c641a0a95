"""What an operator does with a region that runs: status, start, stop, first login, passwords."""

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from smartcity_kit import paths, secrets
from smartcity_kit.adopt import reach, the_server
from smartcity_kit.errors import KitError
from smartcity_kit.language import _
from smartcity_kit.lock import region_lock
from smartcity_kit.manage import manage
from smartcity_kit.plan import ISSUER, Plan
from smartcity_kit.report import AppReport, app_reports
from smartcity_kit.shell import Shell
from smartcity_kit.survey import survey, was_moved
from smartcity_kit.trust import Confirm

Given = Literal["sudo", "mail", "imap", "message", "tls-key"]


def status(plan: Plan, confirm: Confirm) -> list[AppReport]:
    """Every app as it is now."""
    return app_reports(plan, survey(plan, reach(plan, confirm)))


def start(plan: Plan, confirm: Confirm) -> list[AppReport]:
    """Start every app of the region and return what then runs."""
    shell = reach(plan, confirm)
    if shell:
        _systemctl(shell, plan, "start")
    elif was_moved(paths.embedded(plan.region.slug)):
        slug = plan.region.slug
        raise KitError(
            _("{slug} was adopted in another folder and cannot start from here.").format(slug=slug),
            _("Adopt it again, its data is kept: smartcity adopt {slug}").format(slug=slug),
        )
    elif _supervisor(plan, "pid").returncode:
        _checked(subprocess.run(
            [_program("supervisord"), "-c", str(_supervisor_file(plan))],
            capture_output=True, text=True, check=False,
        ))  # fmt: skip
    else:
        _checked(_supervisor(plan, "start", "all"))
    return _when_settled(plan, shell)


def stop(plan: Plan, confirm: Confirm) -> list[AppReport]:
    """Stop every app of the region; its data stays where it is."""
    shell = reach(plan, confirm)
    if shell:
        _systemctl(shell, plan, "stop")
    elif _supervisor(plan, "pid").returncode == 0:
        _checked(_supervisor(plan, "shutdown"))
        _when_ended(plan)
    return app_reports(plan, survey(plan, shell))


def first_login(plan: Plan, confirm: Confirm, *, recover: bool = False) -> str:
    """A link that makes the first administrator; valid once and for an hour. Print it, keep it not.

    With `recover` also where an administrator exists who lost access.
    """
    command = [ISSUER, "first_login", *(["--recover"] if recover else [])]
    done = manage(plan, reach(plan, confirm), *command)
    if done is None:
        raise _not_adopted(plan)
    return _checked(done).stdout.strip()


def keep_secret(plan: Plan, kind: str, value: str) -> None:
    """Keep what only a person knows: `kind` is a Given.

    Raises KitError for another kind, and where the profile has no use for it.
    """
    server = the_server(plan)
    places: Mapping[str, list[tuple[str, ...]]] = {
        "sudo": [("servers", server.name, "sudo_password")] if server else [],
        "mail": [("apps", app.name, "mail_password") for app in plan.apps if plan.profile.mail],
        **{
            kind: [("apps", app.name, name) for app in plan.apps if name in app.secrets]
            for kind, name in (
                ("imap", "imap_password"),
                ("provider", "upstream_secret"),
                ("message", "message_token"),
            )
        },
        "tls-key": [("tls", "own_key")] if plan.profile.tls else [],
    }
    if not places.get(kind):
        raise KitError(
            _("This profile has no use for a secret called {kind}.").format(kind=kind),
            _("It can be one of: {kinds}. Nothing was changed.").format(kinds=", ".join(places)),
        )
    found = secrets.find_secrets(plan)
    with region_lock(plan.region.slug):
        for place in places[kind]:
            secrets.keep(found, place, value)


def _systemctl(shell: Shell, plan: Plan, verb: str) -> None:
    kinds = (".socket", ".service", "-jobs.service")
    units = [f"smartcity-{app.name}{kind}" for app in plan.apps for kind in kinds]
    _checked(shell.run_as_root("systemctl", verb, *units))


def _supervisor(plan: Plan, *command: str) -> "subprocess.CompletedProcess[str]":
    if not _supervisor_file(plan).is_file():
        raise _not_adopted(plan)
    return subprocess.run(
        [_program("supervisorctl"), "-c", str(_supervisor_file(plan)), *command],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def _supervisor_file(plan: Plan) -> Path:
    return paths.embedded(plan.region.slug) / "etc" / "supervisord.conf"


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _when_settled(plan: Plan, shell: Shell | None, seconds: float = 60) -> list[AppReport]:
    """What runs, as soon as every app is healthy or the time is up."""
    deadline = time.monotonic() + seconds
    while True:
        apps = app_reports(plan, survey(plan, shell))
        if all(app.healthy for app in apps) or time.monotonic() > deadline:
            return apps
        time.sleep(0.3)


def _when_ended(plan: Plan, seconds: float = 30) -> None:
    """Return once the supervisor and what it kept running are gone, so that `start` finds room."""
    noted = paths.embedded(plan.region.slug) / "run" / "supervisord.pid"  # it removes this last
    deadline = time.monotonic() + seconds
    while noted.is_file():
        if time.monotonic() > deadline:
            raise KitError(_("The apps did not stop within {n} seconds.").format(n=int(seconds)))
        time.sleep(0.1)


def _checked(done: "subprocess.CompletedProcess[str]") -> "subprocess.CompletedProcess[str]":
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise KitError(lines[-1] if lines else _("The command failed."))
    return done


def _not_adopted(plan: Plan) -> KitError:
    slug = plan.profile.folder.name
    return KitError(
        _("{slug} is not adopted on this machine yet.").format(slug=slug),
        _("Adopt it first: smartcity adopt {slug}").format(slug=slug),
    )
