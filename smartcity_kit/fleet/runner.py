"""Leads a rollout: opens waves, hands out regions when it is their time, stops when too many fail.

Everything it knows is in the ledger. A rollout is led by one process at a time; when that is gone,
the next one reads the ledger and goes on.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from smartcity_kit.errors import LockedError
from smartcity_kit.fleet import process
from smartcity_kit.fleet.hooks import Hooks
from smartcity_kit.fleet.ledger import Ledger, Region, Wave
from smartcity_kit.fleet.ledger.records import RolloutState
from smartcity_kit.fleet.options import Options
from smartcity_kit.fleet.worker import Worker, recover
from smartcity_kit.language import _

IDLE_SECONDS = 5.0
"""Longest time between two looks at the ledger; what ends here wakes it at once."""


@dataclass(frozen=True)
class Happening:
    """Something worth telling whoever watches: `kind` is begun, ended, wave, closed or waiting."""

    kind: str
    text: str
    region: str = ""
    result: str = ""
    wave: int = 0


Watch = Callable[[Happening], None]
Ask = Callable[[str], bool]


class Stopped(Exception):
    """The rollout goes no further for now."""

    def __init__(self, state: RolloutState, reason: str) -> None:
        super().__init__(reason)
        self.state = state
        self.reason = reason


@dataclass
class Runner:
    """One process that leads `rollout` and works for it with threads of its own.

    `ask` is asked before each further wave where a pause was wished; `hold` ends it early. With
    `hand_out` the regions are other workers', who are told of each.
    """

    ledger: Ledger
    worker: Worker
    watch: Watch = lambda _happening: None
    ask: Ask | None = None
    hold: threading.Event = field(default_factory=threading.Event)
    wake: threading.Event = field(default_factory=threading.Event)
    working: dict[str, "Future[object]"] = field(default_factory=dict)
    hand_out: Callable[[str], None] | None = None

    @property
    def name(self) -> str:
        return self.worker.rollout

    @property
    def options(self) -> Options:
        return self.worker.options

    @property
    def hooks(self) -> Hooks:
        return self.worker.hooks

    def run(self) -> RolloutState:
        """Go on until everything is settled or something stops it; returns how it stands.

        Raises LockedError where another process leads it.
        """
        self.lead()
        self.ledger.mark(self.name, "running")
        with ThreadPoolExecutor(self.options.parallel + 64) as threads:
            try:
                self._hook("before-rollout", {})
                self._recover(threads)
                while (wave := self._current()) is not None:
                    self._work(wave, threads)
                self._rest(threads)
                self._hook("after-rollout", {"results": self._results(self._regions())})
                state, reason = self._verdict()
            except Stopped as stopped:
                state, reason = stopped.state, stopped.reason
            self._finish()
        self.ledger.mark(self.name, state, reason)
        return state

    # --- waves

    def _current(self) -> Wave | None:
        """The wave whose turn it is, opened; None when all are closed."""
        wave = next((one for one in self.ledger.waves(self.name) if one.state != "closed"), None)
        if wave is not None and wave.state == "waiting":
            self._hook("before-wave", self._told(wave))
            self.ledger.open_wave(self.name, wave.number)
            text = _("Wave {n}").format(n=wave.number)
            self.watch(Happening("wave", text, wave=wave.number))
        return wave

    def _work(self, wave: Wave, threads: ThreadPoolExecutor) -> None:
        """Work until the wave may be closed."""
        while True:
            self._step(threads, wave.number)
            regions = [one for one in self._regions() if one.wave == wave.number]
            failed = sum(region.is_bad for region in regions)
            if self.options.too_many(failed, len(regions)):
                reason = _("{failed} of {n} regions of wave {wave} failed.")
                raise Stopped(
                    "stopped", reason.format(failed=failed, n=len(regions), wave=wave.number)
                )
            if is_over(regions):
                self._close(wave, regions)
                return
            self._wait(regions)

    def _close(self, wave: Wave, regions: Sequence[Region]) -> None:
        self._hook("after-wave", self._told(wave) | {"results": self._results(regions)})
        self.ledger.close_wave(self.name, wave.number)
        text = _("Wave {n} is done.").format(n=wave.number)
        self.watch(Happening("closed", text, wave=wave.number))
        if all(one.number <= wave.number for one in self.ledger.waves(self.name)):
            return
        if self.options.soak and self.hold.wait(self.options.soak):
            raise Stopped("paused", _("Stopped by hand."))
        if self.options.pause:
            question = _("Go on with wave {n}?").format(n=wave.number + 1)
            if self.ask is None or not self.ask(question):
                raise Stopped("paused", _("Paused after wave {n}.").format(n=wave.number))

    def _rest(self, threads: ThreadPoolExecutor) -> None:
        """After the last wave: whoever did not answer yet, until the tries are used up."""
        while True:
            regions = self._regions()
            if all(region.state == "settled" for region in regions):
                return
            self._step(threads, max(region.wave for region in regions))
            self._wait(regions)

    # --- regions

    def _step(self, threads: ThreadPoolExecutor, wave: int) -> None:
        """Give work to whoever is free, and look after whoever was left alone."""
        if self.hold.is_set():
            raise Stopped("paused", _("Stopped by hand."))
        self.lead()
        self._recover(threads)
        for region in self._regions():
            if len(self.working) >= self.options.parallel:
                break
            if region.wave <= wave and region.state == "waiting" and self._is_time(region):
                self._begin(region, threads)

    def _begin(self, region: Region, threads: ThreadPoolExecutor) -> None:
        if self.hand_out is not None:
            self.hand_out(region.slug)
            return
        claim = self.worker.take(region.member)
        if claim is not None:
            self.watch(Happening("begun", region.member.title, region.slug, wave=region.wave))
            self._start(region.slug, lambda: self.worker.do(claim, region.member), threads)

    def _recover(self, threads: ThreadPoolExecutor) -> None:
        """Go on with what a process that is gone has begun."""
        for region in self._regions():
            if region.state == "working" and region.slug not in self.working:
                rest = recover(self.worker, region, process.is_gone)
                if rest is not None:
                    self._start(region.slug, rest, threads)

    def _start(self, slug: str, work: Callable[[], object], threads: ThreadPoolExecutor) -> None:
        future: Future[object] = threads.submit(work)
        self.working[slug] = future
        future.add_done_callback(lambda _future: self.wake.set())

    def _is_time(self, region: Region) -> bool:
        return region.not_before <= self.ledger.now() and not self._opens_in(region)

    def _opens_in(self, region: Region) -> float:
        """Seconds until the region's window opens, by its own clock; 0 when it is open."""
        hours = self.options.hours
        if hours is None:
            return 0
        local = datetime.fromtimestamp(self.ledger.now(), ZoneInfo(region.member.timezone))
        return (hours.opens(local) - local).total_seconds()

    def _wait(self, regions: Sequence[Region]) -> None:
        """Until something ends here, or the next region's time has come."""
        now = self.ledger.now()
        free = len(self.working) < self.options.parallel
        due = [
            max(one.not_before - now, self._opens_in(one))
            for one in regions if free and one.state == "waiting"
        ]  # fmt: skip
        self.wake.wait(max(0.5, min([IDLE_SECONDS, *due])))
        self.wake.clear()
        self._reap()

    def _reap(self) -> None:
        for slug, future in list(self.working.items()):
            if future.done():
                del self.working[slug]
                future.result()

    def _finish(self) -> None:
        """Let what has begun end: half a region is worse than a rollout that ends later."""
        while self.working or (self.hand_out and self._at_work()):
            self.lead()
            self.wake.wait(IDLE_SECONDS)
            self.wake.clear()
            self._reap()

    def _at_work(self) -> bool:
        """Whether a worker elsewhere is, as far as its lease tells."""
        now = self.ledger.now()
        return any(one.state == "working" and one.lease > now for one in self._regions())

    # --- the rollout

    def lead(self) -> None:
        other = self.ledger.lead(self.name, self.worker.owner, process.is_gone)
        if other:
            raise LockedError(
                _("The rollout {name} is led by {owner}.").format(name=self.name, owner=other),
                _("Wait for it, or end that process first. Nothing was changed."),
            )

    def _regions(self) -> list[Region]:
        return self.ledger.regions(self.name)

    def _verdict(self) -> tuple[RolloutState, str]:
        left = [region for region in self._regions() if not region.is_good]
        reason = _("Regions that did not end well: {n}.").format(n=len(left)) if left else ""
        return "ended", reason

    def _hook(self, name: str, told: dict[str, object]) -> None:
        if reason := self.hooks.run(name, {"rollout": self.name, **told}):
            raise Stopped("stopped", reason)

    def _told(self, wave: Wave) -> dict[str, object]:
        members = [one.member.as_json() for one in self._regions() if one.wave == wave.number]
        return {"wave": wave.number, "regions": members}

    def _results(self, regions: Sequence[Region]) -> dict[str, str]:
        return {region.slug: region.result for region in regions}


def is_over(regions: Sequence[Region]) -> bool:
    """Whether the next wave may begin: nobody is at work or untried, and one at least went well.

    Who does not answer is waited for by nobody, unless nobody else showed that it works.
    """
    if all(region.state == "settled" for region in regions):
        return True
    tried = all(region.state == "settled" or region.is_queued for region in regions)
    return tried and any(region.is_good for region in regions)
