"""What is going on now, per app and step, and how long each took; plain lines in a script."""

import re
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from smartcity_kit import console
from smartcity_kit.language import _

if TYPE_CHECKING:
    from rich.status import Status

    from smartcity_kit.run import Event

STEPS = {
    "host": _("server basics"),
    "postgresql": _("database server"),
    "web": _("web server"),
    "mail": _("mail"),
    "Files": _("release files"),
    "Environment": _("Python packages"),
    "Database": _("database"),
    "Service": _("service"),
    "Prepare": _("migrate and load"),
    "Switch": _("switch over"),
    "Verify": _("health"),
    "Finish": _("finishing"),
}
# Steps are told by tasks called "Step | What is wished: app", and by the roles of a server.
_TASK = re.compile(r"^(?P<step>\w+) \| .*?(?:: (?P<app>[a-z0-9-]+))?$")


class Progress:
    """A watcher of a run that tells a person where it is."""

    def __init__(self, quiet: bool = False) -> None:
        self.quiet = quiet
        self.current: tuple[str, str] | None = None
        self.since = time.monotonic()
        self.failed = False
        self.live: Status | None = None

    def __enter__(self) -> Self:
        if not self.quiet and console.interactive():
            self.live = console.screen().status("")
            self.live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._finish()
        if self.live:
            self.live.stop()

    def __call__(self, event: "Event") -> None:
        if event.kind == "runner_on_failed":
            self.failed = True
        if event.kind != "playbook_on_task_start":
            return
        step = self._step(event)
        if step != self.current:
            self._finish()
            self.current, self.since = step, time.monotonic()
        if self.live:
            self.live.update(f"{self._name()} … {event.task}")

    def _step(self, event: "Event") -> tuple[str, str]:
        named = _TASK.match(event.task)
        step = named["step"] if named else ""
        label = STEPS.get(step) or STEPS.get(event.role)
        if not label:
            return self.current or ("", _("preparation"))
        return (named["app"] or "" if named else "", label)

    def _name(self) -> str:
        app, step = self.current or ("", "")
        return f"{app.upper():<8} {step}" if app else step

    def _finish(self) -> None:
        if self.current and not self.quiet:
            seconds = time.monotonic() - self.since
            mark = "✗" if self.failed else "✓"
            console.say(f"{mark} {self._name():<36} {seconds:6.1f} s")
        self.current, self.failed = None, False
