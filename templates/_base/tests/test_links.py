"""Apps that talk: who calls is proved; what is sent arrives once, in order, and never gets lost."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone

from smartcity_base import links, outbox
from smartcity_base.config import config
from smartcity_base.models import Incoming, Outgoing
from smartcity_base.personal import retention

KEY = "kunci-berdua-" * 4
Deliver = Callable[[], None]


@pytest.fixture
def shared(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The secret that this app (contoh) and LAKSA share."""
    folder = Path(shutil.copytree(os.environ["SMARTCITY_SECRETS"], tmp_path / "secrets"))
    file = folder / "links/laksa"
    file.write_text(KEY)
    monkeypatch.setenv("SMARTCITY_SECRETS", str(folder))
    return file


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    about = {
        "iss": "laksa",
        "aud": "contoh",
        "iat": now,
        "exp": now + 60,
        "jti": os.urandom(8).hex(),
    }
    return about | changes


def calling(token: str, key: str = "") -> Any:
    headers = {"authorization": f"Bearer {token}"} | ({links.KEY_HEADER: key} if key else {})
    return RequestFactory().post("/api/v1/tautan/x", headers=headers)


def test_an_app_is_linked_when_it_is_adopted_and_the_secret_is_there(shared: Path) -> None:
    assert [app.name for app in links.links()] == ["live", "laksa"]
    shared.unlink()
    assert [app.name for app in links.links()] == ["live"]


def test_what_one_makes_for_the_other_says_who_to_whom_and_for_a_minute(shared: Path) -> None:
    told = jwt.decode(links.token("laksa"), KEY, algorithms=["HS256"], audience="laksa")
    assert (told["iss"], told["exp"] - told["iat"]) == (config().app.name, 60)


def test_a_linked_app_is_known_by_its_token_and_only_once(shared: Path) -> None:
    shown = jwt.encode(claims(), KEY, algorithm="HS256")
    assert links.caller(calling(shown)) == "laksa"
    assert links.caller(calling(shown)) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "live"},
        {"aud": "live"},
        {"exp": 1_700_000_000},
        {"jti": None},
        {"iss": "contoh"},
    ],
    ids=str,
)
def test_a_token_that_is_not_quite_right_opens_nothing(shared: Path, wrong: dict[str, Any]) -> None:
    about = {name: value for name, value in claims(**wrong).items() if value is not None}
    assert links.caller(calling(jwt.encode(about, KEY, algorithm="HS256"))) is None


def test_a_secret_that_was_replaced_counts_for_as_long_as_it_lies_beside_the_new_one(
    shared: Path,
) -> None:
    shown = jwt.encode(claims(), "yang-sebelumnya-" * 4, algorithm="HS256")
    assert links.caller(calling(shown)) is None
    shared.with_name("laksa.before").write_text("yang-sebelumnya-" * 4)
    assert links.caller(calling(shown)) == "laksa"


def test_neither_another_key_nor_no_signature_nor_no_token_opens_anything(shared: Path) -> None:
    for shown in (
        jwt.encode(claims(), "kunci-orang-lain" * 3, algorithm="HS256"),
        jwt.encode(claims(), None, algorithm="none"),
        "bukan.token.sama.sekali",
        "",
    ):
        assert links.caller(calling(shown)) is None
    assert links.caller(RequestFactory().get("/")) is None


def test_what_comes_twice_is_done_once_and_answered_alike(db: None) -> None:
    done: list[int] = []

    def do() -> dict[str, Any]:
        done.append(1)
        return {"task": len(done)}

    key = "0b9d1d7e-6f0c-4d55-9f5c-1e2d3c4b5a69"
    request = calling("", key)
    request.auth = "laksa"
    assert [links.once(request, do) for _ in range(3)] == [{"task": 1}] * 3
    request.auth = "live"  # another sender's keys are its own
    assert links.once(request, do) == {"task": 2}


def test_what_failed_is_done_when_it_comes_again(db: None) -> None:
    request = calling("", "0b9d1d7e-6f0c-4d55-9f5c-1e2d3c4b5a69")
    request.auth = "laksa"

    def fail() -> dict[str, Any]:
        raise LookupError

    with pytest.raises(LookupError):
        links.once(request, fail)
    assert not Incoming.objects.exists()
    assert links.once(request, lambda: {"ok": True}) == {"ok": True}


