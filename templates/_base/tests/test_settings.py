from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from smartcity_base.testing.running import TESTING

from rendered import Rendered


def region(url: str) -> dict[str, Any]:
    known = json.loads((TESTING / "region.json").read_text())
    return {"app": known["app"] | {"url": url}}


@pytest.mark.parametrize("public", [True, False], ids=["public-certificate", "own-authority"])
def test_the_deploy_check_is_clean_on_servers(tmp_path: Path, public: bool) -> None:
    app = Rendered(tmp_path / "app", public_tls=public)
    done = app.run("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_the_deploy_check_is_clean_embedded(tmp_path: Path) -> None:
    app = Rendered(tmp_path / "app", place="embedded", **region("http://localhost:21001"))
    done = app.run("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_cookies_carry_region_and_app_and_are_closed_to_scripts(tmp_path: Path) -> None:
    expected = {
        "SESSION_COOKIE_NAME": "9971_contoh_session",
        "CSRF_COOKIE_NAME": "9971_contoh_csrf",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
    }
    assert Rendered(tmp_path / "app").settings(*expected) == expected


def test_hsts_only_with_a_public_certificate_and_never_for_the_domain(tmp_path: Path) -> None:
    names = ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD")
    public = Rendered(tmp_path / "public", public_tls=True).settings(*names)
    own = Rendered(tmp_path / "own", public_tls=False).settings(*names)
    assert list(public.values()) == [31_536_000, False, False]
    assert list(own.values()) == [0, False, False]


def test_the_proxy_header_is_believed_behind_nginx_only(tmp_path: Path) -> None:
    servers = Rendered(tmp_path / "servers")
    embedded = Rendered(tmp_path / "embedded", place="embedded", **region("http://localhost:21001"))
    assert servers.settings("SECURE_PROXY_SSL_HEADER")["SECURE_PROXY_SSL_HEADER"]
    found = embedded.settings(
        "SECURE_PROXY_SSL_HEADER", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT"
    )
    assert not any(found.values())


def test_only_the_apps_own_host_is_answered(tmp_path: Path) -> None:
    found = Rendered(tmp_path / "app").settings("ALLOWED_HOSTS")
    assert found["ALLOWED_HOSTS"] == ["contoh.kotacontoh.go.id"]


def test_postgresql_by_socket_keeps_its_connections(tmp_path: Path) -> None:
    app = Rendered(tmp_path / "app")
    app.environment["SMARTCITY_DATABASE"] = "postgresql:///sc-contoh"
    database = app.settings("DATABASES")["DATABASES"]["default"]
    assert (database["NAME"], database["HOST"], database["USER"]) == ("sc-contoh", "", "")
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (None, True)


def test_sqlite_loses_nothing_and_lets_writers_wait(prepared: Rendered) -> None:
    asked = (
        "from django.db import connection as c; k = c.cursor();"
        "print([k.execute(f'pragma {p}').fetchone()[0]"
        " for p in ('journal_mode', 'synchronous', 'busy_timeout', 'foreign_keys')])"
    )
    assert prepared.python(asked) == "['wal', 2, 20000, 1]"


def test_no_app_starts_without_its_secret_key(tmp_path: Path) -> None:
    app = Rendered(tmp_path / "app")
    (app.folder / "secrets/secret_key").unlink()
    done = app.run("check")
    assert done.returncode != 0
    assert "the secret 'secret_key' is not in" in done.stderr


def test_a_programmer_without_secrets_gets_a_key_that_stays(tmp_path: Path) -> None:
    app = Rendered(tmp_path / "app")
    shutil.rmtree(app.folder / "secrets")
    app.environment["SMARTCITY_DEBUG"] = "1"
    first = app.settings("SECRET_KEY")
    assert app.settings("SECRET_KEY") == first
    assert (app.folder / "var/secret_key").stat().st_mode & 0o777 == 0o600


def test_mail_goes_through_the_regions_relay_or_nowhere(tmp_path: Path) -> None:
    none = Rendered(tmp_path / "none").settings("EMAIL_BACKEND")
    assert none["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
    relay = {"host": "surat.kotacontoh.go.id", "port": 587, "user": "kit", "security": "starttls"}
    app = Rendered(tmp_path / "relay", mail={**relay, "sender": "halo@kotacontoh.go.id"})
    app.secret("mail_password", "sandi")
    found = app.settings("EMAIL_HOST", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "DEFAULT_FROM_EMAIL")
    assert list(found.values()) == [
        "surat.kotacontoh.go.id",
        "sandi",
        True,
        "Contoh Kota Contoh LIVE <halo@kotacontoh.go.id>",
    ]


def test_a_regions_own_template_and_file_replace_the_apps(tmp_path: Path) -> None:
    app = Rendered(tmp_path / "app")
    page = app.folder / "overrides/templates/contoh/home.html"
    page.parent.mkdir(parents=True)
    page.write_text("{{ region.name }} sendiri")
    style = app.folder / "overrides/static/base/icons.svg"
    style.parent.mkdir(parents=True)
    style.write_text("<svg>sendiri</svg>")
    app.prepare()
    shown = app.python(
        "from django.template.loader import render_to_string as r;"
        "print(r('contoh/home.html', {'region': {'name': 'Contoh'}}))"
    )
    assert shown == "Contoh sendiri"
    assert any("sendiri" in path.read_text() for path in app.folder.glob("static/base/icons.*.svg"))
