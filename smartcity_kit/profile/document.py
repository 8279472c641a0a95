"""One YAML file as read: its data, where every key and value stands, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from smartcity_kit.errors import Fault, Severity

KeyPath = tuple[str | int, ...]


class Place(NamedTuple):
    """1-based; `text` is a scalar as it was written, before it was taken for a number."""

    line: int
    column: int
    text: str = ""


@dataclass
class Document:
    """One YAML file as read, gathering what is found wrong with it.

    `sound` is false when the text could not be taken for what its writer meant; `data` then says
    nothing, and looking for faults in it would only find the same slip again.
    """

    file: str
    data: Any = None
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    values: dict[KeyPath, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    sound: bool = True
    faulty: set[KeyPath] = field(default_factory=set)

    def fault(
        self,
        path: KeyPath,
        message: str,
        hint: str = "",
        *,
        on_key: bool = False,
        severity: Severity = "fault",
    ) -> None:
        """Note a fault at a value (or its key); one that is not there is noted where it belongs."""
        first, second = (self.keys, self.values) if on_key else (self.values, self.keys)
        place = first.get(path) or second.get(path) or self._above(path)
        key = ".".join(map(str, path))
        self.faults.append(Fault(self.file, place.line, place.column, key, message, hint, severity))
        if severity == "fault":
            self.faulty.add(path)

    def at(self, *path: str | int) -> Any:
        """The value there; None when it is absent, or something was wrong at it or above it."""
        value = self.data
        for depth, key in enumerate(path, 1):
            if path[:depth] in self.faulty:
                return None
            if isinstance(value, list) and isinstance(key, int):
                value = value[key]
            elif isinstance(value, dict):
                value = value.get(key)
            else:
                return None
        return value

    def has(self, key: str) -> bool:
        """Whether this key of the first level is there, with whatever value."""
        return isinstance(self.data, dict) and key in self.data

    def group(self, *path: str | int) -> dict[str, Any]:
        """The group of keys there; empty when there is none."""
        value = self.at(*path)
        return value if isinstance(value, dict) else {}

    def _above(self, path: KeyPath) -> Place:
        parents = (self.keys.get(path[:end]) for end in range(len(path) - 1, 0, -1))
        return next((place for place in parents if place), Place(1, 1))
