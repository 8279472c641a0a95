"""Plan -> what Ansible reads. Pure; the release holds it.

Every string that comes from a profile is marked `!unsafe` when it is written, so Ansible never
takes it for a template. Nothing here depends on the control machine: its paths come with the run.
"""

from collections.abc import Mapping
from typing import Any

import yaml

from smartcity_kit import __version__
from smartcity_kit.plan import AppPlan, Place, Plan
from smartcity_kit.profile import Server

UPLOAD_LIMIT_MB = 45
"""What one request may carry: four photos as a phone takes them, where no script reduces them."""


THREADS: dict[Place, int] = {"servers": 2, "embedded": 4}
"""Requests an app answers at a time in each of its processes; a second process costs 37 MB. On a
server nginx waits for slow lines and each thread holds a database connection; where embedded the
browser itself holds idle connections open."""

SPARE_CONNECTIONS = 40
"""Of the database: for commands, dumps and administrators beside the apps themselves."""


def make_inventory(plan: Plan, hashes: Mapping[str, str], environment: str) -> dict[str, Any]:
    """Hosts and variables of a region, as `inventory/hosts.yml` and `group_vars/all.yml` have them.

    `hashes` names the release of each app, `environment` the shared one.
    """
    return {"hosts": {plan.place: {"hosts": _hosts(plan)}}, "all": {"smartcity": {
        "kit": __version__,
        "place": plan.place,
        "region": {
            "code": plan.region.code, "slug": plan.region.slug, "name": plan.region.name,
            "timezone": plan.region.timezone, "domain": plan.profile.domain,
        },
        "environment": {"key": environment},
        "apps": [_app(plan, app, hashes[app.name]) for app in plan.apps],
        "database_connections": _connections(plan),
        "hosts": {"names": plan.host_names},
        "tls": {
            "mode": "authority" if plan.profile.tls is None else "files",
            "public": plan.profile.tls is not None,
        },
        "mail": vars(plan.profile.mail) if plan.profile.mail else None,
        "antivirus": plan.profile.safety.antivirus,
        "firewall": {"ports": [80, 443]},
        "timezone": plan.region.timezone,
        "upload_limit_mb": UPLOAD_LIMIT_MB,
    }}}  # fmt: skip


def _connections(plan: Plan) -> int:
    """As many as all apps can hold at once, in hundreds: few new apps make PostgreSQL restart."""
    held = sum(app.processes * THREADS[plan.place] + 2 for app in plan.apps)  # 2: its jobs
    return -(-(held + SPARE_CONNECTIONS) // 100) * 100


def _hosts(plan: Plan) -> dict[str, dict[str, Any]]:
    """Hosts by name only: address, port, user and keys are in the SSH configuration of the run."""
    if plan.place == "embedded":
        return {"embedded": {"ansible_connection": "local", "ansible_become": False}}
    return {name: _host(server) for name, server in plan.profile.servers.items()}


def _host(server: Server) -> dict[str, Any]:
    reached: dict[str, Any] = {"ansible_connection": "local"} if server.local else {}
    return reached | {
        "ansible_become": server.user != "root",
        "ansible_become_password": Template(
            "{{ smartcity_secrets.servers[inventory_hostname].sudo_password | default('') }}"
        ),
        "ansible_python_interpreter": "/usr/bin/python3",
        "server_proxy": server.proxy,
        "server_apt_mirror": server.apt_mirror,
    }


def _app(plan: Plan, app: AppPlan, name: str) -> dict[str, Any]:
    database = f"postgresql:///sc-{app.name}" if plan.place == "servers" else "sqlite"
    return {
        "name": app.name, "title": app.title, "hash": name, "url": app.url, "host": app.host,
        "port": app.port, "user": f"sc-{app.name}", "unit": f"smartcity-{app.name}",
        "database": f"sc-{app.name}", "needs": list(app.card.needs),
        "secrets": list(app.secrets), "personal": list(app.card.personal),
        "workers": app.processes,
        "threads": THREADS[plan.place],
        "env": {"SMARTCITY_DATABASE": database},
    }  # fmt: skip


class Template(str):
    """A text of the kit's own that Ansible shall take for a template."""


class _Data(str):
    """A value, as opposed to a key."""


class _Dumper(yaml.SafeDumper):
    """Writes values as data; keys stay plain, for they are the kit's own."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _represent(dumper: _Dumper, text: _Data) -> yaml.Node:
    """Quote every value, and mark as `!unsafe` what Ansible could take for a template.

    Only that: ansible-core 2.19 forgets the quotes of an `!unsafe` value and reads "75.71" as a
    number.
    """
    tag = "!unsafe" if "{" in text else "tag:yaml.org,2002:str"
    return dumper.represent_scalar(tag, str(text), style='"')


_Dumper.add_representer(_Data, _represent)
_Dumper.add_representer(Template, lambda d, text: d.represent_str(str(text)))


def to_yaml(data: Any) -> bytes:
    """The variables as YAML that Ansible reads as data: sorted, UTF-8, no template in any value."""
    return yaml.dump(_marked(data), Dumper=_Dumper, allow_unicode=True, sort_keys=True).encode()


def _marked(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _marked(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_marked(value) for value in data]
    return _Data(data) if isinstance(data, str) and not isinstance(data, Template) else data
