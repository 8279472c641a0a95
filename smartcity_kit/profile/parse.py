"""YAML text -> Document: plain data, and the place of every key and value.

Stricter than YAML, because a profile is typed by people who should not have to know YAML's traps:
no anchors, tags or second documents; a key comes once; `yes`, `no` and `010` are text; only what
looks like a number to everyone (`80`, `75.71`) is one. Reads libyaml's events, not its nodes, so
that no nesting and no alias can grow before it is refused.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from smartcity_kit.errors import Fault
from smartcity_kit.language import _
from smartcity_kit.profile.document import Document, KeyPath, Place

Scalar = None | bool | int | float | str

DEPTH = 12  # a profile needs four levels
NODES = 20_000
ASIDE = -1  # where the value of a repeated key goes: the places of the first stay

NULLS = {"", "~", "null"}
SWITCHES = {"true": True, "True": True, "false": False, "False": False}
WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
DECIMAL = re.compile(r"[-+]?[0-9]{1,17}\.[0-9]{0,17}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_document(text: str, file: str) -> Document:
    """Read one YAML file. Never raises for what the text holds: that is `faults`."""
    document = Document(file)
    if control := CONTROL.search(text):
        _stop(document, _place_of(text, control.start()), _("a character that cannot be seen"))
        return document
    try:
        # The loader's own events: yaml.parse would ask twice for each.
        loader = yaml.CSafeLoader(text)
        document.data = _Builder(document, iter(loader.get_event, None)).read()
    except _Refused:
        pass
    except yaml.MarkedYAMLError as error:
        place = _at(error.problem_mark or error.context_mark)
        _stop(document, place, *_syntax(error.problem or "", text, place))
    except yaml.YAMLError as error:
        _stop(document, Place(1, 1), _not_yaml(str(error).splitlines()[0]))
    return document


class _Refused(Exception):
    """The rest is not worth reading; the fault is noted."""


class _Builder:
    def __init__(self, document: Document, events: Iterator[yaml.Event]) -> None:
        self.document = document
        self.events = events
        self.nodes = 0

    def read(self) -> Any:
        data: Any = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.stop(event, _("a second document begins here"), _("Remove the “---”."))
                    raise _Refused
            elif isinstance(event, yaml.NodeEvent):
                data = self.value(event, ())
        return data

    def value(self, event: yaml.Event, path: KeyPath) -> Any:
        self.document.values[path] = self.place(event)
        self.refuse_cleverness(event, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return _scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def mapping(self, path: KeyPath) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event, path)
            inner = (*path, key)
            if key in data:
                self.repeated(event, inner)
                self.value(next(self.events), (*inner, ASIDE))
            else:
                self.document.keys[inner] = self.place(event)
                data[key] = self.value(next(self.events), inner)
        return data

    def sequence(self, path: KeyPath) -> list[Any]:
        data: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            data.append(self.value(event, (*path, len(data))))
        return data

    def key(self, event: yaml.Event, path: KeyPath) -> str:
        self.refuse_cleverness(event, path)
        if not isinstance(event, yaml.ScalarEvent):
            self.stop(event, _("a key is one word"))
            raise _Refused
        return str(event.value)

    def repeated(self, event: yaml.Event, path: KeyPath) -> None:
        place = self.place(event)
        message = _("this key is already on line {line}").format(line=self.document.keys[path].line)
        fault = Fault(
            self.document.file,
            place.line,
            place.column,
            ".".join(map(str, path)),
            message,
            _("Keep one of the two."),
        )
        self.document.faults.append(fault)

    def refuse_cleverness(self, event: yaml.Event, path: KeyPath) -> None:
        self.nodes += 1
        if len(path) > DEPTH or self.nodes > NODES:
            self.stop(event, _("far more, or far deeper, than a profile can hold"))
            raise _Refused
        written_out = _("Write the value out where it is needed.")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.stop(event, _("anchors and aliases (“&”, “*”) are not read"), written_out)
        elif getattr(event, "tag", None):
            self.stop(event, _("tags (“!”) are not read"), _("Put text in quotes instead."))

    def stop(self, event: yaml.Event, message: str, hint: str = "") -> None:
        _stop(self.document, self.place(event), message, hint)

    def place(self, event: yaml.Event) -> Place:
        text = str(event.value) if isinstance(event, yaml.ScalarEvent) else ""
        return _at(event.start_mark, text)


def _scalar(event: yaml.ScalarEvent) -> Scalar:
    text = str(event.value)
    if event.style or not event.implicit[0]:
        return text
    if text in NULLS:
        return None
    if text in SWITCHES:
        return SWITCHES[text]
    if WHOLE.fullmatch(text):
        return int(text)
    return float(text) if DECIMAL.fullmatch(text) else text


def _stop(document: Document, place: Place, message: str, hint: str = "") -> None:
    document.faults.append(Fault(document.file, place.line, place.column, "", message, hint))
    document.sound = False


def _syntax(problem: str, text: str, place: Place) -> tuple[str, str]:
    """libyaml's problem in words that say what to do; its own words where we have none."""
    if _character(text, place) == "\t":
        return _("a tab cannot indent"), _("Use spaces.")
    indentation = _("Check the indentation and the quotes of this line and those above it.")
    quotes = _("Put the text in quotes.")
    known = {
        "mapping values are not allowed": (
            _("a “:” where none can stand"),
            _("Check the indentation, and put text that holds “: ” in quotes."),
        ),
        "cannot start any token": (_("a text cannot begin with this character"), quotes),
        "unexpected end of stream": (_("a quote that was opened is never closed"), ""),
        "did not find expected key": (_("this line does not line up"), indentation),
        "did not find expected '-' indicator": (_("this line does not line up"), indentation),
        "did not find expected ','": (_("a bracket that was opened is never closed"), ""),
        "unknown escape character": (
            _("a “\\” means something else in double quotes"),
            _("Use single quotes."),
        ),
    }
    found = (words for part, words in known.items() if part in problem)
    return next(found, (_not_yaml(problem), indentation))


def _not_yaml(problem: str) -> str:
    return _("this is not YAML: {problem}").format(problem=problem)


def _character(text: str, place: Place) -> str:
    lines = text.splitlines()
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    return line[place.column - 1 : place.column]


def _at(mark: Any, text: str = "") -> Place:
    return Place(mark.line + 1, mark.column + 1, text) if mark else Place(1, 1, text)


def _place_of(text: str, index: int) -> Place:
    before = text[:index]
    return Place(before.count("\n") + 1, index - before.rfind("\n"))
