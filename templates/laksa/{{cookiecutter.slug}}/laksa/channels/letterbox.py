"""What becomes of a letter: a report, a word added to one, or nothing."""

from uuid import NAMESPACE_URL, uuid4, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base.config import config

from laksa import intake, log, photos, work
from laksa.channels.letters import Letter
from laksa.channels.models import Arrival, Channel
from laksa.models import Category, Photo, Report
from laksa.open311.forms import village_in
from laksa.states import Action, Actor, Audience
from laksa.work import Deed


def take(letter: Letter) -> Report | None:
    """The report that this letter made or added to; None: none. Twice the same is once."""
    known = Arrival.objects.filter(channel=Channel.EMAIL, reference=letter.reference).first()
    if known is not None:
        return known.report
    own = config().mail
    if letter.automatic or not letter.sender or (own and letter.sender == _address(own.sender)):
        return _arrived(letter, None)
    answered = Report.objects.filter(number=letter.answers).first() if letter.answers else None
    if answered is None and not (letter.words or letter.subject):
        return _arrived(letter, None)
    with transaction.atomic():
        report = _add(answered, letter) if answered is not None else _report(letter)
        return _arrived(letter, report)


def _arrived(letter: Letter, report: Report | None) -> Report | None:
    Arrival.objects.create(
        channel=Channel.EMAIL, reference=letter.reference, report=report, at=timezone.now()
    )
    return report


def _report(letter: Letter) -> Report:
    submission = uuid5(NAMESPACE_URL, f"mail:{letter.reference}")
    limit = config().setting("photo_limit")
    rejected = photos.take_in(submission, letter.pictures[:limit])[1]
    text = "\n\n".join(filter(None, [letter.subject, letter.words]))
    report = intake.receive(
        intake.Sent(
            submission=submission,
            category=_category(),
            text=text,
            village=village_in(text),
            village_confirmed=False,
            name=letter.name,
            email=letter.sender,
            channel=Channel.EMAIL,
        )
    )
    too_many = len(letter.pictures) - limit
    if too_many > 0:
        rejected.append(_("%(n)d foto lagi tidak diambil.") % {"n": too_many})
    if rejected:
        _note(report, " ".join(rejected))
    return report


def _add(report: Report, letter: Letter) -> Report:
    """A reply of the reporter; when the report takes none any more, a note for its officers."""
    taken, rejected = photos.take_in(uuid4(), letter.pictures[: config().setting("photo_limit")])
    words = letter.words or _("(tanpa kata-kata)")
    try:
        work.perform(report, Action.REPLY, Actor.REPORTER, None, Deed(text=words, photos=taken))
    except work.Refused:
        _note(report, _("Balasan surel dari pelapor:") + f"\n\n{words}", taken)
    if rejected:
        _note(report, " ".join(rejected))
    return report


def _note(report: Report, words: str, taken: list[Photo] | None = None) -> None:
    report.refresh_from_db()
    log.append(
        report,
        Action.NOTE,
        Actor.RULE,
        at=timezone.now(),
        audience=Audience.OFFICERS,
        text=words,
        photos=taken or [],
    )


def _category() -> Category:
    """The category of the card's setting, or else the last: the one for all the rest."""
    active = Category.objects.filter(active=True)
    chosen = active.filter(pk=config().setting("imap_category")).first()
    category = chosen or active.last()
    assert category is not None  # noqa: S101  (a region without categories is not loaded)
    return category


def _address(sender: str) -> str:
    from email.utils import parseaddr

    return parseaddr(sender)[1].lower()
