"""The cast as LIVE knows it: roles are assignments, and an administrator has a second factor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import LazySettings
from django.core.cache import cache
from django_tasks_db.models import DBTaskResult

from smartcity_base import config as config_module
from smartcity_base.loading import DataFolder
from smartcity_base.models import AuditEntry, User
from smartcity_base.testing.cast import Person, browser

from live import load, roles

pytest_plugins = ["smartcity_base.testing.cast"]

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "kopi pagi di teluk 7"

Enrolling = Callable[..., Person]
Staffing = Callable[..., Any]


@pytest.fixture(autouse=True)
def _forget_limits(db: None) -> None:
    cache.clear()


@pytest.fixture
def enrol(region: None) -> Enrolling:
    """enrol("Siti", "laksa:officer") -> a person with a password, a checked address and roles."""

    def make(name: str, given: str = "", sign_in: bool = True) -> Person:
        email = f"{name.lower().replace(' ', '.')}@example.org"
        user = User.objects.create_user(email, PASSWORD, name=name)
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
        roles.give(user, roles.parse(given), by=None)
        if roles.is_administrator(user):
            TOTP.activate(user, SECRET)
        person = Person(user, browser())
        if sign_in:
            person.client.force_login(user)
        return person

    return make


@pytest.fixture
def citizen(enrol: Enrolling) -> Person:
    return enrol("Warga")


@pytest.fixture
def officer(enrol: Enrolling) -> Person:
    return enrol("Petugas", "laksa:officer")


@pytest.fixture
def editor(enrol: Enrolling) -> Person:
    return enrol("Penulis", "live:editor")


@pytest.fixture
def administrator(enrol: Enrolling) -> Person:
    return enrol("Pengelola", "live:administrator")


@pytest.fixture
def staff_table(region: None, tmp_path: Path) -> Staffing:
    """staff_table("Siti,1986…,siti@…,,dinas-…,Kasi,laksa:officer") loads these rows; the counts."""

    def write(*rows: str) -> Any:
        head = "name,nip,email,phone,agency,position,roles"
        (tmp_path / "staff.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
        return load.load_personal(DataFolder(tmp_path))["staff"].as_dict()

    return write


@pytest.fixture
def region_with_mail(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """This region has a relay."""
    known = config_module.config()
    relay = config_module.Mail("localhost", 25, None, "live@kotacontoh.go.id", "none")
    changed = replace(known, mail=relay)
    for module in ("views.account", "views.people"):
        monkeypatch.setattr(f"live.{module}.config", lambda: changed)
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    settings.MFA_ALLOW_UNVERIFIED_EMAIL = False


def audited(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action))


def queued(job: str) -> list[list[Any]]:
    """What jobs of this name were put in the queue with."""
    rows = DBTaskResult.objects.filter(task_path=f"live.jobs.{job}").order_by("enqueued_at")
    return [row.args_kwargs["args"] for row in rows]
