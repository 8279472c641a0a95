"""Every field, for scripts."""

import json
from collections.abc import Sequence

from smartcity_kit.formats.json import formatted
from smartcity_kit.profile.many import Checked


def test_it_gives_every_profile_and_every_field_of_its_faults(checked: Sequence[Checked]) -> None:
    profiles = json.loads(formatted(checked))["profiles"]
    assert [(one["region"], one["valid"]) for one in profiles] == [
        ("kota-gorontalo", True),
        ("a", True),
        ('b & "c"', False),
    ]
    (old,) = profiles[1]["faults"]
    assert (old["line"], old["column"], old["severity"]) == (1, 6, "warning")
    assert {"file", "key", "message", "hint"} < set(old)
