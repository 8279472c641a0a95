"""An app's main pages as files that open from a disk: no server, no script, nothing asked of a net.

For `smartcity preview`. Which pages there are, the card says (`preview:`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from smartcity_base import mail
from smartcity_base.config import App, card, config
from smartcity_base.models import User

_ADDRESS = re.compile(r'\b(href|src|action)="((?:https?:/)?/[^"]*)"')
_SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>\s*", re.DOTALL)
_USE = re.compile(r'<use href="/static/([^"#]+)#([^"]+)">')
_SYMBOL = re.compile(r'(<symbol[^>]*?\bid=")([^"]+)')
_LETTER = "surel.html"


class NotTaken(Exception):
    """A page of the card that did not answer as a page: says which, and how it answered."""


def take(folder: Path) -> list[dict[str, str]]:
    """Write every page of the card into `folder`; answers {title, file} of each, a letter last.

    Raises NotTaken when one does not answer with 200.
    """
    pages = [(page, _file(page["path"])) for page in card().get("preview") or []]
    album = _Album(folder, {page["path"]: name for page, name in pages})
    for page, name in pages:
        album.add(name, _fetched(page))
    album.add(_LETTER, mail.page(_words(), "/email.png"))
    taken = [{"title": page["title"], "file": name} for page, name in pages]
    return [*taken, {"title": "", "file": _LETTER}]


def _fetched(page: Mapping[str, str]) -> str:
    client = _browser(config().app)
    if role := page.get("role"):
        client.force_login(_person(role))
    answer = client.get(page["path"])
    if answer.status_code != 200:
        raise NotTaken(f"{page['path']}: {answer.status_code}")
    return answer.content.decode()


class _Album:
    """The folder of pages, and what they need beside them."""

    def __init__(self, folder: Path, pages: Mapping[str, str]) -> None:
        self.folder = folder
        self.pages = pages
        known = config()
        self.others = {app.url: app.name for app in known.apps if app.name != known.app.name}
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, name: str, html: str) -> None:
        html = _SCRIPT.sub("", html)
        html = _with_sprites(html)
        html = _ADDRESS.sub(lambda found: f'{found[1]}="{self._address(*found.groups())}"', html)
        (self.folder / name).write_text(html, "utf-8")

    def _address(self, attribute: str, address: str) -> str:
        parts = urlsplit(address)
        if parts.scheme:
            other = self.others.get(f"{parts.scheme}://{parts.netloc}")
            return f"../{other}/{_file('/')}" if other and parts.path in ("", "/") else "#"
        if attribute == "action":
            return "#"
        if parts.path in self.pages:
            return self.pages[parts.path]
        return self._kept(parts.path)

    def _kept(self, path: str) -> str:
        """A file that a page loads, put beside it; "#" for a page that is not in the album."""
        if path.startswith("/static/"):
            name = path.removeprefix("/")
            source = finders.find(path.removeprefix("/static/"))
            content = Path(str(source)).read_bytes() if source else b""
        else:
            name, content = _served(path)
        if not content:
            return "#"
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return name


def _served(path: str) -> tuple[str, bytes]:
    """Colours and pictures, which every app answers by a name of their own; else nothing."""
    if path == reverse("theme"):
        return "tema.css", bytes(_browser(config().app).get(path).content)
    source = config().logo if path == reverse("logo") else config().picture(path.strip("/"))
    return source.name, source.read_bytes() if source.is_file() else b""


def _with_sprites(html: str) -> str:
    """Icons inside the page: a browser takes none from another file of a disk."""
    sprites = dict.fromkeys(found[1] for found in _USE.finditer(html))
    inside = ""
    for sprite in sprites:
        source = finders.find(sprite)
        symbols = Path(str(source)).read_text("utf-8") if source else ""
        inside += _SYMBOL.sub(rf"\g<1>{_id(sprite, '')}\g<2>", symbols)
    html = _USE.sub(lambda found: f'<use href="#{_id(found[1], found[2])}">', html)
    return html.replace("</body>", f"<div hidden>{inside}</div></body>") if inside else html


def _id(sprite: str, name: str) -> str:
    return f"{sprite.removesuffix('.svg').replace('/', '-')}-{name}"


def _file(path: str) -> str:
    """/laporan/peta/ -> laporan-peta.html; / -> index.html"""
    return f"{re.sub(r'[^a-z0-9]+', '-', path.lower()).strip('-') or 'index'}.html"


def _browser(app: App) -> Client:
    scheme = "https" if app.secure else "http"
    host = urlsplit(app.url).netloc
    return Client(headers={"host": host, "x-forwarded-proto": scheme})


def _person(role: str) -> User:
    """Somebody with this role, in the database that is thrown away afterwards."""
    address = f"{role}@contoh.invalid"
    return User.objects.filter(email=address).first() or User.objects.create_user(
        email=address, name="Contoh Petugas", roles=[role]
    )


def _words() -> str:
    known = config()
    return (
        "Yth. Ibu/Bapak,\n\n"
        f"Seperti inilah surat dari {known.app.title} tampil di kotak masuk Anda. Isinya ditulis "
        "oleh aplikasi; kepala surat mengikuti logo dan warna daerah.\n\n"
        f"{known.region.government}\n{known.app.url}"
    )
