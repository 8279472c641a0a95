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
    """The operator's side: a profile, a home with an SSH key, a state folder."""

    slug: str
    folder: Path
    last: "subprocess.CompletedProcess[str] | None" = None

    @classmethod
    def copied(cls, slug: str, folder: Path) -> "Region":
        """A region of its own, made from the sample called `slug`; wheels are kept between runs."""
        shutil.copytree(paths.SAMPLES / slug, folder / "profiles" / slug)
        (folder / "home" / ".ssh").mkdir(parents=True, mode=0o700)
        (folder / "state" / "store").mkdir(parents=True)
        WHEELS.mkdir(parents=True, exist_ok=True)
        (folder / "state" / "store" / "wheels").symlink_to(WHEELS)
        return cls(slug, folder)

    @property
    def profile(self) -> Path:
        return self.folder / "profiles" / self.slug / "profile.yml"

    @property
    def state(self) -> Path:
        return self.folder / "state"

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
        """Run a verb for this region as its operator, with no terminal."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / "home"),
            "SMARTCITY_HOME": str(self.state),
            "SMARTCITY_PROFILES": str(self.folder / "profiles"),
            "PYTHONPATH": str(paths.TEMPLATES.parent),
            "LANG": "C.UTF-8",
        }
        command = [sys.executable, "-m", "smartcity_kit", verb, self.slug, *options]
        done = subprocess.run(
            command, env=environment, cwd=self.folder, input=stdin, capture_output=True, text=True
        )
        self.last = done
        if check and done.returncode:
            raise AssertionError(f"{verb} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def adopt(self, *options: str, check: bool = True) -> dict[str, Any]:
        """Adopt and return the report; trusts the server's key the first time."""
        done = self.smartcity(
            "adopt", "--yes", "--json", "--accept-host-key", *options, check=check
        )
        report: dict[str, Any] = json.loads(done.stdout) if done.stdout.startswith("{") else {}
        return report

    def plan(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.smartcity("plan", "--json").stdout)
        return said

    def status(self) -> dict[str, dict[str, Any]]:
        done = self.smartcity("status", "--json", check=False)
        return {app["name"]: app for app in json.loads(done.stdout)["apps"]}
