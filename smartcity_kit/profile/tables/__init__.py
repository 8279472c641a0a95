"""data/ -> every table of the profile, checked against each other and against the adopted apps."""

from smartcity_kit.profile.tables.read import FOLDER, Sheets, read_tables

__all__ = ["FOLDER", "Sheets", "read_tables"]
