"""One-time codes as an authenticator app computes them (RFC 6238: TOTP, SHA-1, 30 s, 6 digits)."""

import base64
import hashlib
import hmac
import struct
import time
from dataclasses import dataclass

from tests.servers.machine import wait_until

STEP_S = 30


def code_at(secret: str, step: int) -> str:
    """The six digits of a time step (Unix time // 30); `secret` is base32, as apps show it."""
    key = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack_from(">I", digest, start)[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


@dataclass
class Authenticator:
    """The app on an administrator's phone. A code counts once: the next one is of a later step.

    LIVE takes one step ahead of its clock, no more: who asks too often waits for the clock.
    """

    secret: str
    spent: int = 0

    def code(self) -> str:
        step = self.spent + 1
        wait_until("the next code counts", lambda: step <= now() + 1, seconds=2 * STEP_S)
        self.spent = max(now(), step)
        return code_at(self.secret, self.spent)


def now() -> int:
    """The time step that it is."""
    return int(time.time()) // STEP_S
