import os

import pytest

from smartcity_kit.errors import LockedError
from smartcity_kit.lock import region_lock


def test_a_second_run_is_told_who_holds_the_lock() -> None:
    with (
        region_lock("kota-gorontalo"),
        pytest.raises(LockedError, match=f"process {os.getpid()}"),
        region_lock("kota-gorontalo"),
    ):
        pass


def test_it_is_free_again_afterwards_and_other_regions_never_wait() -> None:
    with region_lock("kota-gorontalo"), region_lock("kota-tangerang"):
        pass
    with region_lock("kota-gorontalo"):
        pass
