"""Web Push against a push service that decrypts: RFC 8030, 8188, 8291 and 8292."""

from __future__ import annotations

import json
import os
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from smartcity_base.models import User
from smartcity_base.testing.cast import Person

from live.reach import push
from live.reach.models import Subscription
from live.reach.send import send_due

from .conftest import Asked, Other, send_in, told, wait_s

CURVE = ec.SECP256R1()


class Phone:
    """A browser: its key and secret, and what it reads of a push."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(CURVE)
        self.auth = os.urandom(16)

    @property
    def public(self) -> bytes:
        return push.point(self.key.public_key())

    def subscribe(self, person: Person, endpoint: str) -> Subscription:
        assert isinstance(person.user, User)
        return Subscription.objects.create(
            user=person.user,
            endpoint=endpoint,
            p256dh=push.b64(self.public),
            auth=push.b64(self.auth),
        )

    def read(self, asked: Asked) -> dict[str, str]:
        """As RFC 8291 has the receiver do it, written without the sender's code."""
        body = asked.body
        salt, record, length = body[:16], int.from_bytes(body[16:20]), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert asked.headers["content-encoding"] == "aes128gcm"
        assert len(sealed) <= record
        shared = self.key.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender)
        )
        info = b"WebPush: info\x00" + self.public + sender
        ikm = HKDF(SHA256(), 32, self.auth, info).derive(shared)
        key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(ikm)
        nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(ikm)
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        assert plain[-1:] == b"\x02"
        read: dict[str, str] = json.loads(plain[:-1])
        return read


def test_it_encrypts_the_example_of_rfc_8291_to_the_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    scalar = int.from_bytes(push.unb64("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
    theirs = ec.derive_private_key(scalar, CURVE)
    monkeypatch.setattr(ec, "generate_private_key", lambda *_: theirs)
    monkeypatch.setattr(os, "urandom", lambda _: push.unb64("DGv6ra1nlYgDCS1FRnbzlw"))
    made = push.encrypted(
        b"When I grow up, I want to be a watermelon",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
    )
    assert push.b64(made) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_a_browser_reads_that_there_is_news_and_nothing_else(citizen: Person, other: Other) -> None:
    phone = Phone()
    phone.subscribe(citizen, f"{other.url}/p/1")
    dispatch = told(citizen, "gawai")
    send_due()
    send_due()
    (asked,) = other.asked
    assert dispatch is not None
    assert phone.read(asked) == {
        "title": "Kota Contoh LIVE",
        "url": "https://live.kotacontoh.go.id/kotak-masuk/",
    }
    assert asked.headers["ttl"] == "86400"
    assert asked.headers["topic"] == dispatch.key.hex


def test_the_push_service_knows_who_pushes_by_the_key_that_the_browser_was_given(
    citizen: Person, other: Other
) -> None:
    Phone().subscribe(citizen, f"{other.url}/p/1")
    told(citizen, "gawai")
    send_due()
    scheme, _, rest = other.asked[0].headers["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    key: Any = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, push.unb64(parts["k"]))
    claims = jwt.decode(parts["t"], key, algorithms=["ES256"], audience=other.url)
    assert scheme == "vapid"
    assert claims["sub"] == "mailto:halo@kotacontoh.go.id"
    page = citizen.client.get("/kotak-masuk/pilihan/").content.decode()
    assert f'data-push="{parts["k"]}"' in page


@pytest.mark.parametrize("status", [404, 410, 403])
def test_a_subscription_that_has_ended_is_forgotten_and_the_others_are_reached(
    citizen: Person, other: Other, status: int
) -> None:
    Phone().subscribe(citizen, f"{other.url}/p/alt")
    kept = Phone().subscribe(citizen, f"{other.url}/p/neu")
    dispatch = told(citizen, "gawai")
    assert dispatch is not None
    other.answers = [(status, {}, b""), (201, {}, b"")]
    send_due()
    assert list(Subscription.objects.all()) == [kept]
    dispatch.refresh_from_db()
    assert (dispatch.said, dispatch.sent_at is not None) == ("1", True)


def test_when_the_last_one_has_ended_it_is_given_up(citizen: Person, other: Other) -> None:
    Phone().subscribe(citizen, f"{other.url}/p/1")
    dispatch = told(citizen, "gawai")
    assert dispatch is not None
    other.answers = [(410, {}, b"")]
    send_due()
    dispatch.refresh_from_db()
    assert dispatch.given_up_at is not None
    assert told(citizen, "gawai") == dispatch  # nothing new set out


def test_a_push_service_with_trouble_is_asked_again_later(
    citizen: Person, other: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    Phone().subscribe(citizen, f"{other.url}/p/1")
    dispatch = told(citizen, "gawai")
    assert dispatch is not None
    other.answers = [(500, {}, b""), (429, {"Retry-After": "600"}, b"")]
    send_due()
    send_in(2, monkeypatch)
    assert 590 < wait_s(dispatch) - 120 <= 600
    send_in(20, monkeypatch)
    dispatch.refresh_from_db()
    assert dispatch.sent_at is not None


def subscribe(person: Person, **changes: str) -> int:
    phone = Phone()
    form = {
        "endpoint": "https://fcm.googleapis.com/fcm/send/abc",
        "p256dh": push.b64(phone.public),
        "auth": push.b64(phone.auth),
    }
    return int(person.client.post("/kotak-masuk/gawai/", form | changes).status_code)


def test_a_browser_subscribes_and_is_left_in_peace_again(citizen: Person, stranger: Person) -> None:
    assert subscribe(stranger) == 302
    assert subscribe(citizen) == subscribe(citizen) == 204
    kept = Subscription.objects.get()
    assert kept.user == citizen.user
    citizen.client.post("/kotak-masuk/gawai/lepas/", {"endpoint": kept.endpoint})
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://127.0.0.1/x"},
        {"endpoint": "http://fcm.googleapis.com/x"},
        {"endpoint": "https://fcm.googleapis.com.penipu.test/x"},
        {"endpoint": "https://fcm.googleapis.com:8443/x"},
        {"endpoint": "https://evilpush.apple.com.test/x"},
        {"p256dh": "AAAA"},
        {"p256dh": push.b64(b"\x04" + b"\x01" * 64)},
        {"auth": "*"},
        {"auth": ""},
    ],
    ids=str,
)
def test_what_is_no_subscription_of_a_push_service_is_refused(
    citizen: Person, wrong: dict[str, str]
) -> None:
    assert subscribe(citizen, **wrong) == 422
    assert not Subscription.objects.exists()


def test_who_signs_in_last_at_a_browser_is_nudged_there(citizen: Person, enrol: Any) -> None:
    other = enrol("Tetangga")
    subscribe(citizen)
    subscribe(other)
    assert Subscription.objects.get().user == other.user


def test_the_one_worker_of_the_app_nudges(stranger: Person) -> None:
    answer = stranger.client.get("/sw.js")
    assert answer["content-type"].startswith("text/javascript")
    assert b"showNotification" in answer.content
