"""The private code of a report, for its reporter; its public number is a `NumberSeries`."""

import secrets

# Crockford's base 32: no I, L, O or U, so a code read out over the phone is written down right.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
_MISREAD = str.maketrans("ILO", "110", "- ")


def new_code() -> str:
    """A code nobody can guess (80 random bits): who has it may act as the reporter."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def plain_code(typed: str) -> str:
    """The code as it is stored, from what a person typed: any case, with or without hyphens."""
    return typed.upper().translate(_MISREAD)


def spaced_code(code: str) -> str:
    """The code as people read it: `7Q2K-M3XD-9RTP-0VWA`."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
