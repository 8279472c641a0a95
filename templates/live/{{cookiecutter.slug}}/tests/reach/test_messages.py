"""WhatsApp and SMS against a real HTTP server: the request, each kind of answer, the report."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from django.utils import timezone

from smartcity_base.models import User
from smartcity_base.testing.cast import Person, Setting, browser

from live.reach import messages
from live.reach.models import Dispatch, Phone
from live.reach.send import send_due

from .conftest import Other, send_in, told, wait_s

TOKEN = "token-of-the-message-provider"
NUMBER = "+6281234567890"
pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture
def reachable(citizen: Person) -> Person:
    assert isinstance(citizen.user, User)
    Phone.objects.create(user=citizen.user, number=NUMBER, confirmed_at=timezone.now())
    return citizen


def test_it_is_one_json_request_with_token_key_and_no_word_of_the_notice(
    reachable: Person, provider: Other
) -> None:
    dispatch = told(reachable, "pesan")
    send_due()
    send_due()
    (asked,) = provider.asked
    assert dispatch is not None
    assert asked.path == "/kirim"
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert asked.headers["idempotency-key"] == str(dispatch.key)
    assert json.loads(asked.body) == {
        "to": NUMBER,
        "channel": "whatsapp",
        "sender": "PEMKOT",
        "text": "Pemerintah Kota Contoh: LKS-26-000001: Jawaban instansi\n"
        "https://live.kotacontoh.go.id/x/",
        "callback": "https://live.kotacontoh.go.id/kotak-masuk/kabar-kiriman/",
    }
    dispatch.refresh_from_db()
    assert dispatch.sent_at is not None
    assert dispatch.said == "wa-77"


def test_after_a_500_it_comes_again_with_the_same_key_and_waits_longer_each_time(
    reachable: Person, provider: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatch = told(reachable, "pesan")
    assert dispatch is not None
    provider.answers = [(500, {}, b"")] * 2
    send_due()
    assert 50 < wait_s(dispatch) <= 60
    send_in(1.1, monkeypatch)
    assert 110 < wait_s(dispatch) - 66 <= 120
    send_in(5, monkeypatch)
    keys = [asked.headers["idempotency-key"] for asked in provider.asked]
    assert keys == [str(dispatch.key)] * 3
    dispatch.refresh_from_db()
    assert dispatch.sent_at is not None


def test_a_provider_that_does_not_answer_in_time_is_asked_again_and_not_for_each_message(
    reachable: Person, provider: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "TIMEOUT_S", 0.2)
    provider.slow_s = 0.6
    for _ in range(3):
        told(reachable, "pesan")
    send_due()
    assert len(provider.asked) == 1
    provider.slow_s = 0
    send_in(2, monkeypatch)
    assert Dispatch.objects.exclude(sent_at=None).count() == 3


@pytest.mark.parametrize("as_date", [False, True])
def test_429_is_left_alone_for_as_long_as_it_says(
    reachable: Person, provider: Other, as_date: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatch = told(reachable, "pesan")
    told(reachable, "pesan")
    assert dispatch is not None
    after = format_datetime(timezone.now() + timedelta(seconds=1200)) if as_date else "1200"
    provider.answers = [(429, {"Retry-After": after}, b"")]
    send_due()
    assert len(provider.asked) == 1
    assert 1180 < wait_s(dispatch) <= 1200


@pytest.mark.parametrize("status", [400, 404, 422])
def test_what_it_refuses_is_given_up_and_the_next_one_goes_out(
    reachable: Person, provider: Other, status: int
) -> None:
    refused, _next = told(reachable, "pesan"), told(reachable, "pesan")
    assert refused is not None
    provider.answers = [(status, {}, b"")]
    send_due()
    refused.refresh_from_db()
    assert refused.given_up_at is not None
    assert refused.said == f"HTTP {status}"
    assert Dispatch.objects.exclude(sent_at=None).count() == 1


@pytest.mark.parametrize("said", ["x", "-5", "1e9", "", "Mon, 99 Foo"])
def test_a_retry_after_that_says_nothing_is_none(said: str) -> None:
    assert messages.retry_after(said) is None


def test_without_a_number_of_their_own_nobody_gets_one(citizen: Person, provider: Other) -> None:
    assert told(citizen, "pesan") is None


def report(told: dict[str, Any], key: str = TOKEN) -> int:
    body = json.dumps(told).encode()
    made = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    answer = browser().post(
        "/kotak-masuk/kabar-kiriman/",
        body,
        content_type="application/json",
        headers={"x-signature": f"sha256={made}"},
    )
    return int(answer.status_code)


def test_a_signed_report_says_how_it_fared_and_an_unsigned_one_nothing(
    reachable: Person, provider: Other
) -> None:
    dispatch = told(reachable, "pesan")
    assert dispatch is not None
    send_due()
    fared = {"key": str(dispatch.key), "state": "delivered"}
    assert report(fared, key="orang-lain") == 401
    assert report(fared) == 204
    dispatch.refresh_from_db()
    assert dispatch.said == "delivered"
    assert report({**fared, "state": "failed", "reason": "nomor mati"}) == 204
    dispatch.refresh_from_db()
    assert (dispatch.said, dispatch.given_up_at is not None) == ("failed nomor mati", True)
    assert report({"key": "x", "state": "read"}) == 400
    assert report({"key": str(dispatch.key), "state": "dimakan"}) == 400
    assert report({"key": "0b9d1d7e-6f0c-4d55-9f5c-1e2d3c4b5a69", "state": "read"}) == 404


def test_a_region_without_a_provider_does_not_speak_of_it(
    citizen: Person, setting: Setting
) -> None:
    setting(message_url="")
    page = citizen.client.get("/kotak-masuk/pilihan/").content.decode()
    assert "WhatsApp" not in page
