"""Plan -> Release in memory: every file that is the region's, and the hashes that name them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from smartcity_kit import __version__, paths
from smartcity_kit.branding import Dress, dress
from smartcity_kit.digest import LENGTH, digest_of, digest_of_data, digest_of_files, digest_of_tree
from smartcity_kit.inventory import make_inventory
from smartcity_kit.plan import AppPlan, Plan
from smartcity_kit.profile import Table
from smartcity_kit.regions import within
from smartcity_kit.release.code import code_key
from smartcity_kit.release.environment import environment_key

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class AppRelease:
    """One app in a release: its code by key, and the files that make it the region's."""

    plan: AppPlan
    hash: str
    code: str
    files: Files

    @property
    def name(self) -> str:
        return self.plan.name


@dataclass(frozen=True)
class Release:
    """Everything a run applies. `id` changes exactly when one of its files does.

    `branding` is the region's whole dress, for its offices; each app has its part of it.
    """

    id: str
    plan: Plan
    environment: str
    apps: tuple[AppRelease, ...]
    inventory: Mapping[str, Any]
    branding: Files


def compose(plan: Plan) -> Release:
    """Make the release of `plan`: same plan and same kit, same bytes, on any machine."""
    environment = environment_key()
    dressed = dress(plan.profile)
    apps = tuple(_compose_app(plan, app, environment, dressed) for app in plan.apps)
    inventory = make_inventory(plan, {app.name: app.hash for app in apps}, environment)
    playbooks = digest_of_tree(paths.PLAYBOOKS)
    papers = digest_of_files(dressed.files)
    name = digest_of_data([{a.name: a.hash for a in apps}, inventory, playbooks, papers])[:LENGTH]
    return Release(name, plan, environment, apps, inventory, dressed.files)


def _compose_app(plan: Plan, app: AppPlan, environment: str, dressed: Dress) -> AppRelease:
    files = dict(_files(plan, app, dressed))
    code = code_key(app.card)
    name = digest_of_data([code, environment, digest_of_files(files)])[:LENGTH]
    return AppRelease(app, name, code, files)


def _files(plan: Plan, app: AppPlan, dressed: Dress) -> Iterator[tuple[str, bytes]]:
    profile = plan.profile
    yield "region.json", json_bytes(region_json(plan, app, dressed))
    yield from _area_tables(plan)
    for name in app.card.data:
        if table := profile.tables.get(name):
            yield f"data/{name}.csv", table.text.encode()
    for name, content in dressed.served.items():
        yield f"branding/{name}", content
    for path in profile.overrides.get(app.name, ()):
        yield f"overrides/{path}", (profile.folder / "overrides" / app.name / path).read_bytes()


def region_json(plan: Plan, app: AppPlan, dressed: Dress) -> dict[str, Any]:
    """What an app reads at start-up: the region, its dress, the other apps, the settings."""
    region, profile, look = plan.region, plan.profile, plan.profile.branding
    mail = profile.mail
    return {
        "region": {
            "code": region.code, "slug": region.slug, "name": region.name, "level": region.level,
            "government": region.government, "province": region.province.base_name,
            "head_title": region.head_title, "timezone": region.timezone, "zone": region.zone,
            "domain": profile.domain,
        },
        "contact": vars(profile.contact),
        "emergency": _emergency(plan),
        "branding": {
            "display_name": look.display_name, **look.palette._asdict(),
            "logo": f"branding/{dressed.logo}",
        },
        "app": _app_json(app) | {
            "settings": dict(app.settings),
            "roles": {name: vars(role) for name, role in app.card.roles.items()},
        },
        "apps": [_app_json(other) | {"roles": {
            name: vars(role) for name, role in other.card.roles.items()
        }} for other in plan.apps],
        "identity": {"issuer": plan.issuer},
        "mail": None if mail is None else vars(mail),
        "public_tls": profile.tls is not None,
        "safety": vars(profile.safety),
        "place": plan.place,
    }  # fmt: skip


def _emergency(plan: Plan) -> list[dict[str, str]] | None:
    """The region's own numbers, for the foot of every page; None: the national ones."""
    table = plan.profile.tables.get("emergency")
    return [dict(row) for row in table.rows] if table and table.rows else None


def _app_json(app: AppPlan) -> dict[str, Any]:
    card = app.card
    return {
        "name": card.name, "title": app.title, "summary": card.summary,
        "url": app.url, "group": card.group, "icon": card.icon,
    }  # fmt: skip


def _area_tables(plan: Plan) -> Iterator[tuple[str, bytes]]:
    """Districts and villages by the national list, with points where one is known.

    Where several kabupaten and kota lie in one region, they are listed too, and a district is told
    from its namesakes by theirs: "Cibodas, Kota Tangerang".
    """
    found, parts = within(plan.region), plan.region.regencies
    names = {part.code: f", {part.name}" for part in parts} if len(parts) > 1 else {}
    if names:
        listed = ({"code": part.code, "name": part.name} for part in parts)
        yield "data/regencies.csv", _csv(("code", "name"), listed)
    districts = (
        {"code": d.code, "name": d.name + names.get(d.code[:5], "")} for d in found.districts
    )
    yield "data/districts.csv", _csv(("code", "name"), districts)
    columns = ("code", "name", "district", "kind", "postal", "lon", "lat")
    yield "data/villages.csv", _csv(
        columns,
        (
            {
                "code": v.code, "name": v.name, "district": v.district_code, "kind": v.kind,
                "postal": v.postal_code or "",
                "lon": f"{v.point.lon:.5f}" if v.point else "",
                "lat": f"{v.point.lat:.5f}" if v.point else "",
            }
            for v in found.villages
        ),
    )  # fmt: skip


def _csv(columns: tuple[str, ...], rows: Iterator[Mapping[str, str]]) -> bytes:
    return Table("", paths.TEMPLATES, columns, tuple(rows)).text.encode()


def json_bytes(data: Any) -> bytes:
    """JSON as every file of a release has it: sorted, indented, UTF-8, ending in a newline."""
    return (json.dumps(data, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def manifest(release: Release) -> dict[str, Any]:
    """What is in a release and what it is made of; holds no secret and nothing about a person."""
    from smartcity_kit.release.environment import packages

    return {
        "kit": __version__,
        "region": release.plan.region.code,
        "release": release.id,
        "environment": {"key": release.environment, "packages": packages()},
        "branding": {name: digest_of(content) for name, content in release.branding.items()},
        "apps": {
            app.name: {"hash": app.hash, "code": app.code, "files": {
                name: digest_of(content) for name, content in app.files.items()
            }} for app in release.apps
        },
    }  # fmt: skip
