"""Asking a server for a page as a browser would, without its names being in any DNS."""

import http.client
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


class _Secure(http.client.HTTPSConnection):
    """HTTPS to a server by its address, speaking to it by the name it has in public."""

    def __init__(self, address: str, name: str, authority: Path) -> None:
        trusted = ssl.create_default_context(cafile=str(authority))
        super().__init__(name, timeout=20, context=trusted)
        self.address, self.trusted = address, trusted

    def connect(self) -> None:
        plain = socket.create_connection((self.address, 443), self.timeout)
        self.sock = self.trusted.wrap_socket(plain, server_hostname=self.host)


def get(address: str, name: str, path: str, authority: Path | None, body: bytes = b"") -> Answer:
    """The answer of `name` at `address`: over TLS when there is an authority to trust."""
    if authority is None:
        connection = http.client.HTTPConnection(address, timeout=20)
    else:
        connection = _Secure(address, name, authority)
    try:
        connection.request("POST" if body else "GET", path, body or None, {"Host": name})
        response = connection.getresponse()
        headers = {key.lower(): value for key, value in response.getheaders()}
        return Answer(response.status, headers, response.read().decode("utf-8", "replace"))
    finally:
        connection.close()
