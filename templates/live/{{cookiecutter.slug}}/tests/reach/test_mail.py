"""A notice by e-mail: to whom, once, and again later while the relay is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from smartcity_base import config as config_module
from smartcity_base import mail as base_mail
from smartcity_base.models import User
from smartcity_base.notices import Kind, notify
from smartcity_base.testing.cast import Person

from live.inbox.models import Notice
from live.reach import letters, plan
from live.reach.models import Dispatch, Wishes
from live.reach.send import send_due

RELAY = config_module.Mail("localhost", 25, None, "live@kotacontoh.go.id", "none")


@pytest.fixture(autouse=True)
def relay(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = replace(config_module.config(), mail=RELAY)
    for module in (plan, letters):
        monkeypatch.setattr(module, "config", lambda: changed)


def told(person: Person, kind: Kind = Kind.SUBMISSION) -> Dispatch | None:
    assert isinstance(person.user, User)
    notify(person.user, "LKS-26-000001: Jawaban instansi", "Besok ditambal.", "/x/", kind=kind)
    return Dispatch.objects.order_by("-pk").first()


def in_(minutes: float, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now() + timedelta(minutes=minutes)
    with monkeypatch.context() as later:
        later.setattr(timezone, "now", lambda: now)
        send_due()


def test_it_comes_under_the_regions_head_once_with_the_way_to_it(citizen: Person) -> None:
    told(citizen)
    send_due()
    send_due()
    (message,) = mail.outbox
    assert message.to == ["warga@example.org"]
    assert message.from_email == RELAY.sender
    assert message.subject == "LKS-26-000001: Jawaban instansi"
    for part in ("Yth. Warga", "Besok ditambal.", "https://live.kotacontoh.go.id/x/",
                 "/kotak-masuk/", "Pemerintah Kota Contoh"):  # fmt: skip
        assert part in str(message.body)
    assert "text/html" in str([kind for _body, kind in message.alternatives])


def test_while_the_relay_is_away_it_waits_longer_each_time_and_then_leaves_with_the_same_id(
    citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(citizen)
    ids = []

    def away(letter: Any, *_: object, **__: object) -> None:
        ids.append(letter.extra_headers["Message-ID"])
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(base_mail.Letter, "send", away)
        send_due()
        in_(0.5, monkeypatch)
        in_(1.5, monkeypatch)
    assert len(ids) == 2
    in_(5, monkeypatch)
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == ids[:1] == ids[1:]


def test_of_many_letters_a_relay_that_is_away_is_asked_once(
    citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        told(citizen)
    asked = []

    def away(letter: Any, *_: object, **__: object) -> None:
        asked.append(letter)
        raise ConnectionRefusedError

    monkeypatch.setattr(base_mail.Letter, "send", away)
    send_due()
    assert len(asked) == 1
    assert sorted(Dispatch.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_what_could_not_be_sent_for_two_days_is_given_up_and_stays_in_the_inbox(
    citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(citizen)

    def away(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(base_mail.Letter, "send", away)
    in_(60 * 49, monkeypatch)
    assert Dispatch.objects.get().given_up_at is not None
    assert Notice.objects.count() == 1


def test_a_worker_that_is_killed_before_it_could_note_it_sends_the_same_id_again(
    citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(citizen)

    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(Dispatch, "save", killed)
        with pytest.raises(SystemExit):
            send_due()
    send_due()
    ids = {message.extra_headers["Message-ID"] for message in mail.outbox}
    assert (len(mail.outbox), len(ids)) == (2, 1)


def test_an_address_that_nobody_checked_gets_nothing(citizen: Person) -> None:
    EmailAddress.objects.update(verified=False)
    assert told(citizen) is None


def test_whoever_does_not_want_a_kind_by_mail_does_not_get_it(citizen: Person) -> None:
    answer = citizen.client.post("/kotak-masuk/pilihan/", {"survei": ["surel"]})
    assert answer.status_code == 302
    assert told(citizen, Kind.SUBMISSION) is None
    assert told(citizen, Kind.SURVEY) is not None
    assert Notice.objects.count() == 2


def test_a_citizen_is_not_asked_about_duties_and_an_officer_is(
    citizen: Person, officer: Person
) -> None:
    asked = "Tugas dan tenggat saya"
    assert asked not in citizen.client.get("/kotak-masuk/pilihan/").content.decode()
    assert asked in officer.client.get("/kotak-masuk/pilihan/").content.decode()
    citizen.client.post("/kotak-masuk/pilihan/", {})
    assert Wishes.objects.get().ways["tugas"] == ["gawai", "surel"]


def test_an_answer_goes_where_the_app_reads_it(citizen: Person) -> None:
    assert isinstance(citizen.user, User)
    notify(citizen.user, "A", "B", "/x/", thread="<t@laksa.test>", reply_to="lapor@kota.test")
    send_due()
    (message,) = mail.outbox
    assert message.extra_headers["Message-ID"] == "<t@laksa.test>"
    assert message.reply_to == ["lapor@kota.test"]
