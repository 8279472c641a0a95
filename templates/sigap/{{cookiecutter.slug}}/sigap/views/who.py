"""Who asks, for views that only staff reach."""

from django.http import HttpRequest

from smartcity_base.models import User


def staff(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (role_required sees to it)
    return request.user
