"""What checking three profiles gave: one valid, one with a warning, one with everything awkward."""

from pathlib import Path

import pytest

from smartcity_kit.errors import Fault
from smartcity_kit.profile.many import Checked

AWKWARD = Fault(
    "profiles/b & c/data/staff.csv", 7, 3, "e,mail:x", '100% <b>"no"</b>\x0b', "Write\r\n* one"
)


@pytest.fixture
def checked() -> list[Checked]:
    old = Fault("profiles/a/profile.yml", 1, 6, "kit", "an old form", "Migrate.", "warning")
    absolute = Fault("/srv/b c/profile.yml", 2, 1, "servers.web1.address", "none")
    return [
        Checked("kota-gorontalo", Path("profiles/kota-gorontalo"), ()),
        Checked("a", Path("profiles/a"), (old,)),
        Checked('b & "c"', Path("profiles/b & c"), (absolute, AWKWARD)),
    ]
