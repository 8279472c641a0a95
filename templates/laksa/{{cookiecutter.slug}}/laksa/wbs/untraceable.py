"""Views that leave no trace: no account, session, cookie, cached page, temporary file or log line.

nginx and gunicorn keep quiet about /wbs/ as well: roles/web and gunicorn.conf.py.
"""

from collections import Counter
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from smartcity_base.limits import AN_HOUR, Limit, TooMany, named

LARGEST = 32 * 2**20  # of a whole form; it is held in memory alone
View = Callable[[HttpRequest], HttpResponse]


class InMemory(MemoryFileUploadHandler):
    """Uploads never touch the disk."""

    # Django types neither the method nor what it is given.
    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # type: ignore[no-untyped-def]
        self.activated = content_length <= LARGEST


def untraceable(view: View) -> View:
    """The form needs no CSRF token: it does nothing that its sender has a right to alone."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def silent(request: HttpRequest) -> HttpResponse:
        # Whoever is signed in is nobody here, and no page says their name.
        request.user = AnonymousUser()
        request.upload_handlers = [InMemory(request)]
        try:
            if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
                raise ValueError
            answer = view(request)
        except TooMany as refusal:
            answer = refusal.on(render(request, "base/429.html", {"until": refusal.until}))
        except Exception:  # of any kind: Django would write the request into the log
            answer = render(request, "laksa/wbs/failed.html", status=500)
        answer._has_been_logged = True  # type: ignore[attr-defined]  # or Django would
        answer["Referrer-Policy"] = "no-referrer"
        answer["Cache-Control"] = "no-store, private"
        return answer

    return silent


class Forgetful(Limit):
    """Counts all senders together: whoever counts each of them knows each of them.

    In this process' memory alone: a count in the database would tell in which hour somebody came.
    """

    def count_of(self, whose: str, most: int | None = None) -> None:
        now = timezone.now()
        hour = f"{now:%Y%m%d%H}"
        if hour not in _count:
            _count.clear()
        _count[hour] += 1
        if _count[hour] > self.allowed:
            raise TooMany(now.replace(minute=0, second=0, microsecond=0) + AN_HOUR)


_count: Counter[str] = Counter()
# More than any real hour would see.
WHISPERED = named("laksa:wbs", 120, by=lambda request: "", kind=Forgetful)
