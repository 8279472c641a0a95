"""The whole of it: many regions -> waves -> the ledger -> adopted, one process each.

report = rollout(Selection(province="36"), Options(waves="1,10%,100%"))
report = resume()                  after whatever ended it
"""

import getpass
import secrets
import socket
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from smartcity_kit import __version__, paths
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.errors import KitError, PartlyDoneError
from smartcity_kit.fleet.child import PROGRAM
from smartcity_kit.fleet.estimate import Durations, schedule
from smartcity_kit.fleet.hooks import Hooks
from smartcity_kit.fleet.ledger import Ledger, Region, Rollout, Wave, open_ledger
from smartcity_kit.fleet.levels import level_of
from smartcity_kit.fleet.member import Member, read_members
from smartcity_kit.fleet.options import Options
from smartcity_kit.fleet.process import Identity
from smartcity_kit.fleet.runner import Ask, Happening, Runner, Watch
from smartcity_kit.fleet.selection import Selection, select
from smartcity_kit.fleet.waves import read_waves, split
from smartcity_kit.fleet.worker import Worker, prune
from smartcity_kit.language import _
from smartcity_kit.profile.find import FILE

PENDING = 6


class RolloutError(KitError):
    """There is no such rollout, or none that could go on."""

    exit_code = 2


@dataclass(frozen=True)
class Turn:
    """When a region's turn comes, if all goes as before; `seconds` is None where nobody knows."""

    wave: int
    member: Member
    begins: datetime
    seconds: float | None
    level: str


@dataclass(frozen=True)
class Planned:
    """Who, when and how long: what a dry run prints and a rollout begins with."""

    options: Options
    waves: tuple[tuple[Member, ...], ...]
    turns: tuple[Turn, ...]
    seconds: float | None

    @property
    def members(self) -> list[Member]:
        return [member for wave in self.waves for member in wave]


@dataclass(frozen=True)
class RolloutReport:
    """How a rollout stands, region by region."""

    rollout: Rollout
    waves: tuple[Wave, ...]
    regions: tuple[Region, ...]

    @property
    def good(self) -> list[Region]:
        return [region for region in self.regions if region.is_good]

    @property
    def exit_code(self) -> int:
        if len(self.good) == len(self.regions):
            return 0
        if self.rollout.state == "paused":
            return PENDING
        return PartlyDoneError.exit_code if self.good else KitError.exit_code

    def as_json(self) -> dict[str, Any]:
        one = self.rollout
        return {
            "rollout": one.id,
            "state": one.state,
            "reason": one.reason,
            "who": one.who,
            "began": one.began,
            "ended": one.ended,
            "waves": [vars(wave) for wave in self.waves],
            "regions": [
                {
                    "region": region.slug, "code": region.member.code, "wave": region.wave,
                    "state": region.state, "stage": region.stage, "result": region.result,
                    "attempts": region.attempts, "message": region.message,
                } for region in self.regions
            ],
        }  # fmt: skip


def plan_rollout(
    asked: Selection,
    options: Options | None = None,
    *,
    ledger: Ledger | None = None,
    folders: Sequence[Path] | None = None,
    at: datetime | None = None,
) -> Planned:
    """Choose the regions, put them into waves and tell when each will have its turn.

    Looks at profiles and the ledger, at no server. `at` is when it would begin, now unless given.
    Raises QueryError, WavesError, WindowError and SelectionError.
    """
    options = (options or Options()).check()
    ledger = ledger or open_ledger()
    known = ledger.known()
    levels = {slug: level_of(one.facts) for slug, one in known.items()}
    last = ledger.last_results()
    members = select(
        asked, load_catalogue(), paths.profile_folders() if folders is None else folders,
        lambda slug: (last.get(slug, ""), levels.get(slug, "")),
    )  # fmt: skip
    if options.place:
        members = [replace(one, place=options.place) for one in members]
    waves = split(members, read_waves(options.waves))
    durations = Durations.of(ledger.durations())
    turns, seconds = _turns(waves, options, durations, levels, at or datetime.now(UTC))
    return Planned(options, tuple(map(tuple, waves)), tuple(turns), seconds)


def _turns(
    waves: Sequence[Sequence[Member]],
    options: Options,
    durations: Durations,
    levels: dict[str, str],
    at: datetime,
) -> tuple[list[Turn], float | None]:
    """Every turn, and how long all of them take; None where nothing is known of any region."""
    turns: list[Turn] = []
    clock = at.timestamp()
    for number, members in enumerate(waves, 1):
        expected = [durations.of_region(member.slug) for member in members]
        begins, length = schedule([seconds or 0 for seconds in expected], options.parallel)
        ends = clock + length
        for member, begin, seconds in zip(members, begins, expected, strict=True):
            local = datetime.fromtimestamp(clock + begin, ZoneInfo(member.timezone))
            opens = options.hours.opens(local) if options.hours else local
            turns.append(Turn(number, member, opens, seconds, levels.get(member.slug, "")))
            ends = max(ends, opens.timestamp() + (seconds or 0))
        clock = ends + options.soak
    known = durations.usual is not None
    return turns, clock - options.soak - at.timestamp() if known else None


