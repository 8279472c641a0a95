"""A person's own number: proven by a code, worth level L0, and in nobody else's hands."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from smartcity_base.models import AuditEntry
from smartcity_base.testing.cast import Person, Setting, user_of
from smartcity_base.testing.rows import everything_stored

from live import people, verification
from live.reach import phones
from live.reach.models import Phone

from ..conftest import Enrolling, audited
from .conftest import Other

NUMBER = "+6281234567890"
OTHER = "+6285712345678"
PAGE = "/akun/ponsel/"
pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture
def nobody(enrol: Enrolling) -> Person:
    """Somebody whose address nobody has checked."""
    person = enrol("Nur")
    EmailAddress.objects.filter(user=user_of(person)).update(verified=False)
    return person


Asking = Callable[..., str]


@pytest.fixture
def ask(provider: Other) -> Asking:
    """ask(person, "0812…") -> the code that came to that phone."""

    def sent(person: Person, typed: str = NUMBER) -> str:
        before = len(provider.asked)
        assert person.client.post(PAGE, {"number": typed})["Location"] == PAGE
        assert len(provider.asked) == before + 1
        return code_in(provider)

    return sent


def code_in(provider: Other) -> str:
    found = re.match(r"\d{6}(?!\d)", json.loads(provider.asked[-1].body)["text"])
    assert found
    return found[0]


def confirm(person: Person, code: str) -> int:
    return int(person.client.post(f"{PAGE}kode/", {"code": code}).status_code)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_the_code_makes_the_number_theirs_and_the_account_l0(
    nobody: Person, provider: Other, ask: Asking
) -> None:
    assert verification.level_of(user_of(nobody)) == ""
    code = ask(nobody, "0812-3456-7890")
    assert json.loads(provider.asked[-1].body)["to"] == NUMBER
    assert verification.level_of(user_of(nobody)) == ""  # not before the code
    assert confirm(nobody, wrong(code)) == 422
    assert confirm(nobody, f"{code[:3]} {code[3:]}") == 302
    assert verification.level_of(user_of(nobody)) == "L0"
    assert phones.proven(user_of(nobody)) == NUMBER
    assert NUMBER in nobody.client.get("/akun/").text
    assert [entry.details for entry in audited("phone.confirmed")] == [{}]


def test_the_page_works_without_scripts_and_helps_a_phone(nobody: Person, ask: Asking) -> None:
    ask(nobody)
    page = nobody.client.get(PAGE).text
    (field,) = re.findall(r'<input[^>]*name="code"[^>]*>', page)
    assert 'autocomplete="one-time-code"' in field
    assert 'inputmode="numeric"' in field
    (field,) = re.findall(r'<input[^>]*name="number"[^>]*>', page)
    assert 'autocomplete="tel"' in field


def test_a_code_serves_once_for_its_person_and_its_number(
    nobody: Person, citizen: Person, ask: Asking
) -> None:
    first = ask(nobody)
    assert confirm(citizen, first) == 422
    second = ask(nobody, OTHER)
    if first != second:
        assert confirm(nobody, first) == 422
    assert confirm(nobody, second) == 302
    assert confirm(nobody, second) == 422
    assert phones.proven(user_of(nobody)) == OTHER


def test_a_code_is_good_for_five_tries(nobody: Person, ask: Asking) -> None:
    code = ask(nobody)
    for _ in range(5):
        assert confirm(nobody, wrong(code)) == 422
    assert confirm(nobody, code) == 422


def test_a_code_is_good_for_ten_minutes(
    nobody: Person, ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = ask(nobody)
    late = timezone.now() + timedelta(minutes=11)
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: late)
        assert not phones.confirm(user_of(nobody), code)


def test_a_person_is_sent_three_codes_a_day(nobody: Person, provider: Other, ask: Asking) -> None:
    for number in (NUMBER, OTHER, NUMBER):
        ask(nobody, number)
    answer = nobody.client.post(PAGE, {"number": "081311112222"})
    assert answer.status_code == 422
    assert "Sudah tiga kode" in answer.text
    assert len(provider.asked) == 3


def test_a_number_is_sent_three_codes_a_day_whoever_asks(
    enrol: Enrolling, provider: Other, ask: Asking
) -> None:
    for name in ("Satu", "Dua", "Tiga"):
        ask(enrol(name), "0812 3456 7890")
    answer = enrol("Empat").client.post(PAGE, {"number": NUMBER})
    assert "Sudah tiga kode" in answer.text
    assert len(provider.asked) == 3


def test_an_address_from_which_many_ask_is_stopped(
    nobody: Person, provider: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    from live.limits import PHONE_CODES

    object.__setattr__(PHONE_CODES, "most", 1)
    try:
        nobody.client.post(PAGE, {"number": "x"})
        answer = nobody.client.post(PAGE, {"number": NUMBER})
    finally:
        object.__setattr__(PHONE_CODES, "most", 20)
    assert (answer.status_code, answer["Retry-After"] > "0") == (429, True)
    assert NUMBER in answer.text  # what was typed stays
    assert provider.asked == []


def test_another_number_is_asked_for_again_and_the_old_one_counts_until_then(
    nobody: Person, ask: Asking
) -> None:
    confirm(nobody, ask(nobody))
    code = ask(nobody, OTHER)
    assert phones.proven(user_of(nobody)) == NUMBER
    assert confirm(nobody, wrong(code)) == 422
    assert phones.proven(user_of(nobody)) == NUMBER
    assert confirm(nobody, code) == 302
    assert phones.proven(user_of(nobody)) == OTHER


def test_neither_number_nor_code_lies_readable_or_in_a_log(
    nobody: Person, ask: Asking, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        first = ask(nobody)
        kept = Phone.objects.get()
        confirm(nobody, wrong(first))
        lying = everything_stored()
        confirm(nobody, first)
    for place in (lying, everything_stored(), caplog.text, str(list(AuditEntry.objects.values()))):
        for secret in (NUMBER, NUMBER.removeprefix("+62"), f"'{first}'", f" {first} "):
            assert secret not in place
    assert first not in kept.digest


def test_who_takes_the_number_away_falls_back_and_is_told_what_it_means(
    nobody: Person, ask: Asking
) -> None:
    confirm(nobody, ask(nobody))
    assert "tidak lagi menunjukkan siapa Anda" in nobody.client.get(PAGE).text
    nobody.client.post(f"{PAGE}hapus/")
    assert not Phone.objects.exists()
    assert verification.level_of(user_of(nobody)) == ""


@pytest.mark.parametrize(
    "lose",
    [lambda user: people.seize(user, by=None), lambda user: people.begin(user, "perahu 12 danau")],
)
def test_who_begins_anew_with_the_account_begins_without_a_number(
    nobody: Person, ask: Asking, lose: Callable[..., None]
) -> None:
    confirm(nobody, ask(nobody))
    lose(user_of(nobody))
    assert not Phone.objects.exists()


@pytest.mark.parametrize("typed", ["12345", "021 5550000", "abc", "+62 812"])
def test_what_is_no_mobile_number_is_refused(nobody: Person, provider: Other, typed: str) -> None:
    assert nobody.client.post(PAGE, {"number": typed}).status_code == 422
    assert provider.asked == []


def test_a_provider_that_is_away_is_told_and_nothing_is_changed(
    nobody: Person, provider: Other
) -> None:
    provider.answers = [(503, {}, b"")]
    answer = nobody.client.post(PAGE, {"number": NUMBER})
    assert answer.status_code == 422
    assert "Nomor Anda belum diubah" in answer.text
    assert not Phone.objects.exists()


def test_an_sms_names_the_site_that_may_have_the_code(
    nobody: Person, provider: Other, ask: Asking, setting: Setting
) -> None:
    code = ask(nobody)
    assert "@live" not in json.loads(provider.asked[-1].body)["text"]
    setting(message_channel="sms")
    code = ask(nobody)
    last = json.loads(provider.asked[-1].body)["text"].splitlines()[-1]
    assert last == f"@live.kotacontoh.go.id #{code}"


def test_an_app_that_asked_for_l0_is_gone_back_to(nobody: Person, ask: Asking) -> None:
    asked = {"untuk": "laksa", "tingkat": "L0", "next": "/identity/o/authorize?x=1"}
    page = nobody.client.get("/akun/verifikasi/", asked).text
    assert f'href="{PAGE}"' in page
    answer = nobody.client.post(f"{PAGE}kode/", {"code": ask(nobody)})
    assert answer["Location"] == "/identity/o/authorize?x=1"
    assert f'href="{PAGE}"' not in nobody.client.get("/akun/verifikasi/").text


def test_a_region_without_a_provider_asks_nothing_and_promises_nothing(
    nobody: Person, setting: Setting
) -> None:
    setting(message_url="")
    for page in ("/akun/", "/akun/verifikasi/", "/kotak-masuk/pilihan/"):
        told = nobody.client.get(page).text
        assert "nomor ponsel" not in told.lower()
        assert PAGE not in told
    assert nobody.client.get(PAGE).status_code == 404
    assert nobody.client.post(PAGE, {"number": NUMBER}).status_code == 404
    assert confirm(nobody, "000000") == 404
    document = nobody.client.get("/.well-known/openid-configuration").json()
    assert "phone" not in document["scopes_supported"]
    assert "phone_number" not in document["claims_supported"]


def test_who_gave_a_number_while_there_was_one_may_take_it_away(
    nobody: Person, ask: Asking, setting: Setting
) -> None:
    confirm(nobody, ask(nobody))
    setting(message_url="")
    page = nobody.client.get(PAGE).text
    assert "Hapus nomor ini" in page
    assert "Kirim kode" not in page


def test_a_stranger_has_no_number(stranger: Person) -> None:
    for address in (PAGE, f"{PAGE}kode/", f"{PAGE}hapus/"):
        assert stranger.client.post(address)["Location"].startswith("/masuk/")
