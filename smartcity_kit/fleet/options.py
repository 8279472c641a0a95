"""How a rollout is done: decided once, kept in the ledger, the same for whoever continues it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from smartcity_kit.fleet.ledger.records import AGAIN, GOOD
from smartcity_kit.fleet.waves import USUAL, Share, read_waves
from smartcity_kit.fleet.window import Window, read_window
from smartcity_kit.plan import Place

LONGEST_WAIT = 1800.0
"""Seconds between two tries at most: a line that comes back is noticed within half an hour."""


@dataclass(frozen=True)
class Options:
    """Times in seconds. `parallel` regions at once on each machine, `per_site` of one data centre.

    `pause` asks before each further wave, `soak` waits so long. A region that did not answer is
    tried `retries` times more, first after `retry_after`, then twice as late each time. Output that
    stands still for `hang_after` ends an attempt. `vault` holds what was said about the password.
    """

    waves: str = USUAL
    parallel: int = 2
    per_site: int = 0
    max_failures: str = "10%"
    window: str = ""
    pause: bool = False
    soak: float = 0
    retries: int = 6
    retry_after: float = 60
    hang_after: float = 1800
    place: Place | None = None
    full: bool = False
    accept_host_key: bool = False
    hooks: str = ""
    vault: Mapping[str, str] | None = None
    team: bool = False

    def check(self) -> "Options":
        """The same, once what was typed can be read. Raises WavesError and WindowError."""
        read_waves(self.waves)
        Share.read(self.max_failures)
        _ = self.hours
        return self

    @property
    def hours(self) -> Window | None:
        return read_window(self.window) if self.window else None

    def too_many(self, failed: int, of: int) -> bool:
        """Whether so many failures stop a wave of so many regions."""
        return failed > Share.read(self.max_failures).at_most(of)

    def wait_after(self, result: str, tries: int) -> float | None:
        """Seconds until the next try, after so many; None where there is none.

        What was ended because it hung or vanished is tried again at once: nothing has to come back.
        """
        if result in GOOD or result not in AGAIN or tries > self.retries:
            return None
        if result in ("hung", "lost"):
            return 0.0
        return min(self.retry_after * 2.0 ** (tries - 1), LONGEST_WAIT)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Options":
        known = cls.__dataclass_fields__
        return cls(**{name: value for name, value in told.items() if name in known})