def rollout(
    asked: Planned | Selection | Iterable[str],
    options: Options | None = None,
    *,
    ledger: Ledger | None = None,
    folders: Sequence[Path] | None = None,
    watch: Watch = lambda _happening: None,
    ask: Ask | None = None,
    hold: threading.Event | None = None,
    program: Sequence[str] = PROGRAM,
) -> RolloutReport:
    """Enter a rollout into the ledger and do it; returns when it has ended, paused or stopped.

    `asked` is what `plan_rollout` gave, or what it takes, or names. `watch` hears of each region,
    `ask` is asked between waves where `options.pause` says so, and `hold`, once set, lets what has
    begun end and begins nothing more. Raises what `plan_rollout` raises.
    """
    ledger = ledger or open_ledger()
    planned = asked if isinstance(asked, Planned) else plan_rollout(
        asked if isinstance(asked, Selection) else Selection(tuple(asked)), options,
        ledger=ledger, folders=folders,
    )  # fmt: skip
    Hooks.of(planned.options.hooks)
    if planned.options.team:
        from smartcity_kit.fleet.team import connector

        connector(ledger.address, sync=True)
    prune()
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    who, machine = getpass.getuser(), socket.gethostname()
    decided = planned.options.as_json()
    ledger.begin(Rollout(name, who, machine, __version__, decided), planned.waves)
    return _lead(ledger, name, watch, ask, hold, program)


def resume(
    name: str = "",
    *,
    ledger: Ledger | None = None,
    watch: Watch = lambda _happening: None,
    ask: Ask | None = None,
    hold: threading.Event | None = None,
    program: Sequence[str] = PROGRAM,
) -> RolloutReport:
    """Go on with a rollout, the newest that is not through unless one is named.

    What went well stays as it is; what failed or did not answer is tried again.
    Raises RolloutError, and LockedError where somebody else is at it.
    """
    ledger = ledger or open_ledger()
    found = find(ledger, name)
    _refuse_led(ledger, found)
    # What was wrong may have been put right in a profile.
    ledger.renew(found.id, _read_again(ledger.regions(found.id)))
    ledger.try_again(found.id)
    return _lead(ledger, found.id, watch, ask, hold, program)


def find(ledger: Ledger, name: str = "") -> Rollout:
    """The rollout of this name, or the newest that has regions left. Raises RolloutError."""
    rollouts = ledger.rollouts()
    if name:
        found = ledger.rollout(name)
    else:
        found = next((one for one in rollouts if not ledger.is_through(one.id)), None)
    if found is None:
        named = _("There is no rollout called {name}.").format(name=name)
        recent = ", ".join(one.id for one in rollouts[:3])
        raise RolloutError(
            named if name else _("There is no rollout that could go on."),
            _("The newest are: {names}.").format(names=recent) if recent else "",
        )
    return found


def report_of(ledger: Ledger, name: str) -> RolloutReport:
    """How a rollout stands now."""
    found = find(ledger, name)
    return RolloutReport(found, tuple(ledger.waves(name)), tuple(ledger.regions(name)))


def _read_again(regions: Iterable[Region]) -> list[Member]:
    """The profiles as they are now of whom did not end well."""
    folders = [Path(one.member.folder) for one in regions if not one.is_good]
    there = [folder for folder in folders if (folder / FILE).is_file()]
    return read_members(there, load_catalogue())


def _refuse_led(ledger: Ledger, found: Rollout) -> None:
    """Before anything is queued again: somebody may be at work on it."""
    runner = Runner(ledger, Worker(ledger, found.id, Options(), str(Identity.own())))
    runner.lead()


def _lead(
    ledger: Ledger,
    name: str,
    watch: Watch,
    ask: Ask | None,
    hold: threading.Event | None,
    program: Sequence[str],
) -> RolloutReport:
    rollout = find(ledger, name)
    options = Options.from_json(rollout.options)
    wake = threading.Event()

    def ended(claim: Any, outcome: Any) -> None:
        watch(Happening("ended", outcome.message, claim.slug, outcome.result))

    worker = Worker(
        ledger, name, options, str(Identity.own()), Hooks.of(options.hooks), program, ended
    )
    runner = Runner(ledger, worker, watch, ask, hold or threading.Event(), wake)
    if options.team:
        from smartcity_kit.fleet.team import Queue

        with Queue.opened(ledger, name) as queue:
            runner.hand_out = queue.put
            runner.run()
    else:
        runner.run()
    return report_of(ledger, name)
