"""Indonesian words for a search: what of two words is the same, and how far apart two are."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
# Said in every second question, and in no name that tells one thing from another.
_EMPTY = frozenset({
    "yang", "untuk", "di", "ke", "dari", "dan", "atau", "dengan", "saya", "kami", "mau", "ingin",
    "cara", "bagaimana", "gimana", "apa", "apakah", "dimana", "mana", "layanan", "pelayanan",
    "mengurus", "urus", "buat", "bikin", "membuat", "pembuatan", "penerbitan", "baru", "si",
    "itu", "ini", "ada", "pada", "para", "oleh", "tentang", "agar", "supaya", "bisa", "dapat",
    "minta", "tolong",
})  # fmt: skip
# What a prefix leaves, and the letter that it may have swallowed (me- + tulis: menulis).
_PREFIXES = (
    ("memper", ""), ("pember", ""), ("diper", ""), ("keber", ""), ("mem", ""), ("mem", "p"),
    ("men", ""), ("men", "t"), ("meng", ""), ("meng", "k"), ("meny", "s"), ("me", ""),
    ("pem", ""), ("pem", "p"), ("pen", ""), ("pen", "t"), ("peng", ""), ("peng", "k"),
    ("peny", "s"), ("per", ""), ("pel", ""), ("pe", ""), ("ber", ""), ("ter", ""), ("ke", ""),
    ("di", ""), ("se", ""),
)  # fmt: skip
_SUFFIXES = ("kan", "an", "nya", "lah", "kah", "i")
_SHORTEST = 4  # of a root: "nikah", "izin", "mati"; shorter ones are the same by chance


def words(text: str) -> list[str]:
    """The words of a text in small letters, without accents: `KTP-el` is two."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def telling(asked: list[str]) -> list[str]:
    """Those that tell what is meant; all of them where none does."""
    return [word for word in asked if word not in _EMPTY and len(word) > 1] or asked


@lru_cache(maxsize=50_000)
def forms(word: str) -> frozenset[str]:
    """The word, and what it may be a form of: kelahiran is lahir, mengurus is urus.

    Several may be, and some are no words: two words are akin when they have one in common.
    """
    found = {word}
    for bare in {word, *(_without_suffix(word))}:
        found.add(bare)
        for prefix, swallowed in _PREFIXES:
            if bare.startswith(prefix):
                rest = swallowed + bare[len(prefix) :]
                if len(rest) >= _SHORTEST:
                    found.add(rest)
    return frozenset(form for form in found if form == word or len(form) >= _SHORTEST)


def _without_suffix(word: str) -> set[str]:
    return {word[: -len(end)] for end in _SUFFIXES if word.endswith(end)}


def akin(one: str, other: str) -> bool:
    return not forms(one).isdisjoint(forms(other))


def slips_allowed(word: str) -> int:
    """How many slips a word of this length is forgiven: none where it would become another."""
    return 0 if len(word) < 4 or word.isdigit() else 1 if len(word) < 8 else 2


def slips(one: str, other: str, most: int) -> int:
    """Letters left out, put in, changed or swapped with their neighbour; `most` + 1 when more.

    Optimal string alignment distance.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, there in enumerate(other, 1):
            cost = letter != there
            least = min(above[column] + 1, here[-1] + 1, above[column - 1] + cost)
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == there:
                least = min(least, before[column - 2] + 1)
            here.append(least)
        if min(here) > most:
            return most + 1
        before, above = above, here
    return min(above[-1], most + 1)
