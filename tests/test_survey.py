"""What runs, as its place shows it. The probe itself is tested with the playbooks."""

from pathlib import Path

import pytest

from smartcity_kit import manage, survey
from smartcity_kit.shell import Shell
from tests.conftest import MakePlan


@pytest.fixture
def shell(here: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setattr(manage, "OPT", str(tmp_path))
    return here


def test_it_reads_the_tables_of_current_releases(
    shell: Shell, plan_of: MakePlan, tmp_path: Path
) -> None:
    data = tmp_path / "laksa" / "releases" / "1" / "data"
    data.mkdir(parents=True)
    (data / "agencies.csv").write_text("id,name\na,Balai “A”\n", "utf-8")
    (data / "villages.csv").write_text("code,name\n")
    (tmp_path / "laksa" / "current").symlink_to("releases/1")
    found = survey.running_tables(plan_of(), shell, ["agencies", "categories"])
    assert found == {"laksa": {"agencies": "id,name\na,Balai “A”\n"}}


def test_a_place_without_apps_has_no_tables(shell: Shell, plan_of: MakePlan) -> None:
    assert survey.running_tables(plan_of(), shell, ["agencies"]) == {}
    assert survey.running_tables(plan_of("embedded"), None, ["agencies"]) == {}
