"""Sealing for one reader: anybody may seal, only the holder of the private key opens.

X25519 with a key made for each letter, HKDF-SHA256, ChaCha20-Poly1305 (RFC 7748, 5869, 8439): as
HPKE (RFC 9180) does it. The inspectorate's private key lies in the database under a passphrase that
only its people know; a whistle-blower's is made from the code word and lies nowhere.
"""

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

# The key is new for every letter, so its nonce may be the same.
_NONCE = bytes(12)
_SALT = 16
# Some 64 MB and a tenth of a second for each guess at the passphrase.
_SCRYPT = {"length": 32, "n": 2**16, "r": 8, "p": 1}


class WrongKey(Exception):
    """This key, passphrase or code word does not open it; or it was changed."""


def seal(content: bytes, reader: bytes) -> bytes:
    """`content` for whoever has the private key of the public key `reader` (32 bytes)."""
    once = X25519PrivateKey.generate()
    mine = once.public_key().public_bytes_raw()
    key = _shared(once, X25519PublicKey.from_public_bytes(reader), mine + reader)
    return mine + ChaCha20Poly1305(key).encrypt(_NONCE, content, None)


def unseal(sealed: bytes, private: bytes) -> bytes:
    """What was sealed; raises WrongKey."""
    key = X25519PrivateKey.from_private_bytes(private)
    sender, rest = sealed[:32], sealed[32:]
    reader = key.public_key().public_bytes_raw()
    try:
        shared = _shared(key, X25519PublicKey.from_public_bytes(sender), sender + reader)
        return ChaCha20Poly1305(shared).decrypt(_NONCE, rest, None)
    except (InvalidTag, ValueError) as error:
        raise WrongKey from error


def new_pair(passphrase: str) -> tuple[bytes, bytes]:
    """A new public key, and its private key under the passphrase."""
    private = X25519PrivateKey.generate()
    return private.public_key().public_bytes_raw(), lock(private.private_bytes_raw(), passphrase)


def lock(private: bytes, passphrase: str) -> bytes:
    """The private key under the passphrase."""
    salt = os.urandom(_SALT)
    return salt + ChaCha20Poly1305(_stretched(passphrase, salt)).encrypt(_NONCE, private, None)


def unlock(locked: bytes, passphrase: str) -> bytes:
    """The private key; raises WrongKey."""
    try:
        key = _stretched(passphrase, locked[:_SALT])
        return ChaCha20Poly1305(key).decrypt(_NONCE, locked[_SALT:], None)
    except (InvalidTag, ValueError) as error:
        raise WrongKey from error


def of_code(code: str) -> tuple[bytes, bytes]:
    """The private and the public key that this code word stands for; it has 80 random bits."""
    raw = HKDF(SHA256(), 32, None, b"laksa.wbs.reader").derive(code.encode())
    return raw, X25519PrivateKey.from_private_bytes(raw).public_key().public_bytes_raw()


def sum_of(code: str) -> str:
    """By which the code word finds its report, and which does not give it away."""
    return hashlib.sha256(b"laksa.wbs.find:" + code.encode()).hexdigest()


def _shared(mine: X25519PrivateKey, other: X25519PublicKey, both: bytes) -> bytes:
    return HKDF(SHA256(), 32, both, b"laksa.wbs.letter").derive(mine.exchange(other))


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, **_SCRYPT).derive(passphrase.encode())
