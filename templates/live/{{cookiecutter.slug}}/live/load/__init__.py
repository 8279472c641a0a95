"""The region's data in LIVE: the apps as OpenID clients, announcements, posts, services, staff."""

from __future__ import annotations

from collections.abc import Mapping

from smartcity_base.loading import Counts, DataFolder

from live.load import announcements, positions, services, staff, synonyms
from live.oidc import clients
from live.search import entries as search


def load(data: DataFolder) -> Mapping[str, Counts]:
    search.changed()
    return {
        "clients": clients.load(),
        "announcements": announcements.load(data),
        "positions": positions.load(data),
        "services": services.load(data),
        "synonyms": synonyms.load(data),
    }


def load_personal(data: DataFolder) -> Mapping[str, Counts]:
    """The staff table, when it came along: a release without it leaves the staff as they are."""
    return {"staff": staff.load(data)} if data.has("staff") else {}
