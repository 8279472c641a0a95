"""The main job: look at a region's place, say what would change, change it, report."""

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smartcity_kit import paths, preflight, report
from smartcity_kit.changes import Changes, find_changes
from smartcity_kit.errors import KitError, RefusedError
from smartcity_kit.language import _
from smartcity_kit.lock import region_lock
from smartcity_kit.plan import Plan
from smartcity_kit.profile import Server
from smartcity_kit.release import Release, Target, compose, wheels, write
from smartcity_kit.report import Report
from smartcity_kit.run import PERSONAL, Run, Watcher, new_run_folder, run_playbook
from smartcity_kit.secrets import (
    Secrets,
    ensure_secrets,
    find_secrets,
    is_current,
    open_vault,
    remember_carried,
)
from smartcity_kit.shell import Shell, open_shell
from smartcity_kit.survey import Observation, last_line, survey, taken_ports, was_moved
from smartcity_kit.trust import Confirm, ensure_trusted


@dataclass(frozen=True)
class Outlook:
    """What was found and what adopting would change. `shell` is None when embedded."""

    plan: Plan
    release: Release
    shell: Shell | None
    seen: Observation
    changes: Changes


def look(plan: Plan, confirm: Confirm, *, offline: bool = False) -> Outlook:
    """Compare `plan` with its place; changes nothing there.

    `offline` compares with nothing, so everything is new. `confirm` is asked about an unknown
    server's key. Raises UnreachableError, and RefusedError for a server the kit may not touch.
    """
    release = compose(plan)
    shell = None if offline else reach(plan, confirm)
    seen = Observation() if offline else survey(plan, shell)
    if seen.facts:
        _refuse_unfit(plan, seen)
    elif shell is None and not offline:
        _refuse_taken_ports(plan, seen)
    elif seen.region not in ("", plan.region.code):
        raise RefusedError(
            _("This place is of another region: {code}.").format(code=seen.region),
            _("One server carries one region. Nothing was changed."),
        )
    secrets = find_secrets(plan)
    digest = secrets.digest if is_current(secrets, plan) else ""
    personal = _personal_digest(plan, secrets)
    return Outlook(plan, release, shell, seen, find_changes(release, seen, digest, personal))


def reach(plan: Plan, confirm: Confirm) -> Shell | None:
    """A shell on the region's server, trusted and with sudo; None when it is embedded."""
    server = the_server(plan)
    if server is None:
        return None
    ensure_trusted(plan.region.slug, server, confirm)
    shell = open_shell(plan.region.slug, server)
    if server.user == "root" or shell.run("sudo", "-n", "true").returncode == 0:
        return shell
    shell = open_shell(plan.region.slug, server, sudo_password(plan, server))
    tried = shell.run_as_root("true")
    if tried.returncode:
        raise KitError(
            _("The password kept for sudo of {user} on {name} does not work: {reason}").format(
                user=server.user, name=server.name, reason=last_line(tried.stderr)),
            _("Store the right one: smartcity secrets set {slug} sudo").format(
                slug=plan.region.slug),
        )  # fmt: skip
    return shell


def the_server(plan: Plan) -> Server | None:
    """The one server that carries everything; None when the region is embedded."""
    return next(iter(plan.profile.servers.values())) if plan.place == "servers" else None


def sudo_password(plan: Plan, server: Server) -> str:
    """The operator's sudo password from the vault. Raises KitError when it is not there."""
    kept = open_vault(find_secrets(plan)).get("servers", {}).get(server.name, {})
    if password := kept.get("sudo_password"):
        return str(password)
    raise KitError(
        _("{user} on {name} needs a password for sudo.").format(
            user=server.user, name=server.name),
        _("Store it once, it is kept encrypted: smartcity secrets set {slug} sudo").format(
            slug=plan.profile.folder.name),
    )  # fmt: skip


def apply(
    outlook: Outlook,
    watch: Watcher,
    *,
    full: bool = False,
    check: bool = False,
    operator: str = "",
) -> Report:
    """Bring the place to what the plan says and report.

    Does nothing when nothing is pending, unless `full` asks to go through every task. `check`
    predicts and changes nothing. `operator` is who holds the place meanwhile, the one at this
    machine unless given. Raises LockedError when another run is at work.
    """
    started = time.monotonic()
    plan = outlook.plan
    with region_lock(plan.region.slug):
        if not (outlook.changes.pending or full or check):
            seen = outlook.seen
            made = _report(outlook, seen, started)
        else:
            run = _run_adopt(outlook, watch, full=full, check=check, operator=operator)
            seen = outlook.seen if check else survey(plan, outlook.shell)
            made = _report(outlook, seen, started, run, checked=check)
        if not check:
            report.keep(made)
            _note_carried(plan, seen)
    return made


def _note_carried(plan: Plan, seen: Observation) -> None:
    """The secrets that were replaced are on their way out from the day the apps have others."""
    secrets = find_secrets(plan)
    if secrets.file.is_file() and seen.secrets_digest == secrets.digest:
        remember_carried(secrets, plan)


def _report(
    outlook: Outlook,
    seen: Observation,
    started: float,
    run: Run | None = None,
    *,
    checked: bool = False,
) -> Report:
    mended = () if checked else tuple(d.what for d in outlook.changes.drift)
    return report.make_report(
        outlook.plan,
        outlook.release.id,
        seen,
        time.monotonic() - started,
        run,
        mended=mended if run else (),
        checked=checked,
    )


