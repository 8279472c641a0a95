"""Serving the page: on this machine, to whoever has the address with its token, to be read."""

import hmac
import json
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from smartcity_kit.catalogue import Catalogue, load_catalogue
from smartcity_kit.errors import KitError
from smartcity_kit.fleet.ledger import Ledger
from smartcity_kit.fleet.member import Member, read_member, read_members
from smartcity_kit.fleet.page.view import HERE, Asked, fleet_page, region_page, render
from smartcity_kit.fleet.standing import Standing, standings
from smartcity_kit.language import _
from smartcity_kit.profile import choose
from smartcity_kit.profile.find import FILE

COOKIE = "smartcity-armada"
LOCAL = "127.0.0.1"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass
class Members:
    """The profiles of a fleet, read again when one of them was touched."""

    folders: Sequence[Path]
    catalogue: Catalogue = field(default_factory=load_catalogue)
    known: dict[Path, tuple[int, Member]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> list[Member]:
        with self.lock:
            chosen = list(choose.all_of(self.folders).folders.values())
            if not self.known:
                read = read_members(chosen, self.catalogue)
                self.known = {
                    folder: (touched(folder), member)
                    for folder, member in zip(chosen, read, strict=True)
                }
            for folder in chosen:
                when = touched(folder)
                if self.known.get(folder, (0, None))[0] != when:
                    self.known[folder] = (when, read_member(folder, self.catalogue))
            return [self.known[folder][1] for folder in chosen]


def touched(folder: Path) -> int:
    """When a profile or one of its tables was written last."""
    files = [folder / FILE, folder / "data", folder / "branding"]
    return max((file.stat().st_mtime_ns for file in files if file.exists()), default=0)


class Page(ThreadingHTTPServer):
    """The page at `address`; `serve_forever` until it is shut down."""

    daemon_threads = True

    def __init__(self, ledger: Ledger, folders: Sequence[Path], port: int = 0) -> None:
        self.ledger = ledger
        self.members = Members(folders)
        self.token = secrets.token_urlsafe(24)
        try:
            super().__init__((LOCAL, port), Visit)
        except OSError as error:
            raise KitError(
                _("Port {port} cannot be served: {reason}").format(
                    port=port, reason=error.strerror),
                _("Leave --port out, and a free one is taken. Nothing was changed."),
            ) from error  # fmt: skip

    @property
    def hosts(self) -> set[str]:
        return {f"{name}:{self.server_port}" for name in (LOCAL, "localhost")}

    @property
    def address(self) -> str:
        """What to open; who has it may look."""
        return f"http://{LOCAL}:{self.server_port}/?kunci={self.token}"

    def standings(self) -> list[Standing]:
        return standings(self.ledger, self.members.now())


class Visit(BaseHTTPRequestHandler):
    """One request. Nothing can be changed here: there is no method but GET and HEAD."""

    server: Page
    server_version = "smartcity"
    sys_version = ""

    def do_GET(self) -> None:
        # A page elsewhere whose name was made to lead here would come with another Host.
        if self.headers.get("Host") not in self.server.hosts:
            self._answer(HTTPStatus.MISDIRECTED_REQUEST, "Alamat ini tidak dilayani.")
            return
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        if hmac.compare_digest(query.get("kunci", "").encode(), self.server.token.encode()):
            self._let_in(parts.path)
        elif not self._is_let_in():
            text = "Buka alamat lengkap yang dicetak oleh smartcity fleet --serve."
            self._answer(HTTPStatus.FORBIDDEN, text)
        else:
            self._show(unquote(parts.path), query)

    do_HEAD = do_GET

    def _let_in(self, path: str) -> None:
        """Keep the token where no address bar, history or referrer shows it."""
        self.send_response(HTTPStatus.SEE_OTHER)
        name = f"{COOKIE}-{self.server.server_port}"
        token = self.server.token
        self.send_header("Set-Cookie", f"{name}={token}; Path=/; HttpOnly; SameSite=Strict")
        self.send_header("Location", "/" + path.lstrip("/\\"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _is_let_in(self) -> bool:
        try:
            kept = SimpleCookie(self.headers.get("Cookie", ""))
        except CookieError:
            return False
        shown = kept.get(f"{COOKIE}-{self.server.server_port}")
        token = self.server.token.encode()
        return shown is not None and hmac.compare_digest(shown.value.encode(), token)

    def _show(self, path: str, query: dict[str, str]) -> None:
        found = PATHS.get(path)
        if found:
            found(self, query)
        elif path.startswith("/daerah/"):
            self._region(path.removeprefix("/daerah/"))
        else:
            self._answer(HTTPStatus.NOT_FOUND, "Halaman ini tidak ada.")

    def _fleet(self, query: dict[str, str]) -> None:
        self._page("fleet.html", fleet_page(self.server.standings(), Asked.of(query)))

    def _json(self, _query: dict[str, str]) -> None:
        told = {"regions": [one.as_json() for one in self.server.standings()]}
        self._answer(HTTPStatus.OK, json.dumps(told, ensure_ascii=False), "application/json")

    def _region(self, slug: str) -> None:
        one = next((one for one in self.server.standings() if one.slug == slug), None)
        if one is None:
            self._answer(HTTPStatus.NOT_FOUND, "Daerah ini tidak ada dalam armada.")
            return
        attempts = self.server.ledger.history(slug)
        last = attempts[0] if attempts else None
        lines = self.server.ledger.lines(last.rollout, slug, last.number) if last else []
        self._page("region.html", region_page(one, attempts, lines))

    def _page(self, template: str, told: dict[str, Any]) -> None:
        self._answer(HTTPStatus.OK, render(template, told), "text/html")

    def _style(self, _query: dict[str, str]) -> None:
        self._answer(HTTPStatus.OK, (HERE / "page.css").read_text("utf-8"), "text/css")

    def _script(self, _query: dict[str, str]) -> None:
        self._answer(HTTPStatus.OK, (HERE / "page.js").read_text("utf-8"), "text/javascript")

    def _answer(self, status: HTTPStatus, text: str, kind: str = "text/plain") -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in (
            ("Content-Type", f"{kind}; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", POLICY),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the first address has the token in it."""


PATHS: dict[str, Callable[[Visit, dict[str, str]], None]] = {
    "/": Visit._fleet,
    "/keadaan.json": Visit._json,
    "/gaya.css": Visit._style,
    "/hidup.js": Visit._script,
}
