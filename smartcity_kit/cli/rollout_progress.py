"""How a rollout goes, while it goes: a table that changes, or plain lines in a script."""

import os
import signal
import sys
import threading
import time
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Self

from smartcity_kit import console
from smartcity_kit.cli.rollout_show import RESULTS, STAGES
from smartcity_kit.fleet.ledger.records import GOOD
from smartcity_kit.language import _

if TYPE_CHECKING:
    from rich.live import Live
    from rich.table import Table

    from smartcity_kit.api import Happening, Ledger

STOPPED = 130


class RolloutProgress:
    """A watcher of a rollout. The first Ctrl-C lets what has begun end; the second leaves it."""

    def __init__(self, ledger: "Ledger", quiet: bool = False) -> None:
        self.ledger = ledger
        self.quiet = quiet
        self.hold = threading.Event()
        self.began: dict[str, tuple[str, float]] = {}
        self.live: Live | None = None
        self.counts = {"good": 0, "bad": 0}
        self.before: Any = None

    def __enter__(self) -> Self:
        self.before = signal.signal(signal.SIGINT, self._interrupted)
        if not self.quiet and console.interactive():
            from rich.live import Live

            self.live = Live(
                get_renderable=self._table, console=console.screen(), refresh_per_second=2,
                transient=True,
            )  # fmt: skip
            self.live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.signal(signal.SIGINT, self.before)
        if self.live:
            self.live.stop()

    def __call__(self, happening: "Happening") -> None:
        if happening.kind == "begun":
            self.began[happening.region] = (happening.text, time.monotonic())
        elif happening.kind == "ended":
            self._ended(happening)
        elif not self.quiet:
            console.say(happening.text, "bold")

    def ask(self, question: str) -> bool:
        """Whether to go on with the next wave: only a person at a terminal can say so."""
        if self.quiet or not console.interactive():
            return False
        if self.live:
            self.live.stop()
        answer = console.ask(question)
        if self.live:
            self.live.start()
        return answer

    def _ended(self, happening: "Happening") -> None:
        name, since = self.began.pop(happening.region, (happening.region, time.monotonic()))
        good = happening.result in GOOD
        self.counts["good" if good else "bad"] += 1
        if not self.quiet:
            result = RESULTS.get(happening.result, happening.result)
            seconds = time.monotonic() - since
            line = f"{'✓' if good else '✗'} {name:<32} {result:<22} {seconds:7.1f} s"
            console.say(f"{line}  {happening.text}".rstrip(), "" if good else "red")

    def _table(self) -> "Table":
        from rich.table import Table

        table = Table(box=None, pad_edge=False, show_header=False)
        for slug, (name, since) in list(self.began.items()):
            table.add_row("…", name, STAGES.get(self._stage(slug), ""),
                          f"{time.monotonic() - since:.0f} s")  # fmt: skip
        table.add_row("", _("{good} done, {bad} not").format(**self.counts), "", "")
        return table

    def _stage(self, slug: str) -> str:
        found = self.ledger.at_work(slug)
        return found.stage if found else ""

    def _interrupted(self, _number: int, _frame: FrameType | None) -> None:
        if self.hold.is_set():
            sys.stderr.write(_("They go on by themselves: smartcity rollout --resume") + "\n")
            sys.stderr.flush()
            os._exit(STOPPED)
        self.hold.set()
        console.remark(_("No more begin; what has begun may end. Ctrl-C again leaves it alone."))
