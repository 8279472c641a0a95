"""LIVE as the kit renders it, run by gunicorn with its worker, and an app that signs in at it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
import yaml
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

HERE = Path(__file__).parents[1]
BASE = HERE.parents[1] / "_base"
TESTING = BASE / "smartcity_base/testing"
CLIENT_SECRET = "rahasia-laksa-untuk-pengujian"
OTHER_SECRET = "rahasia-sigap-untuk-pengujian"
NIP = "198602132011012002"
PASSWORD = "perahu di danau 12"
STAFF = f"""name,nip,email,phone,agency,position,roles
Siti Rahma,{NIP},siti@example.org,,dinas-pekerjaan-umum,Kasi Jalan,laksa:officer
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def signing_key() -> bytes:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def until(true: Callable[[], bool]) -> None:
    """Wait for something that another process does; fails after three minutes."""
    deadline = time.monotonic() + 180
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


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


class Live:
    """The rendered folder with its two processes; `stop` ends them."""

    def __init__(self, folder: Path, app: App, **settings: Any) -> None:
        self.folder, self.app, self.settings = folder, app, settings
        self.url = f"http://localhost:{free_port()}"
        shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("tests", "__pycache__"))
        _keep_existing(BASE / "{{cookiecutter.slug}}", folder)
        shutil.copy(HERE.parent / "app.yml", folder)
        for name in ("data", "branding"):
            shutil.copytree(TESTING / name, folder / name)
        (folder / "region.json").write_text(json.dumps(self._region()))
        self._write_secrets()
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = {
            **kept,
            "PYTHONPATH": str(BASE),
            "SMARTCITY_BIND": self.url.removeprefix("http://"),
            "SMARTCITY_WORKERS": "2",
            "SMARTCITY_THREADS": "2",
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def _region(self) -> dict[str, Any]:
        region: dict[str, Any] = json.loads((TESTING / "region.json").read_text())
        card = yaml.safe_load((HERE.parent / "app.yml").read_text())
        live, laksa = region["apps"]
        live |= {"url": self.url, "roles": card["roles"]}
        laksa["url"] = self.app.url
        # At the same address: what one may not do with the other's is refused for who it is.
        region["apps"].append({**laksa, "name": "sigap", "title": "SIGAP", "roles": {}})
        settings = {name: setting["default"] for name, setting in card["settings"].items()}
        settings |= self.settings
        own = {key: live[key] for key in ("name", "title", "summary", "url", "roles")}
        return {
            **region,
            "app": {**own, "settings": settings},
            "identity": {"issuer": self.url},
            "place": "embedded",
        }

    def _write_secrets(self) -> None:
        clients = self.folder / "secrets/clients"
        clients.mkdir(parents=True)
        (clients / "laksa").write_text(CLIENT_SECRET)
        (clients / "sigap").write_text(OTHER_SECRET)
        for name in ("secret_key", "data_key"):
            (clients.parent / name).write_text(secrets.token_urlsafe(50))
        (clients.parent / "oidc_key.pem").write_bytes(signing_key())

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
        key.write_bytes(signing_key())
        self.restart()

    def restart(self) -> None:
        self.stop("web")
        self.serve()

    def manage(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *command],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def serve(self) -> None:
        self.start("web", "-m", "gunicorn", "-c", "gunicorn.conf.py")
        until(self._answers)

    def work(self) -> None:
        self.start("jobs", "manage.py", "work", "--interval", "0.1")

    def stop(self, *names: str) -> None:
        for name in names or tuple(self.processes):
            process = self.processes.pop(name)
            process.terminate()
            process.wait()

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except (requests.ConnectionError, requests.Timeout):  # a busy machine starts slowly
            return False


def _keep_existing(source: Path, target: Path) -> None:
    """The kit's second pass: the base fills in what the app left unsaid."""
    for path in source.rglob("*"):
        there = target / path.relative_to(source)
        if path.is_dir():
            there.mkdir(exist_ok=True)
        elif not there.exists():
            shutil.copy(path, there)


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