class Other(ThreadingHTTPServer):
    """LAKSA as the outbox sees it: writes down what came, answers what it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.came: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answers: list[int] = []

    @property
    def paths(self) -> list[str]:
        return [path for _method, path, _headers, _body in self.came]


class _Handler(BaseHTTPRequestHandler):
    server: Other

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.came.append((self.command, self.path, headers, body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.send_header("Content-Type", "application/problem+json")
        self.end_headers()
        self.wfile.write(b'{"detail": "Nomor itu tidak ada."}')

    do_POST = do_PUT = _answer

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def laksa(shared: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Other]:
    other = Other()
    thread = threading.Thread(target=other.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{other.server_port}"
    known = links.linked("laksa")
    assert known is not None
    here = replace(known, url=url)
    monkeypatch.setattr(outbox, "linked", lambda name: here if name == "laksa" else None)
    yield other
    other.shutdown()
    other.server_close()
    thread.join()


def send(path: str, subject: str = "a", **more: Any) -> Outgoing:
    return outbox.send("laksa", "POST", path, {"n": path}, subject=subject, **more)


def deliver_in(minutes: float, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now() + timedelta(minutes=minutes)
    with monkeypatch.context() as later:
        later.setattr(timezone, "now", lambda: now)
        outbox.deliver.call()


def test_messages_arrive_in_their_order_with_token_and_key(laksa: Other) -> None:
    sent = [send(f"/{n}") for n in range(3)]
    outbox.deliver.call()
    assert laksa.paths == ["/0", "/1", "/2"]
    method, _path, headers, body = laksa.came[0]
    assert (method, json.loads(body)) == ("POST", {"n": "/0"})
    assert headers["idempotency-key"] == str(sent[0].key)
    shown = headers["authorization"].removeprefix("Bearer ")
    assert (
        jwt.decode(shown, KEY, algorithms=["HS256"], audience="laksa")["iss"] == config().app.name
    )
    outbox.deliver.call()
    assert len(laksa.came) == 3


def test_one_that_fails_holds_up_its_own_subject_and_no_other(
    laksa: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    laksa.answers = [503]
    first = send("/first")
    send("/second")
    send("/elsewhere", subject="b")
    outbox.deliver.call()
    assert laksa.paths == ["/first", "/elsewhere"]
    deliver_in(0.5, monkeypatch)
    assert len(laksa.came) == 2
    deliver_in(1.5, monkeypatch)
    assert laksa.paths[2:] == ["/first", "/second"]
    assert (
        laksa.came[0][2]["idempotency-key"] == laksa.came[2][2]["idempotency-key"] == str(first.key)
    )


def test_it_waits_longer_each_time_and_never_more_than_an_hour(laksa: Other) -> None:
    message, waits = send("/x"), []
    for _ in range(9):
        Outgoing.objects.update(next_at=timezone.now())
        laksa.answers = [500]
        outbox.deliver.call()
        message.refresh_from_db()
        waits.append(round((message.next_at - timezone.now()).total_seconds() / 60))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_what_the_other_refuses_is_written_down_and_lets_the_next_one_pass(laksa: Other) -> None:
    laksa.answers = [422]
    refused = send("/no")
    send("/next")
    outbox.deliver.call()
    refused.refresh_from_db()
    assert (refused.refused_at is not None, refused.said) == (True, "Nomor itu tidak ada.")
    assert laksa.paths == ["/no", "/next"]
    outbox.deliver.call()
    assert len(laksa.came) == 2


def test_an_app_that_does_not_answer_is_asked_once_and_later_gets_everything(
    laksa: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = outbox.linked("laksa")
    assert here is not None
    monkeypatch.setattr(outbox, "linked", lambda name: replace(here, url="http://127.0.0.1:9"))
    for n in range(3):
        send(f"/{n}", subject=str(n))
    outbox.deliver.call()
    assert sorted(Outgoing.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    monkeypatch.setattr(outbox, "linked", lambda name: here)
    deliver_in(2, monkeypatch)
    assert laksa.paths == ["/0", "/1", "/2"]


def test_a_worker_that_is_killed_after_the_answer_sends_the_same_key_again(
    laksa: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    send("/x")

    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(Outgoing, "save", killed)
        with pytest.raises(SystemExit):
            outbox.deliver.call()
    outbox.deliver.call()
    keys = [headers["idempotency-key"] for _m, _p, headers, _b in laksa.came]
    assert (len(keys), len(set(keys))) == (2, 1)


def test_a_message_of_a_deed_that_was_undone_is_never_sent(laksa: Other) -> None:
    with transaction.atomic():
        send("/x")
        transaction.set_rollback(True)
    outbox.deliver.call()
    assert laksa.came == []


def test_files_go_along_as_the_parts_of_a_form(laksa: Other, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    name = default_storage.save("bukti.jpg", ContentFile(b"\xff\xd8 foto"))
    send("/x", files=[name, "sudah-hilang.jpg"])
    outbox.deliver.call()
    _method, _path, headers, body = laksa.came[0]
    assert headers["content-type"].startswith("multipart/form-data")
    assert b'name="photos"; filename="1.jpg"' in body
    assert b"\xff\xd8 foto" in body
    assert body.count(b'name="photos"') == 1


def test_what_was_settled_a_month_ago_is_forgotten_and_what_waits_is_not(laksa: Other) -> None:
    outbox.send("laksa", "POST", "/x", {}, subject="a")
    outbox.deliver.call()
    waiting = send("/y")
    Outgoing.objects.update(created_at=timezone.now() - timedelta(days=99))
    Outgoing.objects.exclude(pk=waiting.pk).update(delivered_at=timezone.now() - timedelta(days=99))
    retention.forget_old()
    assert list(Outgoing.objects.all()) == [waiting]
