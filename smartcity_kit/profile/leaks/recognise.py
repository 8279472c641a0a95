"""What looks like a secret: by its shape, by the name it stands under, by its disorder.

Names of people and places, addresses, NIP, coordinates and links must not: a check that cries wolf
is switched off. Shapes are those that their makers document (GitHub, GitLab, AWS, Slack, Stripe,
Google, age, crypt(5), RFC 7468, RFC 7519).
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

NOT_AFTER = r"(?<![A-Za-z0-9+/_-])"
NOT_BEFORE = r"(?![A-Za-z0-9+/_-])"
# What is in every match -> the whole of it: texts without the former are passed over quickly.
SHAPES = {
    "PRIVATE KEY": re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[^<>\"]*"),
    "://": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/@:\"'<>{}]+:[^\s/@\"'<>{}$*]+@[^\s\"'<>]*"),
    "github_pat_": re.compile(NOT_AFTER + r"github_pat_[A-Za-z0-9_]{20,}" + NOT_BEFORE),
    "glpat-": re.compile(NOT_AFTER + r"glpat-[A-Za-z0-9_-]{20,}" + NOT_BEFORE),
    "xox": re.compile(NOT_AFTER + r"xox[abeprs]-[A-Za-z0-9-]{10,}" + NOT_BEFORE),
    "AKIA": re.compile(NOT_AFTER + r"AKIA[A-Z0-9]{16}" + NOT_BEFORE),
    "AIza": re.compile(NOT_AFTER + r"AIza[A-Za-z0-9_-]{35}" + NOT_BEFORE),
    "sk_live_": re.compile(NOT_AFTER + r"sk_live_[A-Za-z0-9]{16,}" + NOT_BEFORE),
    "eyJ": re.compile(NOT_AFTER + r"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    "AGE-SECRET-KEY-": re.compile(r"AGE-SECRET-KEY-1[A-Z0-9]{20,}"),
    "$": re.compile(r"\$(?:1|2[aby]|5|6|7|y|gy|argon2(?:id?|d))\$[A-Za-z0-9./=,$+-]{20,}"),
}
SHAPES |= {
    f"gh{kind}_": re.compile(NOT_AFTER + rf"gh{kind}_[A-Za-z0-9]{{30,}}" + NOT_BEFORE)
    for kind in "pousr"
}

NAMES = {
    *("password", "passwords", "passwd", "passphrase", "pass", "pwd", "pin"),
    *("secret", "secrets", "token", "tokens", "credential", "credentials", "apikey"),
    *("sandi", "katasandi", "rahasia", "kredensial"),
}
PAIRS = {
    *("api key", "private key", "secret key", "access key", "auth key", "signing key"),
    *("encryption key", "kata sandi", "kunci rahasia", "kunci privat", "kunci api"),
}
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")

RUN = re.compile(r"[A-Za-z0-9+/_=-]+")
LONG, LONGER = 20, 32
# Of the places between two signs, how many part one kind from another; words change at their ends.
RESTLESS = {"0Aa": 0.3, "0a": 0.2, "0A": 0.2, "Aa": 0.42}
# Public by their nature: SSH host keys, digests of files.
PUBLIC = re.compile(r"AAAA[BCE][23]|sha(256|384|512)-")


@cache
def is_secret_name(name: str) -> bool:
    """Whether a key is named as secrets are: "sudo_password", "apiKey", "kata-sandi"."""
    words = [word.lower() for word in WORDS.findall(name)]
    return bool(words) and (words[-1] in NAMES or " ".join(words[-2:]) in PAIRS)


def is_filled_in(text: str) -> bool:
    """Whether something stands there, as opposed to nothing, "***", "xxx" or "…"."""
    letters = {letter.lower() for letter in text if letter.isalnum()}
    return bool(letters) and letters != {"x"}


def shapes(text: str) -> Iterator[tuple[int, str]]:
    """Where in `text` something has the shape of a secret, and what stands there."""
    for mark, shape in SHAPES.items():
        if mark in text:
            yield from ((found.start(), found[0].rstrip()) for found in shape.finditer(text))


def tokens(text: str) -> Iterator[tuple[int, str]]:
    """Where in `text` a long run of letters and digits is in such disorder that nobody chose it."""
    end = 0
    for word in text.split():
        if len(word) < LONG:
            continue
        start = text.index(word, end)
        end = start + len(word)
        if "://" in word or "data:" in word:
            continue
        for run in RUN.finditer(word):
            if is_disorder(run[0]):
                yield start + run.start(), run[0]


def is_disorder(run: str) -> bool:
    """Whether capitals, small letters and digits alternate as in a random token.

    Words, numbers and what is put together of them ("Dinas-PUPR-2024", "jalan-17-agustus") do not.
    """
    if len(run) < LONG or PUBLIC.match(run):
        return False
    kinds = "".join(map(_kind, run))
    changes = sum(one != other for one, other in pairwise(kinds) if "-" not in one + other)
    mixture = "".join(sorted(set(kinds) - {"-"}))
    if mixture != "0Aa" and (len(run) < LONGER or (mixture != "Aa" and "-" in kinds)):
        return False
    return changes / len(run) >= RESTLESS.get(mixture, 1)


def _kind(letter: str) -> str:
    if letter.isdigit():
        return "0"
    if letter.isalpha():
        return "A" if letter.isupper() else "a"
    return "-"
