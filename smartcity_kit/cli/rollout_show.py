"""A rollout for a person: before it begins, and after it has ended."""

from datetime import timedelta
from typing import Any

from smartcity_kit import console
from smartcity_kit.fleet.ledger import Region
from smartcity_kit.fleet.rollout import Planned, RolloutReport, Turn
from smartcity_kit.language import _, ngettext

RESULTS = {
    "done": _("done"),
    "unchanged": _("nothing to do"),
    "partly": _("partly done"),
    "failed": _("failed"),
    "invalid": _("invalid profile"),
    "refused": _("refused"),
    "unreachable": _("does not answer"),
    "locked": _("locked by another run"),
    "hung": _("hung"),
    "lost": _("ended without a word"),
    "": _("waiting"),
}
STAGES = {
    "profile": _("profile"),
    "plan": _("plan"),
    "release": _("looking"),
    "run": _("applying"),
    "report": _("checking"),
    "": "",
}
SHOWN = 40
"""Regions shown one by one before a rollout; with more their number says enough."""


def show_planned(planned: Planned) -> None:
    """Who, when by their own clocks, and how long."""
    turns = list(planned.turns)
    headings = (_("Wave"), _("Region"), _("Code"), _("Place"), _("Begins"), _("Takes"))
    console.table(headings, (_row(turn) for turn in turns[:SHOWN]))
    if len(turns) > SHOWN:
        console.say(_("… and {n} more; --json has all of them.").format(n=len(turns) - SHOWN))
    count, waves = len(turns), len(planned.waves)
    console.say()
    console.say(
        ngettext("{n} region", "{n} regions", count).format(n=count)
        + " " + ngettext("in {n} wave", "in {n} waves", waves).format(n=waves)
        + ", " + _("{n} at once").format(n=planned.options.parallel) + ".",
        "bold",
    )  # fmt: skip
    console.say(
        _("Expected to take {time}.").format(time=span(planned.seconds))
        if planned.seconds is not None
        else _("How long it takes is not known: none of them was in a rollout from here yet.")
    )
    for turn in turns:
        if not turn.member.valid:
            wrong = _("{name}: its profile has faults: smartcity validate {folder}")
            console.say(wrong.format(name=turn.member.title, folder=turn.member.profile), "yellow")


def planned_json(planned: Planned) -> dict[str, Any]:
    return {
        "seconds": planned.seconds,
        "waves": [
            {"wave": number, "regions": [_turn_json(t) for t in planned.turns if t.wave == number]}
            for number in range(1, len(planned.waves) + 1)
        ],
    }


def show_rollout(report: RolloutReport) -> None:
    """How it stands: worked or not, who did not, what next."""
    total, good = len(report.regions), len(report.good)
    state = {
        "ended": _("Ended."),
        "stopped": _("Stopped."),
        "paused": _("Paused."),
        "running": _("Running."),
    }[report.rollout.state]
    style = "bold green" if good == total else "bold yellow" if good else "bold red"
    console.say()
    console.say(
        state + " " + _("{good} of {total} regions are as their profiles say.").format(
            good=good, total=total),
        style,
    )  # fmt: skip
    if report.rollout.reason:
        console.say(report.rollout.reason)
    left = [region for region in report.regions if not region.is_good]
    if left:
        console.say()
        rows = [(one.member.title, _result(one), one.message) for one in left[:SHOWN]]
        console.table((_("Region"), _("Result"), _("Why")), rows)
        console.say()
        console.say(_("→ Put right what failed, then go on: smartcity rollout --resume"))
        console.say(_("→ What happened to one: smartcity fleet {region}").format(
            region=left[0].member.profile))  # fmt: skip


def span(seconds: float | None) -> str:
    """A duration as people say it: "40 s", "12 min", "3 h 05 min"."""
    if seconds is None:
        return "?"
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02} min"


def _row(turn: Turn) -> tuple[str, ...]:
    member = turn.member
    begins = turn.begins + timedelta(seconds=30)
    return (
        str(turn.wave), member.title, member.code, member.site if member.site != "local" else
        member.place, f"{begins:%d/%m %H:%M} {member.zone}", span(turn.seconds),
    )  # fmt: skip


def _turn_json(turn: Turn) -> dict[str, Any]:
    return turn.member.as_json() | {
        "begins": turn.begins.isoformat(timespec="seconds"),
        "seconds": turn.seconds,
        "level": turn.level,
    }


def _result(region: Region) -> str:
    if region.state == "waiting" and not region.tries:
        return _("not begun")
    return RESULTS.get(region.result, region.result)
