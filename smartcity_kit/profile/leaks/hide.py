"""No fault repeats a secret: whoever made it did not know that it was one."""

import re
from collections.abc import Iterable
from dataclasses import fields, replace

from smartcity_kit.errors import Fault
from smartcity_kit.language import _
from smartcity_kit.profile.find import FILE
from smartcity_kit.profile.leaks.search import Leak

PLAIN = ("file", "message", "hint", "severity")
SHORT, TELLING, TOUCHING = 6, 12, 4
"""Letters: of a secret that is a word among others, that tell of a long one, of a part of one."""


def hidden(faults: Iterable[Fault], leaks: Iterable[Leak]) -> list[Fault]:
    """The faults with those of the leaks, without others at the same place, none showing a leak."""
    leaks = list(leaks)
    if not leaks:
        return list(faults)
    secrets = {leak.text for leak in leaks if leak.text}
    at = {(leak.fault.file, leak.fault.line, leak.fault.column) for leak in leaks}
    # A key of the profile stands once; a column's heading stands for every row.
    under = {
        (leak.fault.file, leak.fault.key)
        for leak in leaks if leak.fault.key and leak.fault.file.endswith(FILE)
    }  # fmt: skip
    others = [
        fault for fault in faults
        if (fault.file, fault.line, fault.column) not in at and (fault.file, fault.key) not in under
    ]  # fmt: skip
    return [_without(fault, secrets) for fault in (*others, *(leak.fault for leak in leaks))]


def _without(fault: Fault, secrets: set[str]) -> Fault:
    """The fault with every text emptied that shows one of the secrets."""
    shown = {field.name: getattr(fault, field.name) for field in fields(fault)}
    telling = [
        name for name, text in shown.items()
        if isinstance(text, str) and any(_shows(text, secret) for secret in secrets)
    ]  # fmt: skip
    changes: dict[str, str] = {name: "" for name in telling if name not in PLAIN}
    if "message" in telling:
        changes["message"] = _("something is wrong here; it repeats a secret and is not shown")
    if "hint" in telling:
        changes["hint"] = ""
    return replace(fault, **changes) if changes else fault  # type: ignore[arg-type]


def _shows(text: str, secret: str) -> bool:
    """Whether `text` repeats the secret, a good part of it, or quotes a part."""
    plain, whole = _plain(secret), _plain(text)
    size = min(len(plain), TELLING)
    if size < SHORT:
        return text == secret or f"“{secret}”" in text
    if any(plain[start : start + size] in whole for start in range(0, len(plain) - size + 1, size)):
        return True
    quoted = [*re.findall("“([^”…]*)", text), *([] if text.isidentifier() else [text])]
    return any(len(part) >= TOUCHING and part in plain for part in map(_plain, quoted))


def _plain(text: str) -> str:
    """Letters and digits alone: a fault may cut, quote or escape what it repeats."""
    return "".join(letter for letter in text if letter.isalnum())
