"""A region's apps as people reach them: on a server, or embedded on this machine."""

import contextlib
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from smartcity_kit import paths
from tests.adopt.adopted import Adopted
from tests.adopt.region import Region

if TYPE_CHECKING:
    from tests.browser.cast import Cast


@dataclass(eq=False)
class Place:
    """Where one region's apps answer, and the few things its operator does for the journey.

    Fields:
        live, laksa: the apps' addresses, without a slash at the end
        first_login: makes the one-time link for the first administrator, and returns it
        without: `with place.without("live"):` LIVE is stopped, and started again after
        addresses: host name -> IP address, for names that no resolver knows
        authority: the certificate (PEM) of the region's own authority, if that signed the hosts'
        cast: the people who work here, once they have been made
    """

    live: str
    laksa: str
    first_login: Callable[[], str]
    without: Callable[[str], AbstractContextManager[None]]
    addresses: Mapping[str, str] = field(default_factory=dict)
    authority: str = ""
    cast: "Cast | None" = None


def first_link(region: Region) -> str:
    """The link that the operator is shown, and told to open once."""
    return region.smartcity("first-login").stdout.split()[-1]


def served(adopted: Adopted) -> Place:
    """A region on a server of its own, over HTTPS by the region's own authority."""

    @contextlib.contextmanager
    def without(app: str) -> Iterator[None]:
        units = f"smartcity-{app}.socket smartcity-{app}.service"
        adopted.server.run(f"systemctl stop {units}")
        try:
            yield
        finally:
            adopted.server.run(f"systemctl start {units}")
            adopted.wait_until_healthy()

    urls = [str(app["url"]) for app in adopted.report["apps"]]
    return Place(
        adopted.url("live"),
        adopted.url("laksa"),
        first_login=lambda: first_link(adopted.region),
        without=without,
        addresses={str(urlsplit(url).hostname): adopted.server.address for url in urls},
        authority=adopted.region.authority.read_text(),
    )


@dataclass(eq=False)
class Embedded:
    """A region that its operator adopted on this machine, without root."""

    region: Region

    @classmethod
    def adopted(cls, region: Region) -> "Embedded":
        region.at_port(free_ports(2)).smartcity("adopt", "--embedded", "--yes")
        return cls(region)

    @classmethod
    def beside(cls, other: "Embedded", slug: str) -> "Embedded":
        """A second region of the same operator, on the same machine."""
        region = Region(slug, other.region.folder)
        shutil.copytree(paths.SAMPLES / slug, region.profile.parent)
        return cls.adopted(region)

    @property
    def folder(self) -> Path:
        return self.region.state / "embedded" / self.region.slug

    def place(self) -> Place:
        apps = self.region.status()
        return Place(
            live=apps["live"]["url"],
            laksa=apps["laksa"]["url"],
            first_login=lambda: first_link(self.region),
            without=self.without,
        )

    @contextlib.contextmanager
    def without(self, app: str) -> Iterator[None]:
        """Stop one app's web process, and start it again."""
        self.supervisor("stop", f"{app}-web")
        try:
            yield
        finally:
            self.supervisor("start", f"{app}-web")
            self.region.smartcity("start")  # waits until every app is healthy

    def processes(self) -> dict[str, int]:
        """The process id of each program that the supervisor keeps running."""
        lines = [line.split() for line in self.supervisor("status").splitlines()]
        return {words[0]: int(words[3].rstrip(",")) for words in lines if words[1] == "RUNNING"}

    def supervisor(self, *words: str) -> str:
        program = Path(sys.executable).parent / "supervisorctl"
        command = [str(program), "-c", str(self.folder / "etc" / "supervisord.conf"), *words]
        # Its exit code also tells whether all programs run, which is not an error to us.
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    def manage(self, app: str, *words: str) -> str:
        """Run a management command of an app, as its operator may."""
        command = [str(self.folder / "opt" / "bin" / "manage"), app, *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def free_ports(count: int) -> int:
    """The first of `count` ports in a row on which nothing listens here.

    Below those that the kernel lends to callers: a region that is stopped keeps its ports.
    """
    while True:
        first = 21_000 + secrets.randbelow(9_000)
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
            for port in range(first, first + count):
                stack.enter_context(socket.create_server(("127.0.0.1", port)))
            return first
