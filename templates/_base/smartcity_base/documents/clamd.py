"""A client of ClamAV's clamd: INSTREAM over its socket (clamd(8)); no other program, no network."""

from __future__ import annotations

import os
import socket
import struct
from typing import IO

SOCKET = "/run/clamav/clamd.ctl"
_CHUNK = 64 * 1024
_PATIENCE_S = 120


class Away(Exception):
    """The scanner does not answer, or could not say what the file is."""


def scan(file: IO[bytes]) -> str:
    """What was found in it, "" for nothing. Raises Away."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(_PATIENCE_S)
            line.connect(os.environ.get("SMARTCITY_CLAMD") or SOCKET)
            line.sendall(b"zINSTREAM\0")
            while chunk := file.read(_CHUNK):
                line.sendall(struct.pack("!I", len(chunk)) + chunk)
            line.sendall(struct.pack("!I", 0))
            said = b""
            while not said.endswith(b"\0") and (more := line.recv(4096)):
                said += more
    except OSError as error:
        raise Away(type(error).__name__) from error
    verdict = said.rstrip(b"\0").decode("utf-8", "replace").removeprefix("stream: ")
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    raise Away(verdict or "no answer")
