"""Officers by SCIM 2.0: as scim2-tester has it, by the rules of the staff table, and signed out."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import scim2_tester.filling
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_models import Path
from scim2_tester import Status, check_server

from smartcity_base.config import config
from smartcity_base.models import AuditEntry, User
from smartcity_base.testing.cast import Person, browser

from live import people, roles, sessions
from live.models import Staff
from tests.conftest import PASSWORD, Staffing

TOKEN = "token-of-the-personnel-system"
NIP = "198602132011012002"
CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
PLACE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
SITI: dict[str, Any] = {
    "schemas": [CORE, PLACE],
    "userName": "siti@example.org",
    "externalId": "peg-7",
    "displayName": "Siti Rahma",
    "title": "Kasi Jalan",
    "active": True,
    "phoneNumbers": [{"value": "081234567890"}],
    "roles": [{"value": "laksa:officer"}],
    PLACE: {"employeeNumber": NIP, "department": "dinas-pekerjaan-umum"},
}
Asking = Callable[..., Any]


@pytest.fixture
def scim(region: None) -> Asking:
    """scim("POST", "Users", {...}) -> the answer, as the personnel system gets it."""
    client = browser()

    def ask(method: str, path: str, body: Any = None, token: str = TOKEN, **options: Any) -> Any:
        return client.generic(
            method,
            f"/scim/v2/{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/scim+json",
            headers={"Authorization": f"Bearer {token}"},
            **options,
        )

    return ask


@pytest.fixture
def siti(scim: Asking) -> User:
    answer = scim("POST", "Users", SITI)
    assert answer.status_code == 201, answer.content
    return User.objects.get(pk=answer.json()["id"])


@pytest.fixture
def conforming(region: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[WSGISCIMClient]:
    """scim2-client before LIVE, filling in what LIVE's rules take: addresses, posts, roles."""
    fitting: dict[tuple[str, str], Callable[[], str]] = {
        ("Officer", "user_name"): lambda: f"{uuid.uuid4().hex}@example.org",
        ("PhoneNumbers", "value"): lambda: f"+62812{uuid.uuid4().int % 10**8:08}",
        ("Roles", "value"): lambda: "laksa:officer",
        ("Place", "employee_number"): lambda: f"{uuid.uuid4().int % 10**18:018}",
        ("Place", "department"): lambda: "dinas-pekerjaan-umum",
    }

    def example(path: Path[Any]) -> str | None:
        found = path.resolve()
        if found is None:
            return None
        model = found.target_model.__name__.partition("[")[0]
        make = fitting.get((model, found.target_field_name))
        return make() if make else None

    monkeypatch.setattr(scim2_tester.filling, "get_random_example_value", example)
    for signal in (request_started, request_finished):  # as Django's own test client does
        signal.disconnect(close_old_connections)
    yield WSGISCIMClient(
        WSGIHandler(),
        base_url=f"{config().app.origin}/scim/v2",
        environ={"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"},
    )
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_it_conforms_by_scim2_tester(conforming: WSGISCIMClient) -> None:
    results = check_server(conforming)
    bad = (Status.ERROR, Status.CRITICAL, Status.DEVIATION)
    wrong = [f"{one.title}: {one.reason}" for one in results if one.status in bad]
    done = {one.title for one in results if one.status == Status.SUCCESS}
    # Who is not said to be away is there: "active" has a default.
    wrong = [line for line in wrong if "did not remove attribute 'active'" not in line]
    assert not wrong, "\n".join(wrong)
    assert {"object_creation", "object_replacement", "object_deletion"} <= done


def test_an_officer_comes_and_is_told_back(scim: Asking, siti: User) -> None:
    told = scim("GET", f"Users/{siti.pk}").json()
    assert {name: told[name] for name in SITI if name not in ("schemas", "phoneNumbers")} == {
        name: value for name, value in SITI.items() if name not in ("schemas", "phoneNumbers")
    }
    assert told["phoneNumbers"] == [{"value": "+6281234567890"}]
    assert told["meta"]["location"] == f"{config().app.origin}/scim/v2/Users/{siti.pk}"
    assert roles.of(siti) == {("laksa", "officer")}
    assert people.is_vouched_for(siti)
    assert not siti.has_usable_password()


@pytest.mark.parametrize(
    "filter",
    [
        'userName eq "SITI@example.org"',
        'externalId eq "peg-7"',
        'displayName sw "Siti" and active eq true',
        'roles.value eq "laksa:officer"',
    ],
)
def test_officers_are_found(scim: Asking, siti: User, filter: str) -> None:
    found = scim("GET", "Users", QUERY_STRING=f"filter={filter}").json()
    assert [one["id"] for one in found["Resources"]] == [str(siti.pk)]
    none = scim("GET", "Users", QUERY_STRING='filter=userName eq "lain@example.org"').json()
    assert (none["totalResults"], none["Resources"]) == (0, [])


def test_a_nip_is_looked_for_in_no_address(scim: Asking, siti: User) -> None:
    asked = f'{PLACE}:employeeNumber eq "{NIP}"'
    assert (
        scim("GET", "Users", QUERY_STRING=f"filter={asked}").json()["scimType"] == "invalidFilter"
    )
    schemas = ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]
    found = scim("POST", "Users/.search", {"schemas": schemas, "filter": asked}).json()
    assert found["totalResults"] == 1
    assert NIP not in str([vars(entry) for entry in AuditEntry.objects.all()])


