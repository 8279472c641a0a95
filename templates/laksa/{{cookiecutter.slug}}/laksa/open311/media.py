"""Fetching the photo behind a `media_url`: from the open internet, and from nowhere else.

The address comes from outside, and this server can reach what outsiders cannot. So a name is looked
up once, every address it has must be public, and the connection goes to the address that was
looked at.
"""

import io
import socket
import time
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError

from laksa.photos import MAX_BYTES

PORTS = {"http": 80, "https": 443}
REDIRECTS = 3
SECONDS = 30  # for all of it: a line that drips does not keep the worker


class NotFetched(Exception):
    """There is no photo to be had; `for_now` says whether a later try may find one."""

    def __init__(self, why: str, for_now: bool = False) -> None:
        self.for_now = for_now
        super().__init__(why)


def fetch(url: str) -> io.BytesIO:
    """What stands at this address, at most MAX_BYTES and a little."""
    deadline = time.monotonic() + SECONDS
    for _hop in range(REDIRECTS + 1):
        found = _get(url, deadline)
        if isinstance(found, io.BytesIO):
            return found
        url = urljoin(url, found)
    raise NotFetched("too many redirects")


def _get(url: str, deadline: float) -> io.BytesIO | str:
    """The content, or the address where it is said to be."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.port or parts.username:
        raise NotFetched("not an ordinary web address")
    address = _public_address(parts.hostname, PORTS[parts.scheme])
    timeout = Timeout(connect=5, read=10)
    pool: HTTPConnectionPool
    if parts.scheme == "https":
        pool = HTTPSConnectionPool(
            address,
            PORTS["https"],
            timeout=timeout,
            server_hostname=parts.hostname,
            assert_hostname=parts.hostname,
        )
    else:
        pool = HTTPConnectionPool(address, PORTS["http"], timeout=timeout)
    path = parts.path or "/"
    with pool:
        try:
            answer = pool.request(
                "GET",
                f"{path}?{parts.query}" if parts.query else path,
                headers={"Host": parts.hostname, "Accept": "image/*"},
                redirect=False,
                retries=False,
                preload_content=False,
            )
            if location := answer.get_redirect_location():
                return location
            if answer.status != 200:
                raise NotFetched(f"HTTP {answer.status}", for_now=answer.status >= 500)
            return _content(answer, deadline)
        except (HTTPError, OSError) as error:
            raise NotFetched(type(error).__name__, for_now=True) from error


def _content(answer: object, deadline: float) -> io.BytesIO:
    content = io.BytesIO()
    for piece in answer.stream(64 * 1024):  # type: ignore[attr-defined]
        content.write(piece)
        if content.tell() > MAX_BYTES or time.monotonic() > deadline:
            raise NotFetched("too large or too slow")
    content.seek(0)
    return content


def _public_address(host: str, port: int) -> str:
    """The address to connect to; refused as soon as one of the name's addresses is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotFetched("name not found", for_now=True) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not all(_is_public(address) for address in addresses):
        raise NotFetched("not a public address")
    return addresses[0]


def _is_public(address: str) -> bool:
    known = ip_address(address.partition("%")[0])
    mapped = getattr(known, "ipv4_mapped", None)
    return (mapped or known).is_global and not known.is_multicast
