"""The region's data in LIVE: the apps as OpenID clients, announcements, posts, services, staff."""

from __future__ import annotations

from collections.abc import Mapping

from smartcity_base.loading import Counts, DataFolder

from live.load import announcements, positions, residents, services, staff, synonyms
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
    """Tables of people, when they came along: a release without one leaves things as they are."""
    loaders = {"staff": staff.load, "residents": residents.load}
    return {name: load(data) for name, load in loaders.items() if data.has(name)}