def test_the_list_comes_in_pages(scim: Asking, staff_table: Staffing) -> None:
    staff_table(*(f"Orang {n},,orang{n}@example.org,,,," for n in range(7)))
    ids: list[str] = []
    for start in (1, 4, 7):
        page = scim("GET", "Users", QUERY_STRING=f"startIndex={start}&count=3").json()
        assert (page["totalResults"], page["startIndex"]) == (7, start)
        ids += [one["id"] for one in page["Resources"]]
    assert len(set(ids)) == 7


def test_who_is_set_inactive_is_out_at_once_and_back_when_set_active(
    scim: Asking, siti: User
) -> None:
    people.begin(siti, PASSWORD)
    client = browser()
    client.force_login(siti)
    assert client.get("/akun/").status_code == 200
    patched = scim("PATCH", f"Users/{siti.pk}", patch("replace", "active", False))
    assert patched.json()["active"] is False
    assert client.get("/akun/").status_code == 302
    assert not sessions.running(siti).exists()
    assert scim("PATCH", f"Users/{siti.pk}", patch("Replace", "active", True)).json()["active"]


def test_what_an_administrator_closed_it_does_not_open(scim: Asking, siti: User) -> None:
    people.close(siti, by=None)
    assert scim("PUT", f"Users/{siti.pk}", SITI).json()["active"] is False


def test_who_is_removed_is_out_and_gone_and_may_return(scim: Asking, siti: User) -> None:
    client = browser()
    client.force_login(siti)
    assert scim("DELETE", f"Users/{siti.pk}").status_code == 204
    assert client.get("/akun/").status_code == 302
    assert scim("GET", f"Users/{siti.pk}").status_code == 404
    again = scim("POST", "Users", SITI)
    assert (again.status_code, again.json()["id"]) == (201, str(siti.pk))
    siti.refresh_from_db()
    assert siti.is_active


def test_a_role_is_taken_and_given(scim: Asking, siti: User) -> None:
    change = patch("replace", "roles", [{"value": "live:editor"}])
    assert scim("PATCH", f"Users/{siti.pk}", change).status_code == 200
    assert roles.of(siti) == {("live", "editor")}


def test_a_new_address_is_the_same_person(scim: Asking, siti: User) -> None:
    renamed = {**SITI, "userName": "siti.baru@example.org"}
    assert scim("PUT", f"Users/{siti.pk}", renamed).json()["userName"] == "siti.baru@example.org"
    assert User.objects.get(email="siti.baru@example.org").pk == siti.pk


def test_the_table_does_not_retire_whom_the_system_brought(
    staff_table: Staffing, siti: User
) -> None:
    counts = staff_table("Budi,,budi@example.org,,,,")
    assert counts == {"new": 1, "changed": 0, "retired": 0}
    assert Staff.objects.get(user=siti).listed


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"userName": "siti"}, "bukan alamat surel"),
        ({"roles": [{"value": "laksa:raja"}]}, "tidak dikenal"),
        ({PLACE: {"employeeNumber": "123"}}, "18 angka"),
        ({PLACE: {"department": "dinas-lain"}}, "agencies.csv"),
        ({"phoneNumbers": [{"value": "12"}]}, "nomor telepon"),
        ({"displayName": ""}, ""),
    ],
)
def test_a_fault_is_told_in_scims_form_and_changes_nothing(
    scim: Asking, change: dict[str, Any], words: str
) -> None:
    answer = scim("POST", "Users", {**SITI, **change})
    told = answer.json()
    assert (answer.status_code, told["status"], told["scimType"]) == (400, "400", "invalidValue")
    assert words in told["detail"]
    assert answer["Content-Type"] == "application/scim+json"
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "same",
    [
        {"externalId": "lain", PLACE: {}},
        {"userName": "lain@example.org", PLACE: {}},
        {"userName": "lain@example.org", "externalId": "lain"},
    ],
)
def test_two_people_are_not_one(scim: Asking, siti: User, same: dict[str, Any]) -> None:
    told = scim("POST", "Users", {**SITI, **same})
    assert (told.status_code, told.json()["scimType"]) == (409, "uniqueness")
    assert Staff.objects.count() == 1


def test_the_address_of_a_citizen_who_proved_it_is_not_taken(
    scim: Asking, siti: User, citizen: Person
) -> None:
    taken = {**SITI, "userName": "warga@example.org"}
    assert scim("PUT", f"Users/{siti.pk}", taken).status_code == 409
    body = {**taken, "externalId": None, PLACE: {}}
    assert scim("POST", "Users", body).status_code == 409


def test_a_stranger_who_took_an_officers_address_is_put_out(scim: Asking, stranger: Person) -> None:
    form = {"name": "X", "email": "siti@example.org", "password1": PASSWORD, "password2": PASSWORD}
    stranger.client.post("/daftar/", form)
    assert scim("POST", "Users", SITI).status_code == 201
    assert stranger.client.get("/akun/").status_code == 302


@pytest.mark.parametrize("token", ["", "lain", TOKEN + "x"])
def test_without_the_token_it_tells_nothing(scim: Asking, token: str) -> None:
    for method, path in (("GET", "Users"), ("POST", "Users"), ("GET", "Schemas"), ("GET", "x")):
        answer = scim(method, path, SITI, token=token)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
    assert not User.objects.exists()


def test_a_signed_in_administrator_is_not_the_personnel_system(administrator: Person) -> None:
    client: Client = administrator.client
    assert client.get("/scim/v2/Users").status_code == 401


def test_where_the_region_did_not_ask_for_it_nothing_is_there(
    scim: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {**(config().app.settings or {}), "provisioning": False}
    monkeypatch.setattr(type(config()), "setting", lambda self, name: settings[name])
    assert scim("GET", "Users").status_code == 404


def patch(op: str, path: str, value: Any) -> dict[str, Any]:
    return {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": op, "path": path, "value": value}],
    }
