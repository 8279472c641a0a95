"""What a person reads."""

from collections.abc import Sequence

from smartcity_kit.formats import FORMATS, formatted
from smartcity_kit.formats.text import formatted as text_of
from smartcity_kit.profile.many import Checked


def test_it_groups_faults_by_file_and_counts_those_that_fail(checked: Sequence[Checked]) -> None:
    assert text_of(checked) == (
        "/srv/b c/profile.yml\n  2:1  servers.web1.address  none\n"
        "profiles/a/profile.yml\n  1:6  kit  warning: an old form\n    Migrate.\n"
        "profiles/b & c/data/staff.csv\n"
        '  7:3  e,mail:x  100% <b>"no"</b>\x0b\n    Write\r\n* one\n'
        "2 faults. Nothing was changed.\n"
    )


def test_it_says_how_many_are_valid(checked: Sequence[Checked]) -> None:
    assert text_of([]) == "There was no profile to check.\n"
    assert text_of(checked[:1]) == "1 profile is valid.\n"
    assert text_of(checked[:2]).endswith("Migrate.\n2 profiles are valid.\n")


def test_every_format_ends_its_output_with_a_line_end(checked: Sequence[Checked]) -> None:
    for name in FORMATS:
        assert formatted(name, checked).endswith("\n")
