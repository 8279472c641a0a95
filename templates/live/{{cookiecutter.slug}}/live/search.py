"""Finding a service by the words a citizen has for it, slips of the finger included."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

from smartcity_base.config import App

T = TypeVar("T")
LONGEST = 80
_CLOSE = 0.78  # "lapran" finds "laporan", "laut" does not find "lain"
# Said in every second question and in no service's name.
_EMPTY = {"yang", "untuk", "di", "ke", "dari", "dan", "saya", "mau", "cara", "bagaimana", "layanan"}
_AFFIXES = re.compile(
    r"^(?:me(?:ng|ny|m|n)?|pe(?:ng|ny|m|n|l|r)?|ber|di|ter)(?=\w{4})|(?:kan|an|nya|i)$"
)


def find(asked: str, apps: Sequence[App]) -> list[App]:
    """The apps for which every word asked is near a word of title, group or summary; best first."""
    return best(asked, apps, lambda app: f"{app.title} {app.group} {app.summary}")


def best(asked: str, things: Iterable[T], text: Callable[[T], str]) -> list[T]:
    """The things for which every word asked is near a word of their text; best first."""
    words = [word for word in _words(asked) if word not in _EMPTY] or _words(asked)
    scored = []
    for position, thing in enumerate(things):
        there = set(_words(text(thing)))
        near = [max((_likeness(word, other) for other in there), default=0.0) for word in words]
        if near and min(near) >= _CLOSE:
            scored.append((-sum(near), position, thing))
    return [thing for _, _, thing in sorted(scored, key=lambda item: item[:2])]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower())
    return re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))


@lru_cache(maxsize=20_000)  # a list of services says the same words over and over
def _likeness(asked: str, there: str) -> float:
    """1 for the same word, its beginning or its root ("melapor", "laporan"); else how near."""
    if there.startswith(asked) or _root(asked) == _root(there):
        return 1.0
    matcher = SequenceMatcher(None, _root(asked), _root(there))
    if matcher.real_quick_ratio() < _CLOSE or matcher.quick_ratio() < _CLOSE:
        return 0.0  # an upper bound, so it would not be found anyway
    return matcher.ratio()


def _root(word: str) -> str:
    """Roughly: one prefix and one suffix off. Good enough to compare, not to look up."""
    return _AFFIXES.sub("", word, count=2) if len(word) > 5 else word
