from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible.vars.manager import VariableManager

from smartcity_kit.inventory import make_inventory, to_yaml
from smartcity_kit.plan import Plan
from smartcity_kit.profile import Contact, Server
from smartcity_kit.release import compose
from smartcity_kit.release.write import write

HOSTILE = "{{ lookup('pipe', 'touch /tmp/owned') }}"


def test_it_holds_neither_address_nor_key_of_a_server(
    plan_of: Callable[..., Plan], server: Server
) -> None:
    plan = plan_of(servers={"web1": server})
    text = to_yaml(make_inventory(plan, {"live": "a", "laksa": "b"}, "env")).decode()
    assert "web1" in text
    assert str(server.address) not in text


def test_it_becomes_root_only_where_the_operator_is_not(plan_of: Callable[..., Plan]) -> None:
    for user, expected in (("root", False), ("petugas", True)):
        plan = plan_of(servers={"web1": Server("web1", "10.9.8.7", user=user)})
        hosts = make_inventory(plan, {"live": "a", "laksa": "b"}, "env")["hosts"]
        assert hosts["servers"]["hosts"]["web1"]["ansible_become"] is expected


def test_ansible_takes_a_profiles_values_for_data(plan_of: Callable[..., Plan]) -> None:
    """Read by Ansible itself, because that is who must not run it."""
    folder = write(compose(plan_of(domain=HOSTILE, contact=Contact(address=HOSTILE))))
    loader = DataLoader()
    inventory = InventoryManager(loader=loader, sources=[str(folder / "inventory")])
    manager = VariableManager(loader=loader, inventory=inventory)
    found: dict[str, Any] = manager.get_vars(host=inventory.get_host("embedded"))
    assert Templar(loader, found).template(found["smartcity"]["region"]["domain"]) == HOSTILE


@pytest.mark.parametrize(
    "text",
    ["{{ 1 + 1 }}", "75.71", "0812", "no", "~", "", "{a: b}", "naïve: #x", "multi\nline", "'\""],
)
def test_ansible_reads_every_text_as_the_text_it_is(text: str, tmp_path: Path) -> None:
    file = tmp_path / "values.yml"
    file.write_bytes(to_yaml({"value": text}))
    found = DataLoader().load_from_file(str(file))["value"]
    assert isinstance(found, str)
    assert Templar(DataLoader(), {"value": found}).template(found) == text


def test_an_app_has_as_many_processes_as_the_profile_says(plan_of: Callable[..., Plan]) -> None:
    plan = plan_of()
    apps = tuple(replace(app, processes=2 if app.name == "laksa" else 1) for app in plan.apps)
    made = make_inventory(replace(plan, apps=apps), {"live": "a", "laksa": "b"}, "env")
    found = made["all"]["smartcity"]["apps"]
    assert {app["name"]: app["workers"] for app in found} == {"live": 1, "laksa": 2}


def test_the_database_has_connections_for_every_thread_of_every_app(
    plan_of: Callable[..., Plan],
) -> None:
    def connections(apps: int, processes: int) -> int:
        plan = plan_of(place="servers")
        many = tuple(replace(plan.apps[0], processes=processes) for _ in range(apps))
        hashes = {"live": "a", "laksa": "b"}
        told = make_inventory(replace(plan, apps=many), hashes, "env")
        return int(told["all"]["smartcity"]["database_connections"])

    assert connections(2, 1) == 100
    assert connections(2, 1) == connections(10, 1)  # an app more does not make it restart
    for apps, processes in ((31, 1), (31, 4), (100, 2)):
        assert connections(apps, processes) >= apps * (2 * processes + 2) + 40
