"""What adopting would change, for a person and for a script."""

from typing import Any

from smartcity_kit import console
from smartcity_kit.adopt import Outlook
from smartcity_kit.language import _

KINDS = {
    "new": _("will be installed"),
    "changed": _("will be renewed"),
    "stopped": _("will be started"),
    "same": _("stays as it is"),
}


def show_outlook(outlook: Outlook) -> None:
    """The plan on the screen: where, which apps, what is adrift."""
    plan, changes = outlook.plan, outlook.changes
    console.say()
    console.say(f"{plan.region.government} ({plan.region.code})", "bold")
    console.say(_where(outlook))
    console.say()
    kinds = {change.name: KINDS[change.kind] for change in changes.apps}
    rows = [(app.title, app.url, kinds[app.name]) for app in plan.apps]
    console.table((_("Application"), _("Address"), _("Plan")), rows)
    notes = [
        _("Adrift: {what} (expected {expected}, found {found})").format(**vars(drift))
        for drift in changes.drift
    ]
    if changes.personal:
        notes.append(_("Staff and other personal tables will be sent beside the release."))
    notes += [
        _("{app} is no longer in the profile: it will be stopped, its data kept.").format(app=name)
        for name in changes.gone
    ]
    for note in notes:
        console.say(f"  · {note}")
    console.say()
    console.say(
        _("Release {id}: changes are pending.").format(id=outlook.release.id)
        if changes.pending
        else _("Release {id}: nothing to change.").format(id=outlook.release.id)
    )


def outlook_json(outlook: Outlook) -> dict[str, Any]:
    """The same for a script."""
    changes = outlook.changes
    return {
        "region": outlook.plan.region.slug,
        "place": outlook.plan.place,
        "release": outlook.release.id,
        "pending": changes.pending,
        "apps": [vars(app) for app in changes.apps],
        "drift": [vars(drift) for drift in changes.drift],
        "gone": list(changes.gone),
    }


def _where(outlook: Outlook) -> str:
    if outlook.plan.place == "embedded":
        return _("On this machine, without root (embedded).")
    servers = [f"{s.name} ({s.address or 'local'})" for s in outlook.plan.profile.servers.values()]
    return _("On the region's server {servers}.").format(servers=", ".join(servers))
