"""LIVE as the kit renders it, run by gunicorn with its worker, and an app that signs in at it."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from smartcity_base.testing.running import Served

HERE = Path(__file__).parent
CLIENT_SECRET = "rahasia-laksa-untuk-pengujian"
OTHER_SECRET = "rahasia-sigap-untuk-pengujian"
NIP = "198602132011012002"
PASSWORD = "perahu di danau 12"
STAFF = f"""name,nip,email,phone,agency,position,roles
Siti Rahma,{NIP},siti@example.org,,dinas-pekerjaan-umum,Kasi Jalan,laksa:officer
"""


def signing_key() -> str:
    key: bytes = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return key.decode()


class App:
    """What a region's app is to LIVE: a client, and an address that hears of sign-outs."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.refuse = 0  # so many logout tokens are answered with 503 first
        app = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                form = parse_qs(self.rfile.read(length).decode())
                if app.refuse:
                    app.refuse -= 1
                    self.send_response(503)
                else:
                    app.told.append(form["logout_token"][0])
                    self.send_response(200 if self.path == "/oidc/backchannel-logout" else 404)
                self.end_headers()

            def log_message(self, *args: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self.server.server_port}"
        self.callback = f"{self.url}/oidc/callback/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Live(Served):
    """With an app that it signs people in to."""

    HOST = "localhost"

    def __init__(self, folder: Path, app: App, **settings: Any) -> None:
        self.app = app
        super().__init__(HERE.parents[1], folder, **settings)

    def region(self) -> dict[str, Any]:
        region = super().region()
        _live, laksa = region["apps"]
        laksa["url"] = self.app.url
        # At the same address: what one may not do with the other's is refused for who it is.
        region["apps"].append({**laksa, "name": "sigap", "title": "SIGAP", "roles": {}})
        return {**region, "identity": {"issuer": self.url}}

    def secrets(self) -> dict[str, str]:
        clients = {"clients/laksa": CLIENT_SECRET, "clients/sigap": OTHER_SECRET}
        known = {**super().secrets(), **clients, "oidc_key.pem": signing_key()}
        del known["oidc_client_secret"]  # it signs in at itself
        return known

    def list_siti(self) -> None:
        """Prepared as an adoption does it, with a staff table of one, and served."""
        personal = self.folder / "personal"
        personal.mkdir()
        (personal / "staff.csv").write_text(STAFF)
        self.manage("prepare", "--personal", str(personal))
        self.serve()

    def employ_siti(self) -> None:
        """The one of the staff table has begun."""
        self.list_siti()
        siti = Browser(self)
        siti.get(self.manage("setup_code", "--email", "siti@example.org").split()[1])
        siti.send("/mulai/sandi/", password1=PASSWORD, password2=PASSWORD)

    def rotate(self) -> None:
        """A new signing key beside the one before, and a restart, as an adoption brings it."""
        key = self.folder / "secrets/oidc_key.pem"
        key.with_name("oidc_key.pem.before").write_bytes(key.read_bytes())
        key.write_text(signing_key())
        self.restart()

    def restart(self) -> None:
        self.stop("web")
        self.serve()


@dataclass
class Browser:
    """Somebody's browser at LIVE: keeps cookies, sends forms as pages have them."""

    live: Live
    http: requests.Session = field(default_factory=requests.Session)

    def get(self, address: str, **options: Any) -> requests.Response:
        return self.http.get(self._at(address), timeout=20, **options)

    def send(self, address: str, **fields: str) -> requests.Response:
        """Open the page, fill its form, send it."""
        return self.fill(self.get(address), **fields)

    def fill(self, page: requests.Response, **fields: str) -> requests.Response:
        """Send the form of a page that is open."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token, f"{page.url} has no form"
        data = {"csrfmiddlewaretoken": token[1], **fields}
        return self.http.post(page.url, data, timeout=20, headers={"Referer": page.url})

    def sign_in(self) -> Browser:
        """As Siti."""
        self.send("/masuk/", login="siti@example.org", password=PASSWORD)
        return self

    def _at(self, address: str) -> str:
        return address if address.startswith("http") else f"{self.live.url}{address}"


@dataclass
class SignIn:
    """One authorization request of the app, with what it must remember until the answer comes."""

    live: Live
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(64))
    state: str = field(default_factory=secrets.token_urlsafe)
    nonce: str = field(default_factory=secrets.token_urlsafe)

    def address(self, **changes: str | None) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        query = {
            "client_id": "laksa",
            "response_type": "code",
            "redirect_uri": self.live.app.callback,
            "scope": "openid profile email smartcity",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
            **changes,
        }
        asked = {name: value for name, value in query.items() if value is not None}
        address = requests.Request("GET", f"{self.live.url}/identity/o/authorize", params=asked)
        return str(address.prepare().url)

    def code(self, browser: Browser) -> str:
        answer = browser.get(self.address(), allow_redirects=False)
        back = urlsplit(answer.headers["Location"])
        assert f"{back.scheme}://{back.netloc}{back.path}" == self.live.app.callback, back
        query = parse_qs(back.query)
        assert query["state"] == [self.state]
        return query["code"][0]

    def redeem(self, code: str, **changes: str) -> requests.Response:
        return self._token(
            grant_type="authorization_code",
            code=code,
            redirect_uri=self.live.app.callback,
            code_verifier=self.verifier,
            **changes,
        )

    def refresh(self, token: str) -> requests.Response:
        return self._token(grant_type="refresh_token", refresh_token=token)

    def userinfo(self, access_token: str) -> requests.Response:
        return requests.get(
            f"{self.live.url}/identity/o/api/userinfo",
            headers={"Authorization": f"Bearer {access_token}"},
            timeout=20,
        )

    def _token(self, **form: str) -> requests.Response:
        data = {"client_id": "laksa", "client_secret": CLIENT_SECRET, **form}
        return requests.post(f"{self.live.url}/identity/o/api/token", data, timeout=20)
