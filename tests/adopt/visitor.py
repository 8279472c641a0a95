"""A visitor of the region's apps, who trusts the region's authority and knows where names lead."""

import re
import socket
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import requests

REPORT = {"category": "jalan-berlubang", "text": "Lubang besar di depan pasar."}
_resolve = socket.getaddrinfo


class Visitor:
    """A browser as far as these tests need one: verified TLS, cookies, forms.

    Args:
        address: where every name leads, for no resolver knows the names of a test.
        authority: the certificate (PEM) of the only one who is trusted; left out, those whom
            everybody trusts.
    """

    def __init__(self, address: str, authority: Path | None = None) -> None:
        self.address = address
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = str(authority) if authority else True

    def get(self, url: str) -> requests.Response:
        """Ask for a page; a redirect is an answer like others."""
        return self._ask("GET", url)

    def send(
        self, url: str, fields: Mapping[str, str], to: str = "", files: Mapping[str, Any] = {}
    ) -> requests.Response:
        """Open the form at `url`, fill in `fields`, and send it with the form's own token.

        `to`: where the form is sent, if that is another address; `files`: as `requests` takes them.
        """
        form = self.get(url).text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        assert token, f"there is no form at {url}: {form}"
        filled = {"csrfmiddlewaretoken": token[1], **fields}
        headers = {"Referer": url}
        return self._ask("POST", to or url, data=filled, files=files, headers=headers)

    def report(self, laksa: str) -> str:
        """Tell LAKSA of a damaged road; returns the address of the page that follows it up."""
        village = re.search(r'<option value="(\d[\d.]+)"', self.get(f"{laksa}/lapor/").text)
        assert village
        # The same damage is told again and again here, and each is to be a report of its own.
        own = {"submission": str(uuid.uuid4()), "village": village[1], "berbeda": "1"}
        fields = {**own, **REPORT}
        sent = self.send(f"{laksa}/lapor/", fields)
        assert sent.status_code == 302, sent.text
        return laksa + sent.headers["Location"]

    def _ask(self, method: str, url: str, **given: Any) -> requests.Response:
        def lead(_host: object, *rest: Any) -> Any:
            return _resolve(self.address, *rest)

        with patch("socket.getaddrinfo", lead):
            return self.session.request(
                method, url, timeout=20, allow_redirects=False, **given
            )  # fmt: skip
