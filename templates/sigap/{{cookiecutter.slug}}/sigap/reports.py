"""The citizen's report behind a task: LAKSA gives it, and hears of every step.

The public hears of a team, never of an officer; words and reasons among officers stay internal.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from smartcity_base import outbox
from smartcity_base.links import linked

from sigap import materials
from sigap.evidence import proof
from sigap.models import Photo, PhotoKind, Source, Task, TaskEvent
from sigap.states import Action

LAKSA = "laksa"
PATH = "/api/v1/tautan/laporan/{}/langkah"
STEPS: Mapping[str, str] = {
    Action.ASSIGN: "ditugaskan",
    Action.HAND_OVER: "ditugaskan",
    Action.ACCEPT: "diterima",
    Action.REFUSE: "ditolak",
    Action.ARRIVE: "tiba",
    Action.RECORD: "dikerjakan",
    Action.FINISH: "selesai",
    Action.VERIFY: "diperiksa",
    Action.RETURN: "dikembalikan",
    Action.CANCEL: "dibatalkan",
}


def tell(task: Task, event: TaskEvent) -> None:
    """Tell LAKSA of a step of a task that came from it; leaves when this transaction has ended."""
    if task.source != Source.LAKSA or event.action not in STEPS or linked(LAKSA) is None:
        return
    shown = _before_and_after(task) if event.action == Action.VERIFY else []
    outbox.send(
        LAKSA,
        "POST",
        PATH.format(quote(task.reference, safe="")),
        _body(task, event, shown),
        subject=f"laporan:{task.reference}",
        files=[str(photo.image.name) for photo in shown],
    )


def _body(task: Task, event: TaskEvent, shown: list[Photo]) -> dict[str, Any]:
    done = _done(task) if event.action == Action.VERIFY else ""
    return {
        "step": STEPS[event.action],
        "task": task.number,
        "at": event.at.isoformat(),
        "team": task.team.name if task.team else "",
        "note_public": done,
        "note_internal": _internal(event),
        "before_after": ",".join(photo.kind for photo in shown),
    }


def _done(task: Task) -> str:
    """What was done, in the words with which the officer finished it and the supervisor agreed."""
    last = task.events.filter(action=Action.FINISH).order_by("-id").first()
    return last.text if last else ""


def _internal(event: TaskEvent) -> str:
    used = "; ".join(materials.shown(row) for row in event.materials)
    return "\n".join(words for words in (event.text, used) if words)


def _before_and_after(task: Task) -> list[Photo]:
    """The last photo before and the last after: what the public compares."""
    return [photos[-1] for kind in (PhotoKind.BEFORE, PhotoKind.AFTER)
            if (photos := proof(task, kind))]  # fmt: skip
