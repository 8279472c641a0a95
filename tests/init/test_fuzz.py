"""Whatever is typed: a valid profile, or a refusal in words; never half of a folder."""

import contextlib
import shutil
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from smartcity_kit import regions
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.errors import KitError
from smartcity_kit.init import Answers, write_profile
from smartcity_kit.profile import read_profile

quietly = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
HOSTILE = st.sampled_from(
    ["", "{{ 7*7 }}", "{% raw %}", "a: b", "- x", "# x", '"', "'", "\\", "../x", "\x85", "\ud800",
     "a\nb", "contoh.go.id", "10.0.0.1", "#0b5c8a", "#fff", "live", "&a", "*a", "|", "`id`", "﻿"]
)  # fmt: skip
ANY = HOSTILE | st.text(max_size=70)


def settle(answers: Answers, to: Path) -> None:
    shutil.rmtree(to, ignore_errors=True)
    folder = None
    with contextlib.suppress(KitError):
        folder = write_profile(answers, to)
    assert list(to.glob("*/")) == ([folder] if folder else [])
    if folder:
        profile, faults = read_profile(folder, load_catalogue())
        assert faults == []
        assert profile is not None
        assert profile.region == answers.region
    assert not to.exists() or list(to.glob(".*")) == []


@quietly
@given(domain=ANY, primary=ANY, display_name=ANY, email=ANY, server=ANY, app=ANY)
@example(domain="", primary="", display_name="{{ 7*7 }}", email="", server="", app="live")
def test_any_answers_are_a_profile_or_a_refusal(
    tmp_path: Path, domain: str, primary: str, display_name: str, email: str, server: str, app: str
) -> None:
    region = regions.find("36.72")
    apps = [app] if app else ["live"]
    settle(
        Answers(region, domain, primary, None, display_name, email, server, apps), tmp_path / "to"
    )


@quietly
@given(display_name=ANY)
def test_any_display_name_alone_is_kept_or_refused(tmp_path: Path, display_name: str) -> None:
    settle(Answers(regions.find("36.72"), display_name=display_name), tmp_path / "to")


@quietly
@given(name=ANY, head=ANY, owner=ANY)
@example(name="{{ cookiecutter.slug }} & Co", head="Ka'polres", owner='"Polri" # x: y')
def test_any_institution_is_a_profile_or_a_refusal(
    tmp_path: Path, name: str, head: str, owner: str
) -> None:
    institution = regions.Institution.of(name, ("36.71",), head, owner)
    settle(Answers(institution), tmp_path / "to")
