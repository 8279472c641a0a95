"""Run -> Report: JSON on disk, a table on the screen. Did it work, what changed, what next."""

import ipaddress
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from smartcity_kit import console, paths
from smartcity_kit.errors import PartlyDoneError
from smartcity_kit.language import _
from smartcity_kit.plan import Plan
from smartcity_kit.run import Failure, Run
from smartcity_kit.survey import Observation

Result = Literal["unchanged", "done", "partly", "failed", "checked"]


@dataclass(frozen=True)
class AppReport:
    """One app at the end of a run."""

    name: str
    title: str
    url: str
    healthy: bool
    release: str | None


@dataclass(frozen=True)
class Report:
    """What a person or a script wants to know when the command returns."""

    region: str
    place: str
    release: str
    result: Result
    seconds: float
    finished: str
    apps: tuple[AppReport, ...]
    changed: tuple[str, ...]
    mended: tuple[str, ...]
    unpredicted: tuple[str, ...]
    failures: tuple[Failure, ...]
    log: str | None
    authority: str | None
    profile: str
    records: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        return {"partly": PartlyDoneError.exit_code, "failed": 1}.get(self.result, 0)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def make_report(
    plan: Plan,
    release: str,
    seen: Observation,
    seconds: float,
    run: Run | None = None,
    *,
    mended: tuple[str, ...] = (),
    checked: bool = False,
) -> Report:
    """Put together what `run` did and what the survey `seen` after it found.

    Without a run nothing had to be done.
    """
    apps = tuple(app_reports(plan, seen))
    return Report(
        region=plan.region.slug,
        place=plan.place,
        release=release,
        result="checked" if checked else _result(run, apps),
        seconds=round(seconds, 1),
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
        apps=apps,
        changed=tuple(run.changed) if run else (),
        mended=mended,
        unpredicted=tuple(run.unpredicted) if run else (),
        failures=tuple(run.failures) if run else (),
        log=str(run.log) if run else None,
        authority=_authority(plan),
        profile=plan.profile.folder.name,
        records=tuple(dns_records(plan)),
    )


def app_reports(plan: Plan, seen: Observation) -> list[AppReport]:
    """Every app of the plan as it was found: a missing one is not healthy and has no release."""
    reports = []
    for app in plan.apps:
        state = seen.apps.get(app.name)
        healthy = bool(state and state.healthy)
        found = state.release if state else None
        reports.append(AppReport(app.name, app.title, app.url, healthy, found))
    return reports


def keep(report: Report) -> Path:
    """Write the report beside the region's state, and beside the log of its run."""
    text = json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n"
    file = paths.region_state(report.region) / "report.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    if report.log:
        Path(report.log).with_name("report.json").write_text(text, "utf-8")
    return file


def dns_records(plan: Plan) -> list[str]:
    """What the region's name servers have to say, as lines of a zone file; empty when embedded."""
    addresses = [s.address for s in plan.profile.servers.values() if s.address]
    if plan.place == "embedded" or not addresses:
        return []
    (address, *_others) = addresses
    try:
        kind = "AAAA" if ipaddress.ip_address(address).version == 6 else "A"
    except ValueError:
        kind, address = "CNAME", f"{address}."
    return [f"{name}. {kind} {address}" for name in plan.host_names]


def show(report: Report) -> None:
    """The report for a person, in this order: worked or not, what failed, where, what next."""
    console.say()
    console.say(_HEADLINES[report.result](report), _STYLES[report.result])
    console.say()
    show_apps(report.apps)
    for failure in report.failures:
        console.say()
        console.say(f"✗ {failure.task}", "red")
        console.say(f"  {failure.message}")
    _show_list(_("Mended:"), report.mended)
    _show_list(_("Not predictable on this server:"), report.unpredicted)
    console.say()
    if report.log:
        console.say(_("Log: {file}").format(file=report.log))
    for line in _next_steps(report):
        console.say(f"→ {line}")


def show_apps(apps: tuple[AppReport, ...]) -> None:
    """Address and health of each app."""
    rows = [
        (app.title, app.url, _("healthy") if app.healthy else _("not running"), app.release or "-")
        for app in apps
    ]
    console.table((_("Application"), _("Address"), _("Health"), _("Release")), rows)


def _result(run: Run | None, apps: tuple[AppReport, ...]) -> Result:
    if run is None:
        return "unchanged" if all(app.healthy for app in apps) else "partly"
    if run.successful and all(app.healthy for app in apps):
        return "done" if run.changed else "unchanged"
    return "partly" if any(app.healthy for app in apps) else "failed"


def _next_steps(report: Report) -> list[str]:
    slug = report.profile
    if report.result in ("partly", "failed"):
        return [_("Put right what failed above, then run the same command again: it continues.")]
    steps = [_("First sign-in: smartcity first-login {slug}").format(slug=slug)]
    if report.records:
        steps.append(_("Ask whoever keeps the region's domain for these records:"))
        steps += [f"  {record}" for record in report.records]
    if report.authority:
        steps.append(
            _("Until the region has its own certificate, trust its authority on each computer: "
              "{file}").format(file=report.authority))  # fmt: skip
    if report.place == "embedded":
        steps.append(_("Stop it with: smartcity stop {slug}").format(slug=slug))
    return steps


def _authority(plan: Plan) -> str | None:
    file = paths.region_state(plan.region.slug) / "authority.crt"
    return str(file) if plan.place == "servers" and file.is_file() else None


def _show_list(title: str, lines: tuple[str, ...]) -> None:
    if lines:
        console.say()
        console.say(title)
    for line in lines:
        console.say(f"  · {line}")


_HEADLINES = {
    "unchanged": lambda r: _("Nothing had to be changed ({seconds} s).").format(seconds=r.seconds),
    "done": lambda r: _("Done in {seconds} s: release {release}.").format(
        seconds=r.seconds, release=r.release),
    "partly": lambda r: _("Partly done after {seconds} s.").format(seconds=r.seconds),
    "failed": lambda r: _("Failed after {seconds} s.").format(seconds=r.seconds),
    "checked": lambda r: _("Checked in {seconds} s. Nothing was changed.").format(
        seconds=r.seconds),
}  # fmt: skip
_STYLES = {
    "unchanged": "bold green",
    "done": "bold green",
    "partly": "bold yellow",
    "failed": "bold red",
    "checked": "bold",
}
