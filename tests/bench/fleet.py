"""Many regions: planned, adopted on real servers with one of them dead, looked at again.

Against `ansible-playbook -f N` with the same playbooks, releases and secrets in one inventory, in
the same run and with a dead host too. SMARTCITY_BENCH_SERVERS says how many (30); servers of the
two ways stand one after the other, so that no more than that many run at a time.
"""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import yaml

from smartcity_kit import paths, regions
from smartcity_kit.adopt import place_variables
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.fleet import process
from smartcity_kit.plan import Plan, make_plan
from smartcity_kit.profile import load_profile
from smartcity_kit.release import Target, compose, wheels, write
from smartcity_kit.secrets import ensure_secrets, open_vault
from tests.adopt.region import Region
from tests.bench.measure import Cost, Figure, cost_of, program
from tests.bench.regions import write_all
from tests.servers.fleet import Fleet
from tests.servers.server import Server

COUNT = int(os.environ.get("SMARTCITY_BENCH_SERVERS", "30"))
PARALLEL = int(os.environ.get("SMARTCITY_BENCH_PARALLEL", "10"))
FIRST = max(1, min(3, COUNT // 3))
MEGABYTE = 1024


def figures(folder: Path) -> Iterator[Figure]:
    yield _planned(folder)
    slugs = [one.slug for one in regions.all_regions() if one.level != "provinsi"][: COUNT + 1]
    yield from _adopted(folder, slugs)


def _planned(folder: Path) -> Figure:
    every = folder / "every"
    write_all(every)
    asked = ["--profiles", str(every), "--where", "level in (kota, kabupaten)", "--dry-run"]
    command = [program("smartcity"), "rollout", "--json", *asked]
    environment = os.environ | {"SMARTCITY_HOME": str(folder / "planned")}
    done: list[subprocess.CompletedProcess[str]] = []
    spent = cost_of(lambda: done.append(
        subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    ))  # fmt: skip
    count = sum(len(wave["regions"]) for wave in json.loads(done[0].stdout)["waves"])
    what = f"{count} regions planned, no server asked"
    return Figure(what, f"{spent.wall:.1f} s", "60 s", count == 514 and spent.wall <= 60)


def _adopted(folder: Path, slugs: list[str]) -> Iterator[Figure]:
    (folder / "kit").mkdir()
    with Fleet(folder / "kit") as fleet:
        home, dead = _operator(folder / "kit" / "operator", slugs, fleet)
        dead.unplug()
        memory = _Memory()
        kit = _rollout(home, slugs, memory=memory)
        again = _rollout(home, slugs[:-1])
        few = _rollout(home, slugs[:FIRST], "--full")
        many = _rollout(home, slugs[:-1], "--full")
    alive = len(slugs) - 1
    first, later = few.processor / FIRST, many.processor / alive
    found = f"{later / first:.2f} ({later:.1f} s / {first:.1f} s)"
    what = f"control processor for each region, every task again, {alive} against {FIRST}"
    yield Figure(what, found, "1.1", later <= first * 1.1)
    peak = memory.peak / MEGABYTE
    yield Figure("control memory for each region at work (PSS)", f"{peak:.0f} MB", "150 MB",
                 0 < peak <= 150)  # fmt: skip
    wanted = 90 * max(1, alive) / 30
    yield Figure(f"{alive} regions with nothing to do", f"{again.wall:.0f} s", f"{wanted:.0f} s",
                 again.wall <= wanted)  # fmt: skip
    (folder / "ansible").mkdir()
    with Fleet(folder / "ansible") as fleet:
        home, dead = _operator(folder / "ansible" / "operator", slugs, fleet)
        dead.unplug()
        plain, well = _plain_ansible(home, slugs)
    what = f"{alive} regions adopted, one more does not answer"
    if well < alive:
        # Too many at once for these cores; what it then took says nothing.
        what += f" (plain Ansible brought {well} of them to their end)"
    yield _against(what, kit, plain, alive)


def _against(what: str, kit: Cost, plain: Cost, count: int) -> Figure:
    found = (
        f"{kit.wall / plain.wall:.2f} ({kit.wall:.0f} s / {plain.wall:.0f} s; control processor "
        f"{kit.processor / count:.1f} s / {plain.processor / count:.1f} s a region)"
    )
    return Figure(f"{what} / `ansible-playbook -f {COUNT}`", found, "1.0", kit.wall <= plain.wall)


def _operator(folder: Path, slugs: list[str], fleet: Fleet) -> tuple[Region, Server]:
    """One operator with a server for each region; and the last one's server."""
    home = Region.copied("kota-gorontalo", folder)
    server = None
    for slug in slugs:
        region = replace(home, slug=slug)
        options = ["--to", str(region.profile.parent.parent), "--yes"]
        if not region.profile.exists():
            subprocess.run([program("smartcity"), "init", slug, *options], check=True,
                           capture_output=True)  # fmt: skip
        server = fleet.boot("bookworm")
        region.on(server)
        # What is fetched from the network is the same for both, and no part of either.
        region.smartcity("render", "--json")
    assert server is not None
    return home, server


def _rollout(
    home: Region, slugs: list[str], *options: str, memory: "_Memory | None" = None
) -> Cost:
    """Adopt them in one wave; who does not answer is tried once more and left."""
    words = ["rollout", *slugs, "--yes", "--json", "--accept-host-key", "--waves", "100%",
             "--parallel", str(PARALLEL), "--retries", "1", "--retry-after", "1",
             *options]  # fmt: skip

    def go() -> None:
        run = subprocess.Popen([*home.command, *words], env=home.environment, cwd=home.folder,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
        if memory:
            memory.watch(run.pid)
        out, err = run.communicate()
        if memory:
            memory.end()
        told = {one["region"]: one["result"] for one in json.loads(out or b"{}")["regions"]}
        wrong = {s: r for s, r in told.items() if r not in ("done", "unchanged", "unreachable")}
        if wrong:
            raise RuntimeError(f"{wrong} {err.decode()}")

    return cost_of(go)


def _plain_ansible(home: Region, slugs: list[str]) -> tuple[Cost, int]:
    """The same releases and playbooks, all regions in one inventory, as one would without a kit.

    Also how many ended well.
    """
    hosts, before = {}, {name: os.environ.get(name) for name in home.environment}
    os.environ.update(home.environment)
    try:
        for slug in slugs:
            profile = load_profile(slug, load_catalogue(), [home.folder / "profiles"])
            hosts[slug] = _host(make_plan(profile, load_catalogue()), home)
    finally:
        for name, value in before.items():
            os.environ.update({name: value} if value is not None else {})
            if value is None:
                del os.environ[name]
    inventory = home.folder / "inventory.yml"
    inventory.write_text(yaml.safe_dump({"servers": {"hosts": hosts}}))
    command = [program("ansible-playbook"), "-i", str(inventory), "-f", str(COUNT), "adopt.yml"]
    environment = home.environment | {
        "ANSIBLE_CONFIG": str(paths.PLAYBOOKS / "ansible.cfg"),
        "ANSIBLE_SSH_ARGS": "-o ControlMaster=auto -o ControlPersist=60s -o ConnectTimeout=15 "
        "-o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no",
        "ANSIBLE_HOME": str(home.folder / "ansible-home"),
        "PATH": f"{Path(program('ansible-playbook')).parent}:{os.environ['PATH']}",
    }
    log = home.folder / "ansible.log"

    def go() -> None:
        with log.open("wb") as out:
            # It answers with an error, because one host is dead.
            subprocess.run(command, env=environment, cwd=paths.PLAYBOOKS, stdout=out, stderr=out,
                           check=False)  # fmt: skip

    spent = cost_of(go)
    recap = [line for line in log.read_text().splitlines() if "unreachable=" in line]
    well = [line for line in recap if "unreachable=0" in line and "failed=0" in line]
    if not well:
        raise RuntimeError("\n".join(recap) or log.read_text()[-2000:])
    return spent, len(well)


def _host(plan: Plan, home: Region) -> dict[str, object]:
    release, secrets = compose(plan), ensure_secrets(plan)
    folder = write(release)
    (server,) = plan.profile.servers.values()
    reached = json.loads(json.dumps(release.inventory["all"]))
    config = (home.folder / "home" / ".ssh" / "config").read_text()
    key = next(line.split()[1] for line in config.splitlines() if "IdentityFile" in line)
    return {
        **reached,
        "ansible_host": server.address,
        "ansible_port": server.port,
        "ansible_user": server.user,
        "ansible_ssh_private_key_file": key,
        "ansible_python_interpreter": "/usr/bin/python3",
        "server_proxy": None,
        "server_apt_mirror": None,
        "smartcity_secrets": open_vault(secrets),
        "smartcity_run": {
            "settle": [app.name for app in plan.apps], "full": False, "release": release.id,
            "release_dir": str(folder), "wheels_dir": str(wheels(_target())),
            "personal_dir": None, "personal_digest": "", "secrets_digest": secrets.digest,
            "operator": "bench@here", "run_id": "bench",
        },
        **place_variables(plan),
    }  # fmt: skip


def _target() -> Target:
    """Debian 12's Python on this kind of processor."""
    return Target("3.11", os.uname().machine)


class _Memory:
    """The most that a rollout held at once, for each region at work then; shared pages once."""

    def __init__(self) -> None:
        self.peak = 0.0
        self.over = threading.Event()
        self.thread: threading.Thread | None = None

    def watch(self, pid: int) -> None:
        def look() -> None:
            while not self.over.wait(2):
                members = process.tree(pid)
                at_work = sum(b"fleet.work" in _read(one, "cmdline") for one in members)
                total = sum(_pss(one) for one in members)
                if at_work:
                    self.peak = max(self.peak, total / at_work)

        self.thread = threading.Thread(target=look, daemon=True)
        self.thread.start()

    def end(self) -> None:
        self.over.set()
        if self.thread:
            self.thread.join()


def _pss(pid: int) -> int:
    """Kilobytes."""
    lines = _read(pid, "smaps_rollup").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(b"Pss:")), 0)


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
