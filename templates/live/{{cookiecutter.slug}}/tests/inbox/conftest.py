"""An app that tells LIVE of people, as it does over HTTP."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from django.test import Client

from smartcity_base.config import secret
from smartcity_base.links import KEY_HEADER
from smartcity_base.testing.cast import browser

Telling = Callable[..., Any]
LAKSA = "https://laksa.kotacontoh.go.id"


def token(sender: str = "laksa") -> str:
    now = int(time.time())
    claims = {"iss": sender, "aud": "live", "iat": now, "exp": now + 60, "jti": uuid.uuid4().hex}
    return jwt.encode(claims, secret("links/laksa"), algorithm="HS256")


def notice(person: Any, /, **changes: Any) -> dict[str, Any]:
    usual = {
        "person": str(person.user.pk),
        "kind": "pengajuan",
        "subject": "LKS-26-000001: Jawaban instansi",
        "text": "Besok ditambal.",
        "url": f"{LAKSA}/laporan-saya/LKS-26-000001/",
        "at": "2026-11-22T09:00:00+08:00",
        "about": "LKS-26-000001",
    }
    return usual | changes


def submission(person: Any, /, **changes: Any) -> dict[str, Any]:
    usual = {
        "person": str(person.user.pk),
        "reference": "LKS-26-000001",
        "title": "Jalan rusak: Lubang di depan pasar",
        "state": "Diproses",
        "colour": "yellow",
        "url": f"{LAKSA}/laporan-saya/LKS-26-000001/",
        "at": "2026-11-22T09:00:00+08:00",
        "ended": False,
    }
    return usual | changes


@pytest.fixture
def tell(db: None) -> Telling:
    """tell("kabar", {...}) -> LIVE's answer; the same `key` is the same message."""
    client: Client = browser()

    def post(what: str, told: dict[str, Any], key: str = "", shown: str = "") -> Any:
        return client.post(
            f"/api/v1/tautan/{what}",
            told,
            content_type="application/json",
            headers={
                "authorization": f"Bearer {shown or token()}",
                KEY_HEADER: key or str(uuid.uuid4()),
            },
        )

    return post
