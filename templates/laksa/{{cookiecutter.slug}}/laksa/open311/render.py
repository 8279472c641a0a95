"""Answers in the two formats of the specification, made from one piece of Python.

XML is without namespace; JSON follows it by the Spark convention: an element whose children are all
of one name is a list. So lists are named by their container, and this module knows their children.
"""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpResponse

TYPES = {
    "xml": "text/xml; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
CHILDREN = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "photos": "photo",
    "notes": "note",
    "answers": "answer",
}
# XML 1.0 has no place for these, not even escaped; a citizen's phone may send them.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Fault(Exception):
    """What was asked cannot be done; told in the format that was asked for."""

    def __init__(self, status: int, *descriptions: str, retry_after_s: int = 0) -> None:
        self.status = status
        self.retry_after_s = retry_after_s
        self.descriptions: Sequence[str] = descriptions
        super().__init__("; ".join(descriptions))


def answer(form: str, root: str, content: Any, status: int = 200) -> HttpResponse:
    """`content` as a document whose root is `root`, in the format `form` (a key of TYPES)."""
    body = _as_json(content) if form == "json" else _as_xml(root, content)
    return HttpResponse(body, content_type=TYPES[form], status=status)


def refusal(form: str, fault: Fault) -> HttpResponse:
    """The errors of the specification: the code is that of HTTP, the words are for people."""
    errors = [{"code": fault.status, "description": text} for text in fault.descriptions]
    return answer(form, "errors", errors, fault.status)


def _as_json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def _as_xml(root: str, content: Any) -> bytes:
    made: bytes = ET.tostring(_element(root, content), encoding="utf-8", xml_declaration=True)
    return made


def _element(name: str, content: Any) -> ET.Element:
    element = ET.Element(name)
    if isinstance(content, dict):
        element.extend(_element(key, value) for key, value in content.items())
    elif isinstance(content, Iterable) and not isinstance(content, str):
        element.extend(_element(CHILDREN[name], one) for one in content)
    elif content is not None:
        element.text = _text(content)
    return element


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _UNWRITABLE.sub("", str(value))
