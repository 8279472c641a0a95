"""`--where 'province=36 and level=kota'`: a query over what is known of a region, read as data.

    query      = all, { "or", all }
    all        = part, { "and", part }
    part       = "not", part | "(", query, ")" | comparison
    comparison = field, ( "=" | "!=" ), value | field, [ "not" ], "in", "(", values, ")"
    values     = value, { ",", value }

A value is a word or stands in quotes; `*` and `?` in it match as in names of files, and capitals do
not matter. A field may hold several words (the apps of a region): one that matches is enough.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import NoReturn

from smartcity_kit.errors import KitError
from smartcity_kit.language import _

Facts = Mapping[str, frozenset[str]]
"""By field, the words (in small letters) that a region goes by there."""

FIELDS = (
    "code", "name", "level", "province", "zone", "apps", "place", "site", "domain", "kit",
    "result", "adoption",
)  # fmt: skip
LONGEST, DEEPEST = 2000, 40
_TOKEN = re.compile(
    r"\s*(?:(?P<quoted>\"[^\"]*\"|'[^']*')|(?P<sign>!=|=|\(|\)|,)|(?P<word>[^\s()=!,\"']+))"
)
_WORDS = ("and", "or", "not", "in")


class QueryError(KitError):
    """A query that cannot be read; its hint shows where."""

    exit_code = 2


@dataclass(frozen=True)
class Is:
    """Whether one of a field's words matches one of the values."""

    field: str
    values: tuple[str, ...]

    def holds(self, facts: Facts) -> bool:
        own = facts.get(self.field, frozenset())
        return any(fnmatchcase(word, value) for value in self.values for word in own)

    def __str__(self) -> str:
        return f"{self.field} in ({', '.join(map(_quoted, self.values))})"


@dataclass(frozen=True)
class Not:
    part: "Condition"

    def holds(self, facts: Facts) -> bool:
        return not self.part.holds(facts)

    def __str__(self) -> str:
        return f"not ({self.part})"


@dataclass(frozen=True)
class All:
    parts: "tuple[Condition, ...]"

    def holds(self, facts: Facts) -> bool:
        return all(part.holds(facts) for part in self.parts)

    def __str__(self) -> str:
        return " and ".join(f"({part})" for part in self.parts)


@dataclass(frozen=True)
class Any:
    parts: "tuple[Condition, ...]"

    def holds(self, facts: Facts) -> bool:
        return any(part.holds(facts) for part in self.parts)

    def __str__(self) -> str:
        return " or ".join(f"({part})" for part in self.parts)


Condition = Is | Not | All | Any


def read_query(text: str) -> Condition:
    """The condition that a query states. Raises QueryError, which shows the place."""
    if len(text) > LONGEST:
        raise QueryError(_("The query is longer than {n} characters.").format(n=LONGEST))
    return _Reader(text).whole()


@dataclass(frozen=True)
class _Token:
    text: str
    at: int
    quoted: bool = False

    def says(self, *words: str) -> bool:
        return not self.quoted and self.text.lower() in words


class _Reader:
    """One query, read from left to right; `next` is the token that comes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = self._tokens()
        self.depth = 0
        self.next = next(self.tokens)

    def whole(self) -> Condition:
        found = self._any()
        if not self._ended():
            self._fail(_("expected “and”, “or” or the end"))
        return found

    def _any(self) -> Condition:
        parts = [self._all()]
        while self.next.says("or"):
            self._take()
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _all(self) -> Condition:
        parts = [self._part()]
        while self.next.says("and"):
            self._take()
            parts.append(self._part())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _part(self) -> Condition:
        self.depth += 1
        if self.depth > DEEPEST:
            self._fail(_("too many brackets within each other"))
        if self.next.says("not"):
            self._take()
            found: Condition = Not(self._part())
        elif self.next.says("("):
            self._take()
            found = self._any()
            self._expect(")")
        else:
            found = self._comparison()
        self.depth -= 1
        return found

    def _comparison(self) -> Condition:
        field = self._field()
        sign = self._take()
        if sign.says("="):
            return Is(field, (self._value(),))
        if sign.says("!="):
            return Not(Is(field, (self._value(),)))
        denied = sign.says("not")
        if not (self._take() if denied else sign).says("in"):
            self._fail(_("expected “=”, “!=” or “in”"), sign)
        self._expect("(")
        values = [self._value()]
        while self.next.says(","):
            self._take()
            values.append(self._value())
        self._expect(")")
        found = Is(field, tuple(values))
        return Not(found) if denied else found

    def _field(self) -> str:
        token = self.next
        name = token.text.lower()
        if name in FIELDS and not token.quoted:
            self._take()
            return name
        if self._ended() or token.says("(", ")", "=", "!=", ",", *_WORDS):
            self._fail(_("expected a field"))
        near = difflib.get_close_matches(name, FIELDS, n=1)
        meant = " " + _("Did you mean {names}?").format(names=near[0]) if near else ""
        return self._fail(_("there is no field “{name}”").format(name=token.text), hint=meant)

    def _value(self) -> str:
        token = self.next
        if self._ended() or token.says("(", ")", "=", "!=", ",", *_WORDS):
            self._fail(_("expected a value; a word such as “in” needs quotes"))
        self._take()
        return token.text.lower()

    def _expect(self, sign: str) -> None:
        if not self.next.says(sign):
            self._fail(_("expected “{sign}”").format(sign=sign))
        self._take()

    def _take(self) -> _Token:
        taken = self.next
        self.next = next(self.tokens)
        return taken

    def _ended(self) -> bool:
        return self.next.at == len(self.text)

    def _tokens(self) -> Iterator[_Token]:
        at = 0
        text = self.text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                start = at + len(text[at:]) - len(text[at:].lstrip())
                self._fail(_("this quotation mark or sign has no counterpart"), _Token("", start))
            kind = str(found.lastgroup)
            word = found[kind]
            yield _Token(word.strip("\"'") if kind == "quoted" else word, found.start(kind),
                         kind == "quoted")  # fmt: skip
            at = found.end()
        while True:
            yield _Token("", len(self.text))

    def _fail(self, what: str, token: _Token | None = None, hint: str = "") -> NoReturn:
        at = (token or self.next).at
        known = _("Fields: {names}.").format(names=", ".join(FIELDS))
        raise QueryError(
            _("The query cannot be read at character {n}: {what}.").format(n=at + 1, what=what),
            f"  {self.text}\n  {' ' * at}^{hint}\n{known}",
        )


def _quoted(value: str) -> str:
    mark = "'" if '"' in value else '"'
    return f"{mark}{value}{mark}"
