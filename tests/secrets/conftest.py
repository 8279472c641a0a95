"""A region with secrets, in memory and on disk, and what its vault holds."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from smartcity_kit import api, paths
from smartcity_kit.operate import keep_secret
from smartcity_kit.plan import Plan
from smartcity_kit.profile import Mail
from smartcity_kit.secrets import (
    ensure_secrets,
    find_secrets,
    keep,
    open_vault,
    remember_carried,
    rotate,
)
from tests.conftest import MakePlan

MADE = (
    *("live/secret_key", "live/data_key", "live/oidc_key.pem", "live/push_key.pem"),
    "live/links/laksa",
    *("laksa/secret_key", "laksa/data_key", "laksa/oidc_client_secret", "laksa/links/live"),
)


@pytest.fixture
def plan(plan_of: MakePlan) -> Plan:
    """A region with secrets of both kinds, its apps as they would be after an adopt."""
    mail = Mail("surel.contoh.go.id", 587, "kit", "a@contoh.go.id", "starttls")
    made = plan_of(mail=mail)
    ensure_secrets(made)
    keep_secret(made, "mail", "sandi-surel")
    found = find_secrets(made)
    keep(found, ("servers", "web1", "sudo_password"), "sandi-sudo")
    remember_carried(ensure_secrets(made), made)
    return made


@pytest.fixture
def real(tmp_path: Path) -> Plan:
    """The plan of a profile on disk, as another process reads it."""
    folder = tmp_path / "kota-gorontalo"
    shutil.copytree(paths.SAMPLES / "kota-gorontalo", folder)
    made = api.make_plan(api.load_profile(folder))
    ensure_secrets(made)
    rotate(made)
    return made


def vault(plan: Plan) -> dict[str, Any]:
    return open_vault(find_secrets(plan))


def value(plan: Plan, path: str) -> str:
    app, _slash, name = path.partition("/")
    return str(vault(plan)["apps"][app][name])


def values(plan: Plan) -> dict[str, str]:
    return {path: value(plan, path) for path in MADE}


def value_line(plan: Plan, path: str) -> str:
    return max(value(plan, path).splitlines(), key=len)
