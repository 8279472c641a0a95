"""What the worker of SIGAP does: photos of reports, deadlines, forgetting unused photos."""

import logging
from datetime import timedelta
from urllib.parse import urlsplit

import requests
from django.utils import timezone

from smartcity_base.jobs import periodic, task
from smartcity_base.links import linked, token
from smartcity_base.uploads import ImageRejected

from sigap import alarms, uploads
from sigap.models import PhotoKind, Task
from sigap.states import Action

log = logging.getLogger(__name__)

ATTEMPTS = 10
TIMEOUT_S = 20


@task()
def fetch_photos(task_id: int, addresses: list[str], attempt: int = 1) -> None:
    """Fetch the photos of a report from LAKSA, so that an officer sees them without signal.

    Tried again later, ten times over 17 hours, while LAKSA does not answer.
    """
    order, laksa = Task.objects.get(pk=task_id), linked("laksa")
    made = order.events.get(action=Action.CREATE)
    if laksa is None or made.photos.filter(kind=PhotoKind.REPORT).count() >= len(addresses):
        return
    try:
        for address in addresses[made.photos.count() :]:
            if urlsplit(address).netloc != urlsplit(laksa.url).netloc:
                continue  # a token is shown to LAKSA and to nobody else
            answer = requests.get(
                address,
                headers={"Authorization": f"Bearer {token('laksa')}"},
                timeout=TIMEOUT_S,
                allow_redirects=False,
            )
            answer.raise_for_status()
            photo = uploads.of_report(answer.content)
            photo.event = made
            photo.save(update_fields=["event"])
    except ImageRejected as refusal:
        log.warning("a photo of a report was not taken: %s", refusal)
    except requests.RequestException:
        if attempt == ATTEMPTS:
            raise
        later = timezone.now() + timedelta(minutes=2**attempt)
        fetch_photos.using(run_after=later).enqueue(task_id, addresses, attempt + 1)


@periodic("ingatkan-tenggat", every=timedelta(minutes=15))
@task()
def remind() -> None:
    alarms.sweep()


@periodic("buang-foto-tak-terpakai", every=timedelta(hours=24))
@task()
def forget_photos() -> None:
    uploads.discard_unused()
