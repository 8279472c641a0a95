"""An app's own commands run where the region is, on a server or on this machine."""

from pathlib import Path

import pytest

from smartcity_kit import manage, paths
from smartcity_kit.plan import Plan
from smartcity_kit.shell import Shell
from tests.conftest import MakePlan

TOOL = '#!/bin/sh\necho "$0" "$@"; cat\n'


def put_tool(opt: Path) -> None:
    (opt / "bin").mkdir(parents=True)
    (opt / "bin" / "manage").write_text(TOOL)
    (opt / "bin" / "manage").chmod(0o755)


def said(plan: Plan, shell: Shell | None) -> str:
    done = manage.manage(plan, shell, "live", "first_login", stdin="given")
    assert done is not None
    return done.stdout


def test_on_a_server_it_is_the_servers_own(
    here: Shell, plan_of: MakePlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manage, "OPT", str(tmp_path))
    put_tool(tmp_path)
    assert said(plan_of(), here) == f"{tmp_path}/bin/manage live first_login\ngiven"


def test_embedded_it_is_the_regions_here(plan_of: MakePlan) -> None:
    plan = plan_of("embedded")
    assert manage.manage(plan, None, "live", "first_login") is None
    opt = paths.embedded(plan.region.slug) / "opt"
    put_tool(opt)
    assert said(plan, None) == f"{opt}/bin/manage live first_login\ngiven"
