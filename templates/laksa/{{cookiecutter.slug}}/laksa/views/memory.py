"""The queue as an officer left it: its filter is there again when they come back."""

from django.http import HttpRequest, QueryDict

KEPT = "laksa-antrean"
FORGET = "bersih"


def remembered(request: HttpRequest) -> str:
    """The address query to go to instead, when the queue is opened without any; "" for none."""
    if FORGET in request.GET:
        request.session.pop(KEPT, None)
        return ""
    if request.GET:
        query = request.GET.copy()
        query.pop("halaman", None)
        if request.session.get(KEPT) != query.urlencode():
            request.session[KEPT] = query.urlencode()
        return ""
    return str(request.session.get(KEPT, ""))


def filter_of(request: HttpRequest) -> QueryDict:
    """What the queue was narrowed by when it was last looked at."""
    return QueryDict(request.session.get(KEPT, ""))
