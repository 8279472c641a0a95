"""Where somebody is signed in, and what the apps are told when that ends."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Token
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from smartcity_base.models import User
from smartcity_base.testing.cast import Person, browser, user_of

from live import people, sessions
from live.devices import describe
from live.models import BrowserSession, Grant
from tests.conftest import PASSWORD, Enrolling, audited, queued


@pytest.fixture
def warga(citizen: Person) -> User:
    assert isinstance(citizen.user, User)
    return citizen.user


def with_tokens(session: BrowserSession, *apps: str) -> list[list[str]]:
    """What apps hold after signing in within this session; the job each sign-out is queued as."""
    for app in apps:
        grant = Grant.objects.create(
            session=session,
            client_id=app,
            code_digest=uuid.uuid4().hex,
            authenticated_at=timezone.now(),
            redeemed_at=timezone.now(),
        )
        Token.objects.create(
            type=Token.Type.REFRESH_TOKEN,
            hash=uuid.uuid4().hex,
            client_id=app,
            user=session.user,
            data={"grant": grant.pk},
        )
    return [[app, session.user.pk.hex, str(session.pk)] for app in apps]


def test_signing_in_begins_a_session_and_signing_out_ends_it(citizen: Person, warga: User) -> None:
    assert sessions.running(warga).count() == 1
    citizen.client.post("/keluar/")
    assert not sessions.running(warga).exists()


def test_a_sign_out_takes_the_tokens_and_tells_each_app_once(citizen: Person, warga: User) -> None:
    told = with_tokens(sessions.running(warga).get(), "laksa", "laksa")
    citizen.client.post("/keluar/")
    assert not Token.objects.exists()
    assert queued("send_logout") == told[:1]


def test_a_code_that_was_never_redeemed_is_no_reason_to_tell(citizen: Person, warga: User) -> None:
    session = sessions.running(warga).get()
    with_tokens(session, "laksa")
    Grant.objects.update(redeemed_at=None)
    citizen.client.post("/keluar/")
    assert queued("send_logout") == []


def test_the_other_devices_stay(citizen: Person, warga: User) -> None:
    phone = browser()
    phone.force_login(warga)
    here, there = sessions.running(warga).order_by("started_at")
    with_tokens(here, "laksa")
    told = with_tokens(there, "laksa")
    citizen.client.post("/akun/perangkat/", {"session": str(there.pk)})
    assert queued("send_logout") == told
    assert phone.get("/akun/").status_code == 302
    assert citizen.client.get("/akun/").status_code == 200
    assert Token.objects.count() == 1


def test_all_others_can_be_ended_at_once(citizen: Person, warga: User) -> None:
    others = [browser(), browser()]
    for other in others:
        other.force_login(warga)
    citizen.client.post("/akun/perangkat/")
    assert sessions.running(warga).count() == 1
    assert citizen.client.get("/akun/").status_code == 200


def test_nobody_ends_somebody_elses_session(citizen: Person, officer: Person) -> None:
    assert isinstance(officer.user, User)
    theirs = sessions.running(officer.user).get()
    answer = citizen.client.post("/akun/perangkat/", {"session": str(theirs.pk)})
    assert answer.status_code == 302
    assert sessions.running(officer.user).exists()
    assert citizen.client.post("/akun/perangkat/", {"session": "x"}).status_code == 404


@pytest.mark.parametrize(
    "act", [lambda user: people.close(user, None), lambda user: people.begin(user, PASSWORD)]
)
def test_closing_and_beginning_anew_tell_the_apps(warga: User, act: object) -> None:
    told = with_tokens(sessions.running(warga).get(), "laksa")
    act(warga)
    assert queued("send_logout") == told


def test_an_expired_session_is_not_alive(warga: User) -> None:
    from django.contrib.sessions.models import Session

    assert sessions.alive(warga).exists()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not sessions.alive(warga).exists()
    assert sessions.running(warga).exists()  # its apps are still to be told


def test_the_list_shows_the_devices(enrol: Enrolling) -> None:
    warga = enrol("Warga", sign_in=False)
    phone = {"user-agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit Chrome/126 Mobile Safari"}
    for client, headers in (
        (browser(), phone),
        (warga.client, {"user-agent": "Firefox/128 Linux"}),
    ):
        form = {"login": "warga@example.org", "password": PASSWORD}
        client.post("/masuk/", form, headers=headers)
    here = {"user-agent": "Firefox/129 Linux"}  # renewed since
    page = warga.client.get("/akun/perangkat/", headers=here).content.decode()
    assert "Chrome di Android" in page
    assert "Firefox di Linux" in page


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/537 Edg/126", "Edge di Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604",
            "Safari di iPhone",
        ),
        ("", "Perangkat tidak dikenal"),
    ],
)
def test_a_device_has_a_name_people_know(user_agent: str, name: str) -> None:
    assert describe(user_agent) == name


def was_last_seen(session: BrowserSession, **ago: float) -> None:
    moment = timezone.now() - timedelta(**ago)
    BrowserSession.objects.filter(pk=session.pk).update(seen_at=moment)


def test_an_officer_who_was_away_too_long_is_out_here_and_in_every_app(officer: Person) -> None:
    session = sessions.running().get()
    told = with_tokens(session, "laksa")
    was_last_seen(session, minutes=32)
    assert officer.client.get("/akun/").status_code == 302
    assert not sessions.running().exists()
    assert queued("send_logout") == told
    assert audited("signin.ended")[0].details == {"reason": "idle"}


def test_who_is_busy_in_an_app_is_not_away(officer: Person) -> None:
    session = sessions.running().get()
    was_last_seen(session, minutes=25)
    assert sessions.seen_in_app(session)
    session.refresh_from_db()
    assert timezone.now() - session.seen_at < timedelta(minutes=1)
    was_last_seen(session, minutes=32)
    session.refresh_from_db()
    assert not sessions.seen_in_app(session)


def test_a_citizen_is_not_signed_out_for_being_away(citizen: Person) -> None:
    was_last_seen(sessions.running().get(), days=3)
    assert citizen.client.get("/akun/").status_code == 200


def test_an_officers_session_ends_after_a_working_day_however_busy(officer: Person) -> None:
    session = sessions.running().get()
    BrowserSession.objects.filter(pk=session.pk).update(
        started_at=timezone.now() - timedelta(hours=10, minutes=1)
    )
    assert officer.client.get("/akun/").status_code == 302


def test_a_session_in_another_kind_of_browser_is_over(enrol: Enrolling) -> None:
    person = enrol("Siti", sign_in=False)
    phone = {"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/140.0.1.2 Mobile"}
    person.client.post(
        "/masuk/", {"login": user_of(person).email, "password": PASSWORD}, headers=phone
    )
    renewed = {"user-agent": "Mozilla/5.0 (Linux; Android 15) Chrome/141.0.7.8 Mobile"}
    assert person.client.get("/akun/", headers=renewed).status_code == 200
    thief = {"user-agent": "curl/8.9.1"}
    assert person.client.get("/akun/", headers=thief).status_code == 302
    assert audited("signin.ended")[0].details == {"reason": "moved"}


def test_signing_in_gives_the_browser_a_new_session(enrol: Enrolling) -> None:
    person = enrol("Siti", sign_in=False)
    person.client.get("/masuk/")
    session = person.client.session
    session["pilihan"] = "sebelum masuk"
    session.save()
    before = session.session_key
    person.client.cookies[settings.SESSION_COOKIE_NAME] = before
    person.client.post("/masuk/", {"login": user_of(person).email, "password": PASSWORD})
    assert person.client.session.session_key not in (before, None)
    assert not Session.objects.filter(session_key=before).exists()
