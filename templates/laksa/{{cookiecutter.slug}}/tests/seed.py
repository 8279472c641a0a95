"""A report that the API can show, for who tries it against the running app."""

from uuid import uuid4

from laksa import intake, work
from laksa.channels.models import Channel
from laksa.models import Category
from laksa.states import Action, Actor


def seed() -> dict[str, str]:
    """What stands for the parameters of the API's addresses."""
    report = intake.receive(
        intake.Sent(
            submission=uuid4(),
            category=Category.objects.filter(active=True)[0],
            text="Lampu padam di depan sekolah",
            village=None,
            village_confirmed=False,
            address="Jalan Mawar 3",
            channel=Channel.WEB,
        )
    )
    work.perform(report, Action.VERIFY, Actor.RULE)
    return {"number": report.number}
