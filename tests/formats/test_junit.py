"""One test for each profile, in XML that every reader takes."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from smartcity_kit.errors import Fault
from smartcity_kit.formats.junit import formatted
from smartcity_kit.profile.many import Checked


def test_it_tells_each_profile_as_a_test_that_passed_or_failed(checked: Sequence[Checked]) -> None:
    root = ElementTree.fromstring(formatted(checked).encode())  # noqa: S314 - our own
    (suite,) = root
    assert [node.tag for node in (root, suite)] == ["testsuites", "testsuite"]
    assert [node.attrib for node in (root, suite)] == [
        {"name": "smartcity validate", "tests": "3", "failures": "1", "errors": "0",
         "skipped": "0", "time": "0"}
    ] * 2  # fmt: skip
    assert [(case.get("name"), [part.tag for part in case]) for case in suite] == [
        ("kota-gorontalo", []),
        ("a", ["system-out"]),
        ('b & "c"', ["failure"]),
    ]
    # GitLab tells tests apart by these two, and links to the third.
    named = [(case.get("classname"), case.get("name")) for case in suite]
    assert len(set(named)) == len(named)
    assert suite[0].get("file") == "profiles/kota-gorontalo/profile.yml"


def test_it_says_everything_in_the_failures_text(checked: Sequence[Checked]) -> None:
    failure = ElementTree.fromstring(formatted(checked).encode()).find(".//failure")  # noqa: S314
    assert failure is not None
    assert failure.get("message") == "2 faults."
    assert failure.text == (
        "/srv/b c/profile.yml:2:1  servers.web1.address  none\n"
        'profiles/b & c/data/staff.csv:7:3  e,mail:x  100% <b>"no"</b>�\n    Write\n* one'
    )


@given(st.text(), st.text(), st.text())
def test_no_text_breaks_the_xml(region: str, key: str, message: str) -> None:
    fault = Fault("x.yml", 1, 1, key, message, message)
    text = formatted([Checked(region, Path("x"), (fault,))])
    root = ElementTree.fromstring(text.encode("utf-8"))  # noqa: S314 - our own
    assert len(root[0]) == 1
