"""Who is what in which app. The apps, and the roles each has, come from region.json."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from smartcity_base import audit
from smartcity_base.config import App, config
from smartcity_base.models import User

from live.models import Assignment

ADMINISTRATOR = "administrator"  # in any app: needs a second factor
Role = tuple[str, str]  # app, role


class UnknownRole(ValueError):
    """No adopted app has this role; the message names it."""


def known() -> dict[Role, dict[str, str]]:
    """Every role of every adopted app, with its title and help."""
    return {
        (app.name, role): dict(about) for app in config().apps for role, about in app.roles.items()
    }


def title(role: Role) -> str:
    """ "LAKSA: Petugas instansi"; the bare names when the region no longer has the app."""
    app, name = role
    titles = {known_app.name: known_app.title for known_app in config().apps}
    return f"{titles.get(app, app)}: {known().get(role, {}).get('title', name)}"


def apps_with_roles() -> list[App]:
    return [app for app in config().apps if app.roles]


def parse(text: str) -> set[Role]:
    """ "laksa:officer; live:administrator" as pairs; raises UnknownRole with the word at fault."""
    found = set()
    for word in filter(None, (part.strip() for part in text.split(";"))):
        app, _, role = (part.strip() for part in word.partition(":"))
        if (app, role) not in known():
            raise UnknownRole(word)
        found.add((app, role))
    return found


def of(user: User) -> set[Role]:
    """What this person was given, without roles of apps that the region no longer has."""
    return set(user.assignments.values_list("app", "role")) & known().keys()


def held(user: User) -> set[Role]:
    """What they were given, and what comes with a post that they stand in for today."""
    from live import acting  # it reads models, which nobody needs who only parses

    return of(user) | (acting.roles(user) & known().keys())


def in_app(user: User, app: str) -> list[str]:
    """The claim `roles` for one app."""
    return sorted(role for name, role in held(user) if name == app)


def is_administrator(user: User) -> bool:
    """Of an app, or of an agency's accounts."""
    return any(role.endswith(ADMINISTRATOR) for _, role in held(user))


@transaction.atomic
def give(user: User, roles: Iterable[Role], by: User | None) -> None:
    """Add roles, each noted in the audit; the ones already there stay as they are."""
    for app, role in sorted(set(roles) - of(user)):
        if (app, role) not in known():
            raise UnknownRole(f"{app}:{role}")
        Assignment.objects.get_or_create(user=user, app=app, role=role)
        audit.record(by, "role.given", user, app=app, role=role)
    _carry_over(user)


@transaction.atomic
def take(user: User, roles: Iterable[Role], by: User | None) -> None:
    """Remove roles, each noted in the audit. The apps learn of it within minutes, by refresh."""
    for app, role in sorted(set(roles) & of(user)):
        user.assignments.filter(app=app, role=role).delete()
        audit.record(by, "role.taken", user, app=app, role=role)
    _carry_over(user)


def _carry_over(user: User) -> None:
    """LIVE's own roles are read where every app reads its own: `User.roles`."""
    user.roles = in_app(user, "live")
    user.save(update_fields=["roles"])
