"""Three real servers in one rollout: one of them is out of reach, and nobody waits for it."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from smartcity_kit import paths
from tests.adopt.region import Region
from tests.fleet.test_embedded import found_in, mark, secrets_of
from tests.fleet.test_workers import SLUGS as WORKERS_SLUGS
from tests.fleet.test_workers import killed_in_the_middle, with_small_regions
from tests.servers.fixtures import *  # noqa: F403
from tests.servers.fleet import Fleet
from tests.servers.machine import wait_until
from tests.servers.server import Server

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("fleet-servers")]
SLUGS = ("kota-tangerang", "kota-gorontalo", "kota-batam")
PUT = "/opt/smartcity /etc/smartcity /var/lib/smartcity /etc/nginx /etc/systemd/system /var/log"


@pytest.fixture(scope="module")
def servers(fleet: Fleet) -> dict[str, Server]:
    return {slug: fleet.boot("trixie") for slug in SLUGS}


@pytest.fixture(scope="module")
def regions(
    servers: dict[str, Server], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Region]:
    """One operator, three regions, each with a server and a mark of its own."""
    first = Region.copied(SLUGS[0], tmp_path_factory.mktemp("operator"))
    made = {}
    for slug in SLUGS:
        region = replace(first, slug=slug)
        if slug != first.slug:
            shutil.copytree(paths.SAMPLES / slug, region.profile.parent)
        region.on(servers[slug])
        mark(region, f"tanda-{slug}-satu")
        made[slug] = region
    return made


def command(region: Region, *words: str) -> list[str]:
    return [*region.command, *words]


def rollout(region: Region, *options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(region, "rollout", "--json", "--yes", "--accept-host-key", *options),
        env=region.environment, cwd=region.folder, capture_output=True, text=True,
    )  # fmt: skip


def history(region: Region) -> list[dict[str, Any]]:
    done = subprocess.run(
        command(region, "fleet", region.slug, "--json"),
        env=region.environment, cwd=region.folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return list(json.loads(done.stdout)["attempts"])


def test_one_out_of_reach_is_queued_while_the_others_are_adopted(
    servers: dict[str, Server], regions: dict[str, Region]
) -> None:
    away = servers["kota-batam"]
    away.unplug()
    first = regions[SLUGS[0]]
    run = subprocess.Popen(
        command(first, "rollout", *SLUGS, "--json", "--yes", "--accept-host-key", "--waves", "3",
                "--parallel", "3", "--retry-after", "5"),
        env=first.environment, cwd=first.folder, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    batam = regions["kota-batam"]

    def others_are_done() -> bool:
        ended = [one for slug in SLUGS[:2] for one in history(regions[slug])[:1]]
        assert run.poll() is None, run.communicate()
        return [one["result"] for one in ended] == ["done", "done"]

    wait_until("it was tried in vain", lambda: len(history(batam)) >= 2, 120)
    assert history(batam)[-1]["result"] == "unreachable"
    wait_until("the others are adopted", others_are_done, 900)
    away.plug()
    out, err = run.communicate(timeout=900)

    assert run.returncode == 0, err
    assert {one["result"] for one in json.loads(out)["regions"]} == {"done"}
    for region in regions.values():
        assert all(app["healthy"] for app in region.status().values())


def test_nothing_of_one_region_is_on_anothers_server(
    servers: dict[str, Server], regions: dict[str, Region]
) -> None:
    for slug, server in servers.items():
        others = [one for one in regions.values() if one.slug != slug]
        words = [word for one in others for word in (f"tanda-{one.slug}-satu", *secrets_of(one))]
        quoted = " ".join(f"-e '{word}'" for word in words)
        found = server.run(f"grep -rlF {quoted} {PUT}", check=False).stdout
        assert found == ""
        own = server.run(f"grep -rlF 'tanda-{slug}-satu' {PUT}", check=False).stdout
        assert "region.json" in own, "the marks reach servers at all"


def test_nothing_of_one_region_is_in_anothers_folders(regions: dict[str, Region]) -> None:
    for region in regions.values():
        others = [one for one in regions.values() if one is not region]
        words = [word for one in others for word in (f"tanda-{one.slug}-satu", *secrets_of(one))]
        for kind in ("releases", "runs"):
            assert found_in(region.state / kind / region.slug, words) == []
        for attempt in region.state.glob(f"fleet/rollouts/*/{region.slug}"):
            assert found_in(attempt, words) == []


def test_drift_on_one_is_told_and_mended_in_the_next_rollout(
    servers: dict[str, Server], regions: dict[str, Region]
) -> None:
    servers["kota-gorontalo"].run("chmod 644 /etc/smartcity/live/secrets/secret_key")
    done = rollout(regions[SLUGS[0]], *SLUGS)
    assert done.returncode == 0, done.stderr
    told = {one["region"]: one["result"] for one in json.loads(done.stdout)["regions"]}
    assert told == dict.fromkeys(SLUGS, "unchanged") | {"kota-gorontalo": "done"}
    assert history(regions["kota-gorontalo"])[0]["drift"] == 1


def test_every_server_tells_its_release(regions: dict[str, Region]) -> None:
    for region in regions.values():
        report = json.loads(Path(history(region)[0]["folder"], "result.json").read_text())
        assert report["facts"]["installed"] is True
        assert report["facts"]["current"] is True


def test_workers_adopt_real_servers_and_one_of_them_is_killed(fleet: Fleet, tmp_path: Path) -> None:
    """What it leaves locked and half done on a server, the other one takes up and ends."""
    first = with_small_regions(tmp_path)
    both = [replace(first, slug=slug) for slug in WORKERS_SLUGS]
    for region in both:
        region.on(fleet.boot("bookworm"))
    other = killed_in_the_middle(first)
    for region in both:
        done = subprocess.run(
            command(region, "status", region.slug, "--json",
                    "--vault-password-file", str(tmp_path / "opens")),
            env=other.environment, cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert all(app["healthy"] for app in json.loads(done.stdout)["apps"]), done.stderr
