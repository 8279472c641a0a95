"""Receiving a report: it gets its names, its agency, its deadline and its first event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from smartcity_base.config import config
from smartcity_base.jobs import enqueue_all
from smartcity_base.models import User, Village

from laksa import log, notices, numbers, photos, routing, work
from laksa.channels.models import Channel
from laksa.clock import deadlines
from laksa.models import Category, Contact, NumberSeries, Photo, Report
from laksa.states import Action, Actor, Clock, State


@dataclass(frozen=True)
class Sent:
    """What a citizen sent, checked. `village_confirmed`: they said so, not the computer."""

    submission: UUID
    category: Category
    text: str
    village: Village | None
    village_confirmed: bool
    lon: float | None = None
    lat: float | None = None
    address: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    anonymous: bool = False
    secret: bool = False
    channel: str = Channel.WEB
    for_operators: bool = False
    user: User | None = None
    answers: Mapping[str, list[str]] = field(default_factory=dict)


def receive(sent: Sent, pictures: Sequence[Photo] | None = None) -> Report:
    """Make a report of it. The same form twice, even at the same moment, is one report.

    `pictures`: its photos, kept before or only written down; None: those that were kept.
    """
    if pictures is None:
        pictures = photos.drafts(sent.submission)
    try:
        with transaction.atomic():
            report = _make(sent, pictures)
    except IntegrityError:
        earlier = Report.objects.filter(submission=sent.submission).first()
        if earlier is None:
            raise
        return earlier
    if sent.user is not None and config().setting("trust_accounts"):
        work.perform(report, Action.VERIFY, Actor.RULE)
        report.refresh_from_db()
    return report


def _make(sent: Sent, pictures: Sequence[Photo] = ()) -> Report:
    now = timezone.now()
    agency = routing.agency_for(sent.category, sent.village if sent.village_confirmed else None)
    due = deadlines(Clock.VERIFY, now, sent.category)
    fresh = [photo for photo in pictures if photo._state.adding]
    report = Report(
        # From here on all others who send wait for us: what could be asked before has been.
        number=NumberSeries.next_number(now),
        code=numbers.new_code(),
        submission=sent.submission,
        # Somebody who asks to stay unknown is not tied to their account either.
        reporter=None if sent.anonymous else sent.user,
    )
    event = log.append(
        report,
        Action.RECEIVE,
        Actor.REPORTER,
        at=now,
        changes={
            "state": State.MENUNGGU,
            "category_id": sent.category.pk,
            "agency_id": agency,
            "village_id": sent.village.pk if sent.village else None,
            "place_confirmed": sent.village_confirmed,
            "lon": sent.lon,
            "lat": sent.lat,
            "address": sent.address,
            "text": sent.text,
            "received_at": now,
            "hidden_photos": [],
            "answers": dict(sent.answers),
            "secret": sent.secret,
            "channel": str(sent.channel),
            **due,
        },
        photos=pictures,
    )
    contact = _contact(report, sent)
    # In this transaction: what was accepted is never forgotten, whenever we are killed.
    enqueue_all([*photos.cleaning(fresh), *notices.received(event, contact)])
    return report


def _contact(report: Report, sent: Sent) -> Contact | None:
    if not (sent.name or sent.email or sent.phone):
        return None
    return Contact.objects.create(
        report=report,
        name=sent.name,
        email=sent.email,
        phone=sent.phone,
        anonymous=sent.anonymous,
        for_operators=sent.for_operators,
    )
