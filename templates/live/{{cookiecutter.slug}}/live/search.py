"""Finding a service by the words a citizen has for it, slips of the finger included."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from smartcity_base.config import App

LONGEST = 80
_CLOSE = 0.78  # "lapran" finds "laporan", "laut" does not find "lain"
# Said in every second question and in no service's name.
_EMPTY = {"yang", "untuk", "di", "ke", "dari", "dan", "saya", "mau", "cara", "bagaimana", "layanan"}
_AFFIXES = re.compile(
    r"^(?:me(?:ng|ny|m|n)?|pe(?:ng|ny|m|n|l|r)?|ber|di|ter)(?=\w{4})|(?:kan|an|nya|i)$"
)


def find(asked: str, apps: Sequence[App]) -> list[App]:
    """The apps for which every word asked is near a word of title, group or summary; best first."""
    words = [word for word in _words(asked) if word not in _EMPTY] or _words(asked)
    scored = []
    for position, app in enumerate(apps):
        there = _words(f"{app.title} {app.group} {app.summary}")
        near = [max((_likeness(word, other) for other in there), default=0.0) for word in words]
        if near and min(near) >= _CLOSE:
            scored.append((-sum(near), position, app))
    return [app for _, _, app in sorted(scored, key=lambda item: item[:2])]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower())
    return re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))


def _likeness(asked: str, there: str) -> float:
    """1 for the same word, its beginning or its root ("melapor", "laporan"); else how near."""
    if there.startswith(asked) or _root(asked) == _root(there):
        return 1.0
    return SequenceMatcher(None, _root(asked), _root(there)).ratio()


def _root(word: str) -> str:
    """Roughly: one prefix and one suffix off. Good enough to compare, not to look up."""
    return _AFFIXES.sub("", word, count=2) if len(word) > 5 else word
