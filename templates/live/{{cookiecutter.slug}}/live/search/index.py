"""An index of words in the memory of a process: the same answers on any database, in milliseconds.

What a region has fits: 5,000 entries are some ten thousand words. A word that is in no entry is
looked up among those that are, by the pairs of letters they share.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from live.search.synonyms import Group, Synonyms
from live.search.words import forms, slips, slips_allowed, telling, words

LONGEST = 80  # letters of a question
_MOST_WORDS = 12
_ROOT, _BEGINNING, _SYNONYM, _SLIP = 0.85, 0.7, 0.9, 0.6  # of a word that is there as it is
_MOST_BEGINNINGS = 300
Scores = dict[int, float]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be found. `near`: what it is called besides its title; `body`: what it says."""

    kind: str
    key: str
    title: str
    near: str = ""
    body: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """Best first. `whole`: each has all that was asked. `meant`: the words that are there, where
    what was asked had a slip in it."""

    entries: list[Entry]
    whole: bool = True
    meant: str = ""


class Index:
    def __init__(self, entries: Iterable[Entry], synonyms: Iterable[Group]) -> None:
        self._synonyms = Synonyms(synonyms)
        self._titles: list[list[str]] = []
        self._entries: list[Entry] = []
        self._there: dict[str, Scores] = {}
        self._words: set[str] = set()
        for number, entry in enumerate(entries):
            self._add(number, entry)
        self._sorted = sorted(self._there)
        self._pairs: dict[str, list[str]] = {}
        for form in self._sorted:
            for pair in _pairs(form):
                self._pairs.setdefault(pair, []).append(form)

    def __len__(self) -> int:
        return len(self._entries)

    def _add(self, number: int, entry: Entry) -> None:
        self._titles.append(words(entry.title))
        # The body is for the index alone: a page shows what the database has.
        self._entries.append(Entry(entry.kind, entry.key, entry.title, weight=entry.weight))
        for weight, text in ((1.0, entry.title), (0.7, entry.near), (0.35, entry.body)):
            for word in words(text):
                self._words.add(word)
                for form in forms(word):
                    scores = self._there.setdefault(form, {})
                    worth = weight if form == word else weight * _ROOT
                    scores[number] = max(scores.get(number, 0.0), worth)

    def find(self, asked: str, *kinds: str) -> Found:
        """What is about all that was asked; where nothing is, what comes nearest to it."""
        said = telling(words(asked[:LONGEST])[:_MOST_WORDS])
        if not said:
            return Found([])
        parts = [self._part(slot) for slot in self._synonyms.slots(said)]
        whole = set.intersection(*(set(part) for part in parts))
        chosen = self._of(whole, kinds)
        if not chosen:
            near = self._of(set().union(*parts), kinds)
            most = max((sum(n in part for part in parts) for n in near), default=0)
            chosen = {n for n in near if sum(n in part for part in parts) == most}
        ranked = sorted(chosen, key=lambda n: (-self._worth(n, parts, said), n))
        is_whole = bool(ranked) and ranked[0] in whole
        return Found([self._entries[n] for n in ranked], is_whole, self._meant(said))

    def _of(self, numbers: set[int], kinds: tuple[str, ...]) -> set[int]:
        return {n for n in numbers if not kinds or self._entries[n].kind in kinds}

    def _worth(self, number: int, parts: list[Scores], said: list[str]) -> float:
        """Rare words count for more, and so does a title that says nothing else."""
        worth = sum(
            part[number] * math.log(1 + len(self._entries) / len(part))
            for part in parts
            if number in part
        )
        title = self._titles[number]
        told = sum(1 for word in title if word in said)
        return (worth + told / max(len(title), 1)) * self._entries[number].weight

    def _part(self, slot: dict[tuple[str, ...], bool]) -> Scores:
        """The entries about one part of the question, by what was said or what stands for it."""
        best: Scores = {}
        for phrase, said in slot.items():
            each = [self._about(word, forgiving=said) for word in phrase]
            for number in set.intersection(*(set(scores) for scores in each)):
                worth = sum(scores[number] for scores in each) / len(each)
                best[number] = max(best.get(number, 0.0), worth * (1.0 if said else _SYNONYM))
        return best

    def _about(self, word: str, forgiving: bool) -> Scores:
        found: Scores = {}
        for form in forms(word):
            _merge(found, self._there.get(form, {}), 1.0 if form == word else _ROOT)
        if forgiving and len(word) > 2:
            for longer in self._beginning(word):
                _merge(found, self._there[longer], _BEGINNING)
        if not found and forgiving:
            for near, far in self._near(word).items():
                _merge(found, self._there[near], _SLIP / far)
        return found

    def _beginning(self, word: str) -> list[str]:
        at = bisect_left(self._sorted, word)
        longer = self._sorted[at : at + _MOST_BEGINNINGS]
        return [form for form in longer if form.startswith(word)]

    def _near(self, word: str) -> dict[str, int]:
        """The forms that a slip or two make of this word, with how many it takes."""
        found: dict[str, int] = {}
        for form in sorted(forms(word), key=len, reverse=True):
            most = slips_allowed(form)
            shared: dict[str, int] = {}
            for pair in _pairs(form):
                for other in self._pairs.get(pair, ()):
                    shared[other] = shared.get(other, 0) + 1
            # A slip spoils two pairs at most, a swap of neighbours three.
            needed = max(1, len(form) + 1 - 3 * most)
            for other, count in shared.items():
                if most and count >= needed and (far := slips(form, other, most)) <= most:
                    found[other] = min(found.get(other, far), max(far, 1))
        least = min(found.values(), default=0)
        return {form: far for form, far in found.items() if far == least}

    def _meant(self, said: list[str]) -> str:
        """The question in the words that are there; nothing when it was that already."""
        told = [self._corrected(word) for word in said]
        return " ".join(told) if told != said else ""

    def _corrected(self, word: str) -> str:
        known = any(form in self._there for form in forms(word)) or self._beginning(word)
        if known or len(self._synonyms.slots([word])[0]) > 1:
            return word
        near = [form for form in self._near(word) if form in self._words]
        return min(near, key=lambda form: (-len(self._there[form]), form), default=word)


def _merge(into: Scores, scores: Scores, factor: float) -> None:
    for number, worth in scores.items():
        into[number] = max(into.get(number, 0.0), worth * factor)


def _pairs(form: str) -> set[str]:
    """Its pairs of letters, with its beginning and its end."""
    whole = f"^{form}$"
    return {whole[at : at + 2] for at in range(len(whole) - 1)}
