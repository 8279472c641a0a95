"""What hardly ever changes, kept by each process: the region's own tables, between two releases."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings

P = ParamSpec("P")
R = TypeVar("R")

_kept: dict[object, tuple[float, object]] = {}


def kept(make: Callable[P, R]) -> Callable[P, R]:
    """Ask again only after KEPT_S seconds, for each of the arguments, which must be few.

    For tables that hardly ever change and may be shown a minute late. Who gets the answer reads it
    and never changes it: others in this process are given the same.
    """

    @wraps(make)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        if not settings.KEPT_S:
            return make(*args, **kwargs)
        key = (make, args, tuple(kwargs.items()))
        at, known = _kept.get(key, (0.0, None))
        if not at or time.monotonic() - at > settings.KEPT_S:
            known = make(*args, **kwargs)
            _kept[key] = (time.monotonic(), known)
        return known  # type: ignore[return-value]  # the dict holds what every maker made

    return answer


def forget() -> None:
    """Ask for everything anew."""
    _kept.clear()
