"""From SIGAP to LAKSA: each step of the field officers becomes a line of the report's timeline."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils import timezone

from smartcity_base.config import config

from laksa import log, photos, work
from laksa.field.models import INTERNAL, LAST, FieldOrder, FieldStep, Step
from laksa.models import Photo, Report
from laksa.states import Action, Actor, Audience, State


class Unacceptable(Exception):
    """The photos are none; the message says which."""


@dataclass(frozen=True)
class Told:
    """What SIGAP tells of a step."""

    step: Step
    at: datetime
    task: str = ""
    team: str = ""
    note_public: str = ""
    note_internal: str = ""


def receive(report: Report, told: Told, files: Sequence[IO[bytes]]) -> None:
    """Write the step into the report's log; verified work with its photos may close the report.

    Raises Unacceptable and leaves all as it was.
    """
    proof, rejected = photos.take_in(uuid.uuid4(), files)
    if rejected:
        photos.discard(proof)
        raise Unacceptable(" ".join(rejected))
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=report.pk)
        _follow_order(report, told)
        public = told.step not in INTERNAL
        closes = bool(proof) and _closes(report, told)
        if public:
            words = "" if closes else told.note_public
            _write(report, told, Action.FIELD, words, () if closes else proof)
        if told.note_internal or not public:
            _write(report, told, Action.FIELD_NOTE, told.note_internal, () if public else proof)
        if closes:
            deed = work.Deed(text=told.note_public or str(told.step.label), photos=proof)
            work.perform(report, Action.CLOSE, Actor.OFFICER, None, deed)


def _closes(report: Report, told: Told) -> bool:
    return (
        told.step == Step.VERIFIED
        and report.state == State.PROSES
        and bool(config().setting("close_by_field"))
    )


def _follow_order(report: Report, told: Told) -> None:
    """Before anything else: an order that has ended hears of no closing any more."""
    FieldOrder.objects.filter(report=report, ended=False).update(
        task=told.task, team=told.team, step=told.step, ended=told.step in LAST
    )


def _write(report: Report, told: Told, action: Action, text: str, proof: Sequence[Photo]) -> None:
    now = timezone.now()
    event = log.append(
        report,
        action,
        Actor.RULE,
        at=now,
        audience=Audience.PUBLIC if action == Action.FIELD else Audience.OFFICERS,
        text=text,
        photos=proof,
    )
    at = min(told.at, now)
    FieldStep.objects.create(event=event, step=told.step, at=at, team=told.team)
