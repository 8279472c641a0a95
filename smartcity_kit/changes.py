"""Release + Observation -> Changes: what adopting would do, and why. Pure."""

from dataclasses import dataclass
from typing import Literal

from smartcity_kit.release import Release
from smartcity_kit.survey import Drift, Observation

Kind = Literal["new", "changed", "stopped", "same"]


@dataclass(frozen=True)
class AppChange:
    """What would happen to one app. `before` and `after` are hashes of its release."""

    name: str
    title: str
    kind: Kind
    before: str | None
    after: str


@dataclass(frozen=True)
class Changes:
    """Everything that differs between what is wished and what was found."""

    apps: tuple[AppChange, ...]
    drift: tuple[Drift, ...]
    settings: bool
    secrets: bool
    personal: bool
    gone: tuple[str, ...]

    @property
    def pending(self) -> bool:
        """False when a run would change nothing."""
        return bool(self.drift or self.settings or self.secrets or self.personal or self.to_settle)

    @property
    def to_settle(self) -> list[str]:
        """The apps that a run has to touch.

        Drift and new secrets concern the host as a whole: every app is gone through then.
        """
        if self.drift or self.secrets:
            return [app.name for app in self.apps]
        touched = {app.name for app in self.apps if app.kind != "same"}
        if self.personal:
            touched |= {"live"}
        return [app.name for app in self.apps if app.name in touched]


def find_changes(
    release: Release, seen: Observation, secrets_digest: str, personal_digest: str
) -> Changes:
    """Compare a release with what the survey saw.

    `secrets_digest` is empty where no secret was made yet; `personal_digest` where the region has
    no personal table.
    """
    apps = tuple(_app_change(app.name, app.plan.title, app.hash, seen) for app in release.apps)
    wished = {app.name for app in release.apps}
    return Changes(
        apps=apps,
        drift=seen.drift,
        settings=seen.release != release.id,
        secrets=not secrets_digest or seen.secrets_digest != secrets_digest,
        personal=bool(personal_digest) and seen.personal_digest != personal_digest,
        gone=tuple(sorted(set(seen.apps) - wished)),
    )


def _app_change(name: str, title: str, wished: str, seen: Observation) -> AppChange:
    state = seen.apps.get(name)
    before = state.release if state else None
    kind: Kind = "same"
    if before is None:
        kind = "new"
    elif before != wished:
        kind = "changed"
    elif not (state and state.healthy):
        kind = "stopped"
    return AppChange(name, title, kind, before, wished)
