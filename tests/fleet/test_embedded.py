"""Two real regions in one rollout, on this machine: adopted, killed, hung, and nothing shared."""

import contextlib
import json
import os
import re
import secrets as random
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from smartcity_kit import paths
from smartcity_kit.fleet import process
from tests.adopt.region import Region
from tests.adopt.visitor import Visitor
from tests.browser.place import free_ports
from tests.servers.machine import wait_until

pytestmark = pytest.mark.xdist_group("fleet")
SLUGS = ("kota-gorontalo", "kota-tangerang")
APPS = 4


class Fleet:
    """A consultant with two regions; each profile bears a mark that nothing of the other may."""

    def __init__(self, folder: Path) -> None:
        first = Region.copied(SLUGS[0], folder)
        second = replace(first, slug=SLUGS[1])
        shutil.copytree(paths.SAMPLES / second.slug, second.profile.parent)
        self.regions = (first, second)
        self.folder = folder
        self.seen: dict[str, set[str]] = {region.slug: set() for region in self.regions}
        self.marks = {region.slug: f"tanda{random.token_hex(6)}" for region in self.regions}
        for region in self.regions:
            region.at_port(free_ports(APPS))
            mark(region, self.marks[region.slug])

    def adopt_watched(self) -> None:
        """Adopt both at once, and note what others on this machine can see of each meanwhile."""
        run = self.begin("--all", "--waves", "2", "--parallel", "2")

        def ended() -> bool:
            for region in self.regions:
                if pid := self.worker(region):
                    self.seen[region.slug].add(seen_of(pid))
            return run.poll() is not None

        try:
            wait_until("both are adopted", ended, 900)
        finally:
            run.kill()  # whoever interrupts the test leaves nothing at work
            for pid in filter(None, map(self.worker, self.regions)):
                process.end(pid, mercy=0)
        assert run.returncode == 0, [self.history(region) for region in self.regions]

    def rollout(self, *options: str, check: bool = True) -> dict[str, Any]:
        done = subprocess.run(
            self.command(*options), env=self.environment, cwd=self.folder, capture_output=True,
            text=True,
        )  # fmt: skip
        assert done.returncode == 0 or not check, done.stdout + done.stderr
        return dict(json.loads(done.stdout))

    def begin(self, *options: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            self.command(*options), env=self.environment, cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def command(self, *options: str) -> list[str]:
        return [*self.regions[0].command, "rollout", "--json", "--yes", *options]

    @property
    def again(self) -> set[str]:
        """What a rollout over both finds."""
        return {one["result"] for one in self.rollout("--all")["regions"]}

    @property
    def environment(self) -> dict[str, str]:
        # What an operator's shell may hold is no region's business.
        return self.regions[0].environment | {"SHELL_SECRET": "rahasia-operator"}

    def history(self, region: Region) -> list[dict[str, Any]]:
        done = subprocess.run(
            [*region.command, "fleet", region.slug, "--json"], env=region.environment,
            cwd=self.folder, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return list(json.loads(done.stdout)["attempts"])

    def attempts(self, region: Region) -> list[Path]:
        return sorted(region.state.glob(f"fleet/rollouts/*/{region.slug}/*"))

    def worker(self, region: Region) -> int | None:
        """The process that works on a region just now."""
        for attempt in reversed(self.attempts(region)):
            with contextlib.suppress(OSError, ValueError):
                pid = int((attempt / "pid").read_text())
                if process.began(pid):
                    return pid
        return None

    def end(self) -> None:
        for region in self.regions:
            region.smartcity("stop", "--embedded", check=False)


def mark(region: Region, word: str) -> None:
    """Where a person may put words of one's own, in public and in personal tables."""
    with region.profile.open("a") as profile:
        profile.write(f"\ncontact:\n  email: {word}@contoh.go.id\n")
    staff = region.profile.parent / "data" / "staff.csv"
    header = "name,nip,email,phone,agency,position,roles\n"
    agency = next(
        line.split(",")[0]
        for line in (region.profile.parent / "data" / "agencies.csv").read_text().splitlines()[1:]
    )
    staff.write_text(f"{header}Pegawai {word},,{word}@contoh.go.id,,{agency},,\n")


@pytest.fixture(scope="module")
def fleet() -> Iterator[Fleet]:
    folder = Path(tempfile.mkdtemp(prefix="smartcity-fleet-"))
    made = Fleet(folder)
    try:
        made.adopt_watched()
        yield made
    finally:
        made.end()
        shutil.rmtree(folder)


def seen_of(pid: int) -> str:
    """What every user of this kind can read of a process and all it started."""
    found = []
    for one in process.tree(pid):
        for name in ("environ", "cmdline"):
            with contextlib.suppress(OSError):
                found.append(Path(f"/proc/{one}/{name}").read_bytes().decode("utf-8", "replace"))
    return "\n".join(found)


def test_both_are_adopted_at_once_and_neither_sees_the_other(fleet: Fleet) -> None:
    for region in fleet.regions:
        other = next(one for one in fleet.regions if one is not region)
        everything = "\n".join(fleet.seen[region.slug])
        assert region.slug in everything, "nothing was seen of it"
        assert fleet.marks[other.slug] not in everything
        assert other.slug not in everything
        assert "rahasia-operator" not in everything
        assert all(app["healthy"] for app in region.status().values())


def test_nothing_of_one_lies_in_what_is_the_others(fleet: Fleet) -> None:
    for region in fleet.regions:
        other = next(one for one in fleet.regions if one is not region)
        words = [fleet.marks[other.slug], *secrets_of(other)]
        own = [*(region.state / kind / region.slug for kind in ("releases", "runs", "embedded")),
               region.state / "regions" / region.slug, *fleet.attempts(region)]  # fmt: skip
        for folder in own:
            assert folder.exists(), folder
            assert found_in(folder, words) == []


def test_no_secret_and_no_person_is_in_the_ledger_or_beside_it(fleet: Fleet) -> None:
    base = fleet.regions[0].state / "fleet"
    for region in fleet.regions:
        assert found_in(base, [*secrets_of(region), f"Pegawai {fleet.marks[region.slug]}"]) == []


def test_what_regions_share_knows_none_of_them(fleet: Fleet) -> None:
    store = fleet.regions[0].state / "store"
    shared = [*store.glob("code/*"), *store.glob("modules/*")]
    assert {folder.parent.name for folder in shared} == {"code", "modules"}
    words = [*fleet.marks.values(), *(word for one in fleet.regions for word in secrets_of(one))]
    for folder in shared:
        assert found_in(folder, words) == []


def test_the_servers_answer_with_their_own_words(fleet: Fleet) -> None:
    visitor = Visitor("127.0.0.1")
    for region in fleet.regions:
        other = next(one for one in fleet.regions if one is not region)
        for app in region.status().values():
            text = visitor.get(f"{app['url']}/").text
            assert fleet.marks[region.slug] in text
            assert fleet.marks[other.slug] not in text


def test_again_nothing_is_done(fleet: Fleet) -> None:
    runs = {region.slug: region.runs for region in fleet.regions}
    assert fleet.again == {"unchanged"}
    assert {region.slug: region.runs for region in fleet.regions} == runs


def test_what_adopt_does_by_itself_stands_in_the_ledger_too(fleet: Fleet) -> None:
    region = fleet.regions[0]
    assert region.adopt("--embedded")["result"] == "unchanged"
    newest = fleet.history(region)[0]
    assert newest["rollout"].startswith("adopt-")
    assert newest["result"] == "unchanged"
    resumed = subprocess.run(
        fleet.command("--resume"), env=fleet.environment, cwd=fleet.folder, capture_output=True,
        check=False,
    )  # fmt: skip
    assert resumed.returncode == 2, "there is nothing to go on with"


def test_an_adoption_stands_where_no_ledger_can_be_written(fleet: Fleet) -> None:
    region = fleet.regions[0]
    done = subprocess.run(
        [*region.command, "adopt", region.slug, "--embedded", "--yes"], cwd=fleet.folder,
        env=fleet.environment | {"SMARTCITY_LEDGER": "/proc/none/ledger"}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "/proc/none" in done.stderr


def test_a_run_that_hangs_is_ended_and_done_again(fleet: Fleet) -> None:
    """Ansible itself is stopped in its tracks: it neither ends nor says anything."""
    region = fleet.regions[0]
    recolour(region, "#7a1f2b")
    run = fleet.begin(region.slug, "--hang-after", "0.75")
    playing = wait_until_it_plays(fleet, region, run)
    for pid in playing:
        os.kill(pid, signal.SIGSTOP)
    assert run.wait(900) == 0, fleet.history(region)
    assert [one["result"] for one in fleet.history(region)[:2]] == ["done", "hung"]
    assert not any(process.began(pid) for pid in playing)
    assert fleet.again == {"unchanged"}


def test_what_was_killed_in_the_middle_goes_on_and_is_whole(fleet: Fleet) -> None:
    """All of it at once, as when the machine loses its power."""
    region = fleet.regions[0]
    recolour(region, "#1f5c2b")
    run = fleet.begin("--all", "--waves", "2", "--parallel", "2")
    wait_until_it_plays(fleet, region, run)
    run.kill()
    run.wait()
    worker = fleet.worker(region)
    assert worker, "what works on a region lives on"
    process.end(worker, mercy=0)
    report = fleet.rollout("--resume")
    assert {one["region"]: one["state"] for one in report["regions"]} == dict.fromkeys(
        SLUGS, "settled"
    )
    assert [one["result"] for one in fleet.history(region)[:2]] == ["done", "lost"]
    assert not region.plan()["pending"]


def wait_until_it_plays(fleet: Fleet, region: Region, run: "subprocess.Popen[bytes]") -> list[int]:
    def playing() -> list[int]:
        assert run.poll() is None, "it ended before"
        return ansible_of(fleet.worker(region))

    return wait_until("Ansible plays", playing, 120)


def recolour(region: Region, colour: str) -> None:
    """A change that reaches every app."""
    text = region.profile.read_text()
    region.profile.write_text(re.sub(r'primary: "#\w+"', f'primary: "{colour}"', text))


def ansible_of(pid: int | None) -> list[int]:
    """Ansible's processes below this one, once it plays."""
    found = []
    for one in process.tree(pid) if pid else ():
        with contextlib.suppress(OSError):
            if b"ansible-playbook" in Path(f"/proc/{one}/cmdline").read_bytes():
                found.append(one)
    return found


def found_in(folder: Path, words: list[str]) -> list[str]:
    """Every file below `folder` in which one of the words is."""
    arguments = [argument for word in words for argument in ("-e", word)]
    done = subprocess.run(
        ["grep", "--recursive", "--files-with-matches", "--fixed-strings", *arguments, str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout.split()


def secrets_of(region: Region) -> list[str]:
    """The values in a region's vault, opened with its key."""
    vault = region.profile.parent / "secrets.yml"
    key = region.state / "regions" / region.slug / "vault.key"
    from ansible.parsing.vault import VaultLib, VaultSecret

    opened = VaultLib([("default", VaultSecret(key.read_text().strip().encode()))])
    text = opened.decrypt(vault.read_bytes()).decode()
    import yaml

    values = [key.read_text().strip(), *flat(yaml.safe_load(text))]
    return [value for value in values if len(value) > 15 and "\n" not in value]


def flat(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for value in data.values():
            yield from flat(value)
    elif isinstance(data, list):
        for value in data:
            yield from flat(value)
    elif isinstance(data, str):
        yield data
