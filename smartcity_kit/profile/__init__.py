"""A region's folder -> Profile, or every fault in it at once, with file, line and key."""

from smartcity_kit.profile.profile import (
    AppChoice,
    Branding,
    Contact,
    Mail,
    Profile,
    Server,
    Table,
    Tls,
)

__all__ = [
    "AppChoice",
    "Branding",
    "Contact",
    "Mail",
    "Profile",
    "Server",
    "Table",
    "Tls",
]
