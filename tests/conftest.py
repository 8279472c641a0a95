"""What every test stands on: a state folder of its own, and a small region built inline."""

import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from smartcity_kit import paths, regions
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.plan import Place, Plan, make_plan
from smartcity_kit.profile import AppChoice, Branding, Contact, Profile, Safety, Server, Table
from smartcity_kit.profile.colour import palette
from smartcity_kit.shell import Shell

pytest_plugins = ["tests.browser.driver"]

MakePlan = Callable[..., Plan]
MakeProfile = Callable[..., Profile]

# What a machine may be unable to run; where SMARTCITY_TESTS_STRICT is 1 it has to be able.
DEMANDING = {"servers", "browser", "wheels"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Count a demanding test that was skipped as failed, where none may be skipped."""
    report = yield
    strict = os.environ.get("SMARTCITY_TESTS_STRICT") == "1"
    marks = {mark.name for mark in item.iter_markers()}
    if strict and report.skipped and marks & DEMANDING and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"No test of this kind may be skipped here. {reason}"
    return report


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The kit's state, empty and gone after the test; English messages."""
    monkeypatch.setenv("SMARTCITY_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("SMARTCITY_LANG", "en")
    for name in ("KEY", "PASSWORD_FILE", "PASSWORD_KEYRING"):
        monkeypatch.delenv(f"SMARTCITY_VAULT_{name}", raising=False)
    return tmp_path / "state"


class Here(Shell):
    """A server that is this machine, and needs no root."""

    def run_as_root(  # type: ignore[no-untyped-def]
        self, *command: str, stdin: str | None = None
    ):
        return self.run(*command, stdin=stdin)


@pytest.fixture
def here(tmp_path: Path) -> Shell:
    return Here(Server("web1", None, local=True), tmp_path / "ssh_config")


@pytest.fixture
def make_profile(tmp_path: Path) -> Callable[..., Profile]:
    """A profile as it is once read; any of its fields can be given."""

    def make(code: str = "75.71", **given: Any) -> Profile:
        cards = load_catalogue().apps
        defaults: dict[str, Any] = {
            "region": regions.find(code),
            "kit": "0.1",
            "domain": "gorontalokota.go.id",
            "contact": Contact(email="diskominfo@gorontalokota.go.id"),
            "apps": {
                name: AppChoice(
                    name,
                    cards[name].title,
                    cards[name].subdomain,
                    {key: setting.default for key, setting in cards[name].settings.items()},
                )
                for name in ("live", "laksa")
            },
            "servers": {},
            "mail": None,
            "tls": None,
            "branding": Branding(palette("#0b5c8a"), None, None),
            "safety": Safety(30, 10, 10, 200, 5000, antivirus=False),
            "embedded_port": 21000,
            "folder": tmp_path,
            "tables": {
                "agencies": Table(
                    "agencies", tmp_path / "agencies.csv", ("id", "name"),
                    ({"id": "dlh", "name": "Dinas Lingkungan Hidup"},),
                )
            },
            "personal": {},
            "overrides": {},
        }  # fmt: skip
        return Profile(**(defaults | given))

    return make


@pytest.fixture
def plan_of(make_profile: Callable[..., Profile]) -> MakePlan:
    """The plan of such a profile."""

    def make(place: Place | None = None, **given: Any) -> Plan:
        return make_plan(make_profile(**given), load_catalogue(), place)

    return make


@pytest.fixture
def server() -> Server:
    return Server("web1", "10.9.8.7", port=2222, user="petugas", jump="ops@10.9.8.1:2200")


@pytest.fixture(scope="session")
def samples() -> Path:
    return paths.SAMPLES
