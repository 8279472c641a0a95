"""A region's folder -> Profile, or every fault in it at once, with file, line and key.

profile = load_profile("kota-gorontalo", load_catalogue(), folders)
profile.apps["laksa"].settings["verify_days"]     3
"""

from smartcity_kit.profile.find import ProfileNotFound, all_profiles, find_profile
from smartcity_kit.profile.profile import (
    AppChoice,
    Branding,
    Contact,
    Mail,
    Profile,
    Row,
    Safety,
    Server,
    Table,
    Tls,
)
from smartcity_kit.profile.read import embedded_port, load_profile, read_profile, read_todo

__all__ = [
    "AppChoice",
    "Branding",
    "Contact",
    "Mail",
    "Profile",
    "ProfileNotFound",
    "Row",
    "Safety",
    "Server",
    "Table",
    "Tls",
    "all_profiles",
    "embedded_port",
    "find_profile",
    "load_profile",
    "read_profile",
    "read_todo",
]
