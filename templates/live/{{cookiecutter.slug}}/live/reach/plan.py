"""By which ways a notice sets out: what the person wants, as far as the region and they have it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from smartcity_base.config import config
from smartcity_base.models import User
from smartcity_base.notices import Kind

from live import people
from live.inbox.models import Notice
from live.reach import messages, push
from live.reach.models import Dispatch, Phone, Subscription, Way, Wishes

# Until somebody says otherwise. Messages cost the region money: they are asked for.
FIRST = frozenset({Way.MAIL, Way.PUSH})


def send_on(notice: Notice) -> None:
    """Let it set out, in the transaction in which it was taken."""
    from live.reach.jobs import send_out

    wanted = wishes(notice.user)[Kind(notice.kind)]
    now = timezone.now()
    made = [
        Dispatch(notice=notice, way=way, next_at=now)
        for way in Way
        if way in wanted and can_reach(notice.user, way)
    ]
    if made:
        Dispatch.objects.bulk_create(made)
        transaction.on_commit(send_out.enqueue)


def wishes(user: User) -> dict[Kind, frozenset[Way]]:
    """What this person wants of each kind."""
    kept = Wishes.objects.filter(pk=user.pk).first()
    said = kept.ways if kept else {}
    return {kind: frozenset(Way(way) for way in said.get(kind, FIRST)) for kind in Kind}


def offered() -> list[Way]:
    """The ways that this region has at all."""
    there = {
        Way.MAIL: config().mail is not None,
        Way.PUSH: push.is_there(),
        Way.MESSAGE: messages.is_there(),
    }
    return [way for way in Way if there[way]]


def can_reach(user: User, way: Way) -> bool:
    """Whether the region has this way, and the person an end of it that is theirs."""
    if way not in offered():
        return False
    match way:
        case Way.MAIL:
            return bool(user.email) and people.is_vouched_for(user)
        case Way.PUSH:
            return Subscription.objects.filter(user=user).exists()
        case Way.MESSAGE:
            return Phone.objects.filter(pk=user.pk).exclude(confirmed_at=None).exists()
