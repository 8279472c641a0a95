"""A region with a folder of its own and an operator's home, driven through the command line."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smartcity_kit import paths
from tests.servers.server import Server

WHEELS = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "smartcity-tests/wheels"


@dataclass
class Region:
    """The operator's side: a profile, a home with an SSH key, a state folder.

    `prefix` begins every command, and `python` runs it, when that is not done by the one who tests.
    `last` is the last command that ended, `earlier` how many runs there were when one was begun.
    `kit` is where the kit lies that does it.
    """

    slug: str
    folder: Path
    prefix: tuple[str, ...] = ()
    python: str = sys.executable
    last: "subprocess.CompletedProcess[str] | None" = None
    earlier: int = 0
    kit: Path = paths.TEMPLATES.parent

    @classmethod
    def copied(cls, slug: str, folder: Path) -> "Region":
        """A region of its own, made from the sample called `slug`; wheels are kept between runs."""
        shutil.copytree(paths.SAMPLES / slug, folder / "profiles" / slug)
        (folder / "home" / ".ssh").mkdir(parents=True, mode=0o700)
        (folder / "state" / "store").mkdir(parents=True)
        WHEELS.mkdir(parents=True, exist_ok=True)
        (folder / "state" / "store" / "wheels").symlink_to(WHEELS)
        return cls(slug, folder)

    def copy(self, folder: Path) -> "Region":
        """The same operator's folder again: what happens to one leaves the other as it is."""
        shutil.copytree(self.folder, folder, symlinks=True, dirs_exist_ok=True)
        return Region(self.slug, folder)

    @property
    def profile(self) -> Path:
        return self.folder / "profiles" / self.slug / "profile.yml"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def authority(self) -> Path:
        """The certificate of the authority that the kit made for the region."""
        return self.state / "regions" / self.slug / "authority.crt"

    @property
    def known_hosts(self) -> Path:
        """The keys of servers that the operator has trusted."""
        return self.state / "regions" / self.slug / "known_hosts"

    @property
    def runs(self) -> list[Path]:
        """The folder of each run of Ansible, the oldest first."""
        return sorted((self.state / "runs" / self.slug).glob("*"))

    def on(self, server: Server, user: str = "root") -> "Region":
        """Name `server` in the profile, reached as `user` with the fleet's key."""
        lines = ["", "servers:", "  web1:", f'    address: "{server.address}"']
        lines += [f"    port: {server.port}", f"    user: {user}"]
        if server.jump:
            lines.append(f'    jump: "root@{server.jump.address}:{server.jump.port}"')
        with self.profile.open("a") as out:
            out.write("\n".join(lines) + "\n")
        config = self.folder / "home" / ".ssh" / "config"
        config.write_text(f"Host *\n  IdentityFile {server.key}\n  IdentitiesOnly yes\n")
        return self

    def at_port(self, port: int) -> "Region":
        """Give an embedded region ports of its own: tests run side by side on one machine."""
        with self.profile.open("a") as out:
            out.write(f"\nembedded:\n  port: {port}\n")
        return self

    def edit(self, old: str, new: str) -> None:
        """Replace a text in the profile, as a person with an editor does."""
        text = self.profile.read_text()
        assert old in text, old
        self.profile.write_text(text.replace(old, new))

    def smartcity(
        self, verb: str, *options: str, check: bool = True, stdin: str | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run a verb ("adopt", "secrets rotate") as the region's operator, with no terminal."""
        done = subprocess.run(
            [*self.command, *verb.split(), self.slug, *options],
            env=self.environment, cwd=self.folder, input=stdin, capture_output=True, text=True,
        )  # fmt: skip
        self.last = done
        if check and done.returncode:
            raise AssertionError(f"{verb} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def begin(self, verb: str, *options: str) -> "subprocess.Popen[bytes]":
        """Begin a verb in a process group of its own, which can be killed; nobody reads it."""
        self.earlier = len(self.runs)
        return subprocess.Popen(
            [*self.command, *verb.split(), self.slug, *options],
            env=self.environment, cwd=self.folder, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def is_at(self, task: str) -> bool:
        """Whether the run of what was begun last is at `task`, or past it."""
        new = (said for run in self.runs[self.earlier :] for said in run.glob("artifacts/*/stdout"))
        return any(f"{task}]" in said.read_text() for said in new)

    @property
    def command(self) -> list[str]:
        return [*self.prefix, self.python, "-m", "smartcity_kit"]

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / "home"),
            "SMARTCITY_HOME": str(self.state),
            "SMARTCITY_PROFILES": str(self.folder / "profiles"),
            "PYTHONPATH": str(self.kit),
            "LANG": "C.UTF-8",
        }

    def adopt(self, *options: str, check: bool = True) -> dict[str, Any]:
        """Adopt and return the report; trusts the server's key the first time."""
        done = self.smartcity(
            "adopt", "--yes", "--json", "--accept-host-key", *options, check=check
        )
        report: dict[str, Any] = json.loads(done.stdout) if done.stdout.startswith("{") else {}
        return report

    def hang_up(self) -> None:
        """Close the connection that is kept for a minute, as if that minute were over."""
        config = self.state / "regions" / self.slug / "ssh_config"
        for name in ("web1", "jump-web1"):
            words = ["ssh", "-F", str(config), "-O", "exit", name]
            subprocess.run(words, capture_output=True, check=False)

    def plan(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.smartcity("plan", "--json").stdout)
        return said

    def status(self) -> dict[str, dict[str, Any]]:
        done = self.smartcity("status", "--json", check=False)
        return {app["name"]: app for app in json.loads(done.stdout)["apps"]}
