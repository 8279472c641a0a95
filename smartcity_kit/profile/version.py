"""The form of profile.yml: `kit:` names the kit that first had it, and is quoted text."""

VERSION = "0.2"
"""The form that this kit writes."""

OLDER = ("0.1",)
"""Forms that are still read as they are, with a warning that names `smartcity profile migrate`."""

SCHEMA_LINE = "# yaml-language-server: $schema=../profile.schema.json"
"""The first line of a profile: where an editor finds the keys to complete and to explain."""
