"""Another app that speaks Open311: asks for both formats, holds every answer to the schema."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from xmlschema import XMLSchema

from smartcity_base.models import ApiToken
from smartcity_base.testing.cast import Person
from smartcity_base.tokens.keys import give_key

from laksa.open311.keys import SCOPE

SCHEMA = XMLSchema(Path(__file__).with_name("georeport_v2.xsd"))
TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
LISTS = {
    "services", "attributes", "values", "service_requests", "errors", "endpoints", "formats",
    "photos", "notes", "answers",
}  # fmt: skip


def spark(element: ET.Element) -> Any:
    """What an element is in JSON by the Spark convention, with every value as its words."""
    if element.tag in LISTS:
        return [spark(child) for child in element]
    if len(element):
        return {child.tag: spark(child) for child in element}
    return element.text or ""


def as_words(value: Any) -> Any:
    """The values of a JSON document as XML writes them."""
    if isinstance(value, dict):
        return {name: as_words(one) for name, one in value.items()}
    if isinstance(value, list):
        return [as_words(one) for one in value]
    return "" if value is None else json.dumps(value) if isinstance(value, bool) else str(value)


@dataclass
class App:
    """Somebody's app with its key; what comes back is the JSON, after the XML has been compared."""

    http: Any
    key: str
    account: ApiToken

    def get(
        self,
        path: str,
        status: int = 200,
        strict: bool = True,
        query: dict[str, Any] | None = None,
        **more: Any,
    ) -> Any:
        """What a GET answers; `strict`: with nothing beyond the specification."""
        told = {}
        query = (query or {}) | more
        for form, kind in TYPES.items():
            answer = self.http.get(f"/open311/{path}.{form}", query)
            assert answer.status_code == status, answer.content
            assert answer["Content-Type"] == kind
            assert answer["Access-Control-Allow-Origin"] == "*"
            told[form] = answer.content
        return self.compared(told, strict)

    def post(self, form: str = "json", **arguments: Any) -> Any:
        """One POST, as it is answered; `api_key` and a service are sent unless they are None."""
        usual = {
            "api_key": self.key, "service_code": "sampah", "address_string": "Jalan Mawar 3",
            "description": "Sampah menumpuk di tepi jalan",
        }  # fmt: skip
        sent = {name: value for name, value in (usual | arguments).items() if value is not None}
        return self.http.post(f"/open311/v2/requests.{form}", sent)

    def made(self, **arguments: Any) -> dict[str, Any]:
        """What an accepted POST answers."""
        answer = self.post(**arguments)
        assert answer.status_code == 200, answer.content
        (one,) = json.loads(answer.content)
        return dict(one)

    def refused(self, status: int, **arguments: Any) -> list[str]:
        """Why a POST is refused, in both formats alike."""
        told = {}
        for form, kind in TYPES.items():
            answer = self.post(form, **arguments)
            assert (answer.status_code, answer["Content-Type"]) == (status, kind), answer.content
            told[form] = answer.content
        errors = self.compared(told)
        assert {error["code"] for error in errors} == {status}
        return [error["description"] for error in errors]

    def compared(self, told: dict[str, bytes], strict: bool = True) -> Any:
        assert told["xml"].lower().startswith(b"<?xml version='1.0' encoding='utf-8'?>")
        root = ET.fromstring(told["xml"])  # noqa: S314  (our own)
        if strict:
            SCHEMA.validate(root)
        content = json.loads(told["json"])
        assert spark(root) == as_words(content)
        return content


Accounts = Callable[..., App]


@pytest.fixture
def app_of(region: None, stranger: Person) -> Accounts:
    """app_of("Warga Kita", per_hour=2) -> an app with an account and a key."""

    def make(name: str = "Warga Kita", per_hour: int = 300) -> App:
        account = ApiToken(name=name, contact="api@example.org", per_hour=per_hour, scopes=[SCOPE])
        return App(stranger.client, give_key(account), account)

    return make


@pytest.fixture
def app(app_of: Accounts) -> App:
    return app_of()
