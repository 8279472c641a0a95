"""What the worker does for Open311: making reports that got a token, and fetching photos."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base.jobs import task

from laksa import log, photos
from laksa.models import Report
from laksa.open311 import media, posts
from laksa.open311.models import Posted
from laksa.states import Action, Actor, Audience

ATTEMPTS = 4


@task()
def finish(token: str, attempt: int = 1) -> None:
    """Do what a POST still waits for. The job knows the token alone: no name lies in the queue."""
    posted = Posted.objects.select_related("report").get(pk=token)
    posts.make_report(posted)
    url, report = posted.waiting.get("media_url"), posted.report
    if not url or report is None:
        return
    try:
        _take_photo(posted, report, url)
    except media.NotFetched as error:
        if error.for_now and attempt < ATTEMPTS:
            later = timezone.now() + timedelta(minutes=5**attempt)
            finish.using(run_after=later).enqueue(token, attempt + 1)
            return
        _note(report, str(error))
    posted.waiting = {}
    posted.save(update_fields=["waiting"])


def _take_photo(posted: Posted, report: Report, url: str) -> None:
    file = media.fetch(url)
    file.name = "media_url"
    taken, rejected = photos.take_in(posted.pk, [file])
    if rejected:
        raise media.NotFetched(rejected[0])
    received = report.events.filter(action=Action.RECEIVE).earliest("id")
    for photo in taken:
        photo.report, photo.event = report, received
        photo.save(update_fields=["report", "event"])


def _note(report: Report, why: str) -> None:
    """Officers learn that there was a photo; the address itself may lead anywhere."""
    words = _("Foto yang disebut pelapor tidak dapat diambil (%(why)s).") % {"why": why}
    log.append(
        report, Action.NOTE, Actor.RULE, at=timezone.now(), audience=Audience.OFFICERS, text=words
    )