def _run_adopt(outlook: Outlook, watch: Watcher, *, full: bool, check: bool, operator: str) -> Run:
    plan, release = outlook.plan, outlook.release
    secrets = ensure_secrets(plan)
    folder = write(release)
    everything = [app.name for app in plan.apps]
    run_folder = new_run_folder(plan.region.slug)
    if plan.place == "embedded" and not check:
        _forget_where_it_was(plan)
    with _personal_pack(plan, run_folder) as personal:
        variables = {
            "smartcity_run": {
                "settle": everything if full or check else outlook.changes.to_settle,
                "full": full,
                "release": release.id,
                "release_dir": str(folder),
                "wheels_dir": str(wheels(_target(outlook))),
                "personal_dir": personal,
                "personal_digest": _personal_digest(plan, secrets),
                "secrets_digest": secrets.digest,
                **({"operator": operator} if operator else {}),
            },
            **place_variables(plan),
        }
        return run_playbook(
            plan, "adopt.yml", folder, secrets, variables, watch, folder=run_folder, check=check
        )


def _forget_where_it_was(plan: Plan) -> None:
    """Drop what names the folder that a region was moved from; the run makes all of it anew."""
    root = paths.embedded(plan.region.slug)
    if not was_moved(root):
        return
    for stale in (root / "etc" / "supervisord.d", root / "record"):
        try:
            if stale.exists():
                shutil.rmtree(stale)
        except OSError as error:
            raise KitError(
                _("{folder} is from before the move and cannot be removed: {reason}").format(
                    folder=stale, reason=error.strerror),
                _("Remove it, then run the same command again. No data of the region is in it."),
            ) from error  # fmt: skip


def rollback(plan: Plan, apps: list[str], watch: Watcher, confirm: Confirm) -> Report:
    """Switch `apps` back to the release before; what people entered since stays.

    Raises LockedError when another run is at work, KitError for an app that the region has not got.
    """
    started = time.monotonic()
    known = [app.name for app in plan.apps]
    if unknown := [name for name in apps if name not in known]:
        raise KitError(
            _("The region has no app called {names}.").format(names=", ".join(unknown)),
            _("It has {apps}. Nothing was changed.").format(apps=", ".join(known)),
        )
    with region_lock(plan.region.slug):
        outlook = look(plan, confirm)
        variables = {
            "smartcity_run": {"settle": apps, "full": False, "release": outlook.release.id},
            **place_variables(plan),
        }
        folder = write(outlook.release)
        run = run_playbook(plan, "rollback.yml", folder, ensure_secrets(plan), variables, watch)
        made = _report(outlook, survey(plan, outlook.shell), started, run)
        report.keep(made)
    return made


def place_variables(plan: Plan) -> Mapping[str, Any]:
    """Where an embedded region lives on this machine; a server's folders are the roles' own."""
    if plan.place == "servers":
        return {}
    root = paths.embedded(plan.region.slug)
    names = ("opt", "etc", "var", "run", "log", "backups", "record")
    folders = {name: str(root / name) for name in names}
    return {"smartcity_paths": folders | {"venvs": str(paths.state() / "venvs")}}


def _target(outlook: Outlook) -> Target:
    """Which Python and processor the wheels are for."""
    if outlook.shell is None:
        return Target.here()
    done = outlook.shell.run(
        "python3", "-c",
        "import sys, platform; v = sys.version_info;"
        "print(f'{v.major}.{v.minor}', platform.machine())",
    )  # fmt: skip
    python, machine = done.stdout.split()
    return Target(python, machine)


def _refuse_unfit(plan: Plan, seen: Observation) -> None:
    """Raise with every reason why this server is not one to touch."""
    refusals = preflight.judge(dict(seen.facts), plan.region.code)
    if refusals:
        raise RefusedError(
            "\n".join(refusal.message for refusal in refusals),
            "\n".join([*(r.hint for r in refusals if r.hint), _("Nothing was changed.")]),
        )


def _refuse_taken_ports(plan: Plan, seen: Observation) -> None:
    if taken := taken_ports(plan, seen):
        raise RefusedError(
            _("Another program of this machine already has port {ports}.").format(
                ports=", ".join(map(str, taken))),
            _("Give the region other ones in profile.yml, for example embedded: {{port: {port}}}. "
              "Nothing was changed.").format(port=plan.profile.embedded_port + 1000),
        )  # fmt: skip


@contextmanager
def _personal_pack(plan: Plan, run_folder: Path) -> Iterator[str | None]:
    """The personal tables beside the release, readable by the operator alone, gone afterwards."""
    pack = run_folder / PERSONAL
    try:
        for app in plan.apps:
            for name in app.card.personal:
                if table := plan.profile.personal.get(name):
                    file = pack / app.name / f"{name}.csv"
                    file.parent.mkdir(parents=True, exist_ok=True)
                    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
                    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
                        out.write(table.text)
        yield str(pack) if pack.is_dir() else None
    finally:
        shutil.rmtree(pack, ignore_errors=True)


def _personal_digest(plan: Plan, secrets: Secrets) -> str:
    tables = sorted(plan.profile.personal.items())
    if not tables or not secrets.ready:
        return ""
    return secrets.sign("".join(table.text for _name, table in tables).encode())
