"""LIVE signs people in itself: the base's core and LIVE's own pages, without the base's sign-in."""

from __future__ import annotations

from smartcity_base.urls import (
    core,
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
    own,
    session,
)

urlpatterns = [*core, *session, *own]

__all__ = [
    "handler400",
    "handler403",
    "handler404",
    "handler429",
    "handler500",
    "urlpatterns",
]
