"""A fleet whose regions' processes are stood in for, so that leading them is what is tested."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from smartcity_kit.fleet.ledger import Ledger, Region, open_ledger
from smartcity_kit.fleet.member import Member
from smartcity_kit.fleet.options import Options
from smartcity_kit.fleet.rollout import Planned, RolloutReport, resume, rollout
from smartcity_kit.fleet.waves import read_waves, split

STAND_IN = Path(__file__).with_name("stand_in.py")


@dataclass
class World:
    """Regions that are a log file each; `does` tells what happens at each attempt at one."""

    folder: Path
    ledger: Ledger
    options: Options = field(default_factory=lambda: Options(retry_after=0.2, hang_after=1))

    @property
    def program(self) -> tuple[str, ...]:
        return (sys.executable, str(STAND_IN), str(self.folder))

    def does(self, region: str, *words: str) -> None:
        (self.folder / f"{region}.does").write_text(" ".join(words))

    def takes(self, seconds: float) -> None:
        (self.folder / "seconds").write_text(str(seconds))

    def planned(self, count: int, **options: object) -> Planned:
        from dataclasses import replace

        wished = replace(self.options, **options)  # type: ignore[arg-type]  # each test names them
        members = [member(number) for number in range(1, count + 1)]
        waves = split(members, read_waves(wished.waves))
        return Planned(wished, tuple(map(tuple, waves)), (), None)

    def rollout(self, count: int, **options: object) -> RolloutReport:
        planned = self.planned(count, **options)
        return rollout(planned, ledger=self.ledger, program=self.program)

    def resume(self) -> RolloutReport:
        return resume(ledger=self.ledger, program=self.program)

    def log(self, region: str) -> list[str]:
        """What happened to a region: "begin", "whole" …"""
        file = self.folder / f"{region}.log"
        return [line.split()[0] for line in file.read_text().splitlines()] if file.exists() else []


def member(number: int) -> Member:
    name = f"kota-{number:02}"
    return Member(
        name, name, f"/nowhere/{name}", code=f"99.{number:02}", site=f"10.0.{number}.0/24"
    )


def results(report: RolloutReport) -> dict[str, str]:
    return {region.slug: region.result for region in report.regions}


def one(report: RolloutReport, slug: str) -> Region:
    return next(region for region in report.regions if region.slug == slug)


@pytest.fixture
def world(tmp_path: Path, state: Path) -> World:
    folder = tmp_path / "world"
    folder.mkdir()
    return World(folder, open_ledger(str(state / "fleet" / "ledger.sqlite3")))
