"""Who may do what: roles of this app, and the agency a person belongs to."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from smartcity_base.models import Agency, User
from smartcity_base.signin import again

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def role_required(*roles: str) -> Callable[[View[P]], View[P]]:
    """A view for people with any of these roles: others get 403, the signed out go to sign in."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return again.sign_in_first(request)
            if not request.user.has_role(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast(View[P], guarded)

    return decorate


def staff(request: HttpRequest) -> User:
    """Who asks, in a view that `role_required` guards."""
    assert isinstance(request.user, User)  # noqa: S101  (the decorator sees to it)
    return request.user


def holders(*roles: str) -> list[User]:
    """Everybody who has any of these roles in this app: they have signed in here at least once."""
    people = User.objects.filter(is_active=True).exclude(roles=[])
    return [person for person in people if person.has_role(*roles)]


def over(agency: Agency, *roles: str) -> list[User]:
    """Those of them whose work this agency's is: theirs, below theirs, or of a post they stand in
    for."""
    line = agency.line()
    return [
        person
        for person in holders(*roles)
        if line & {person.agency_id, *(str(one["agency"]) for one in person.acting_now)}
    ]


def in_agency(rows: QuerySet[M, Any], user: User, field: str = "agency") -> QuerySet[M, Any]:
    """The rows of the person's agency, of those below it, and of those they act for (Plt., Plh.);
    none for a person without agency."""
    return rows.filter(**{f"{field}__in": user.reach()})
