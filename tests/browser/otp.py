"""One-time codes as an authenticator app computes them (RFC 6238: TOTP, SHA-1, 30 s, 6 digits)."""

import base64
import hashlib
import hmac
import struct
import time
from dataclasses import dataclass

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
    """The app on an administrator's phone. A code counts once: the next one is of a later step."""

    secret: str
    spent: int = 0

    def code(self) -> str:
        self.spent = max(int(time.time()) // STEP_S, self.spent + 1)
        return code_at(self.secret, self.spent)
