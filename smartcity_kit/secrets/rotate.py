"""New values for what the kit made, the way back, and a new password for the vault.

A value that was replaced counts beside the new one until what was made with it has ended, so that
nobody is signed out. What a person gave is never touched.
"""

import secrets as random
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from smartcity_kit.errors import KitError
from smartcity_kit.language import _
from smartcity_kit.lock import region_lock
from smartcity_kit.plan import Plan
from smartcity_kit.secrets import sources
from smartcity_kit.secrets.make import (
    REPLACED,
    ends,
    find_secrets,
    is_made,
    new_value,
    settle,
)
from smartcity_kit.secrets.note import Note, end_of, overlap
from smartcity_kit.secrets.private import write_private
from smartcity_kit.secrets.sources import Source
from smartcity_kit.secrets.vault import Secrets, Vault, close_vault, unlock

CERTIFICATE, AUTHORITY = "certificate", "authority"
SERVER_KEYS = ("certificate", "key")
AUTHORITY_KEYS = ("authority", "authority_key", *SERVER_KEYS)
LONGEST_WAIT = timedelta(days=1)
"""Within which LIVE has encrypted anew whatever it held under a replaced key."""


@dataclass(frozen=True)
class Rotation:
    """What was done: the secrets as "laksa/secret_key", and for how many days the old ones count.

    `days` is 0 where nothing is left beside the new values.
    """

    names: tuple[str, ...] = ()
    days: int = 0
    source: str = ""
    left: str = ""


def rotate(plan: Plan, apps: Sequence[str] = (), only: Sequence[str] = ()) -> Rotation:
    """Replace what the kit made, for all `apps` or these, all of it or `only` the named.

    The authority is replaced only where it is named. Raises KitError for an app or a name that is
    not there; nothing is changed then.
    """

    def change(vault: Vault) -> list[str]:
        chosen = _chosen(plan, vault, apps, only)
        for path in chosen:
            _replace(vault, path)
        return chosen

    with region_lock(plan.region.slug):
        return _told(plan, _changed(plan, change))


def undo(plan: Plan) -> Rotation:
    """Go back to the values before the last rotation; those it made count on for a while.

    What a person gave since stays. Raises KitError where there is no way back.
    """
    found = _existing(plan)

    def change(vault: Vault) -> list[str]:
        before = unlock(found, found.before)[0]
        back = [
            path for path in _everything(plan, before)
            if (old := _get(before, path)) and old != _get(vault, path)
        ]  # fmt: skip
        for path in back:
            _replace(vault, path, before)
        if not back:
            raise KitError(_("The values before the last rotation are the ones that count."),
                           _("Nothing was changed."))  # fmt: skip
        return back

    with region_lock(plan.region.slug):
        _finish(found)
        if not found.before.is_file():
            raise KitError(_("Nothing was rotated on this machine."), _("Nothing was changed."))
        return _told(plan, _changed(plan, change))


def retire(plan: Plan) -> Rotation:
    """End the replaced values now: after a leak, when the new ones have been with the apps a day.

    Raises KitError where that is not so; people would lose their second factor.
    """

    def change(vault: Vault) -> list[str]:
        replaced = vault.get(REPLACED, {})
        ended = [path for path in replaced if ends(path)]
        if not ended:
            raise KitError(_("No replaced value counts any more."), _("Nothing was changed."))
        carried = Note.of(find_secrets(plan), plan).carried
        if not carried or date.today() < date.fromisoformat(carried) + LONGEST_WAIT:
            raise KitError(
                _("The apps have not had the new values for a day yet."),
                _("Adopt first, and end the old ones the day after: LIVE encrypts what it holds "
                  "anew until then. Nothing was changed."),
            )  # fmt: skip
        for path in ended:
            del replaced[path]
        return sorted(ended)

    with region_lock(plan.region.slug):
        return Rotation(tuple(_changed(plan, change)))


def change_password(plan: Plan, to: Source | None = None) -> Rotation:
    """Encrypt the vault with a new password, kept in `to` or where the one before is.

    Killed at any moment, the vault opens with the old password or the new one, and both are there;
    again, it continues. Raises KitError where nobody may put a password.
    """
    with region_lock(plan.region.slug):
        found = _existing(plan)
        _finish(found)
        vault, old = unlock(found)
        moved = to is not None and to != found.source
        target = to if to is not None and moved else found.source.pending
        if not (moved or found.source.keeps):
            raise sources.cannot_keep(found.source)
        new = next(iter(sources.passwords(target)), b"")
        if not new or (new == old and not moved):
            new = random.token_urlsafe(32).encode()
            sources.put(target, new)
        if new == old:
            raise KitError(_("That is the password that the vault has already."),
                           _("Nothing was changed."))  # fmt: skip
        if found.before.is_file():
            # Before the vault: whichever password opens that one, the other is still there.
            close_vault(found.before, _way_back(found, target), new)
        note = Note.of(found, plan)
        close_vault(found.file, vault, new)
        _note_again(found, plan, note)
        if not moved:
            sources.settle(found.source, new)
        return Rotation(
            source=str(target if moved else found.source), left=str(found.source) if moved else ""
        )


def _way_back(found: Secrets, target: Source) -> Vault:
    try:
        return unlock(found, found.before)[0]
    except KitError:
        # An earlier attempt got as far as this file.
        return unlock(replace(found, source=target), found.before)[0]


def _note_again(found: Secrets, plan: Plan, note: Note) -> None:
    if note.digest:
        replace(note, digest=found.digest).write(plan)


def _existing(plan: Plan) -> Secrets:
    found = find_secrets(plan)
    if not found.file.is_file():
        raise KitError(
            _("This region has no secrets yet."),
            _("They are made by: smartcity adopt {slug}").format(slug=plan.profile.folder.name),
        )
    return found


def _changed(plan: Plan, change: Callable[[Vault], list[str]]) -> list[str]:
    """Apply `change` to the vault, and keep the file as it was as the way back."""
    found = _existing(plan)
    _finish(found)
    before, password = unlock(found)
    vault = deepcopy(before)
    _date(vault, Note.of(found, plan), plan)
    done = change(vault)
    write_private(_aside(found), found.file.read_bytes())
    settle(found, plan, before, vault, password)
    _finish(found)
    return done


def _aside(found: Secrets) -> Path:
    return found.before.with_suffix(".next")


def _finish(found: Secrets) -> None:
    """Let the copy of the file before be the way back, once there is another file."""
    aside = _aside(found)
    if not aside.is_file():
        return
    if aside.read_bytes() == found.file.read_bytes():
        aside.unlink()
    else:
        aside.replace(found.before)


def _told(plan: Plan, names: Sequence[str]) -> Rotation:
    overlaps = any("/" in name for name in names)
    return Rotation(tuple(names), overlap(plan).days if overlaps else 0)


def _date(vault: Vault, note: Note, plan: Plan) -> None:
    """Write down when earlier values end, while it is known since when the apps have others."""
    for entries in vault.get(REPLACED, {}).values():
        for entry in entries:
            entry["until"] = end_of(entry["until"], note, plan)


def _everything(plan: Plan, vault: Vault) -> list[str]:
    """Every secret that can be replaced, in the plan's order."""
    own = [
        f"{app.name}/{name}" for app in plan.apps for name in app.secrets
        if is_made(name) and name in vault.get("apps", {}).get(app.name, {})
    ]  # fmt: skip
    return own if plan.profile.tls else [*own, CERTIFICATE, AUTHORITY]


def _chosen(plan: Plan, vault: Vault, apps: Sequence[str], only: Sequence[str]) -> list[str]:
    every = _everything(plan, vault)
    known = [app.name for app in plan.apps]
    names = list(dict.fromkeys(path.rpartition("/")[2] for path in every))
    for asked, there in ((apps, known), (only, names)):
        if unknown := [name for name in asked if name not in there]:
            raise KitError(
                _("There is no {names} to be replaced.").format(names=", ".join(unknown)),
                _("There is {known}. Nothing was changed.").format(known=", ".join(there)),
            )
    chosen = [
        path for path in every
        if (not apps or path.partition("/")[0] in apps)
        and (path.rpartition("/")[2] in only if only else path != AUTHORITY)
    ]  # fmt: skip
    if not chosen:
        raise KitError(
            _("None of these apps has {names}.").format(names=", ".join(only)),
            _("Nothing was changed."),
        )
    wanted = {*chosen, *map(_twin, chosen)}
    return [path for path in every if path in wanted]


def _twin(path: str) -> str:
    """The other half of what two apps share: both must know for a while what it was before."""
    app, _slash, name = path.partition("/")
    kind, _slash, other = name.partition("/")
    return f"{other}/{kind}/{app}" if kind == "links" else path


def _get(vault: Vault, path: str) -> str:
    app, slash, name = path.partition("/")
    if slash:
        return str(vault.get("apps", {}).get(app, {}).get(name, ""))
    return str(vault.get("tls", {}).get(path, ""))


def _replace(vault: Vault, path: str, by: Vault | None = None) -> None:
    """Put a new value, or the one that `by` has, in the place of the one at `path`."""
    app, slash, name = path.partition("/")
    if not slash:
        for key in AUTHORITY_KEYS if path == AUTHORITY else SERVER_KEYS:
            vault["tls"].pop(key, None)
            if by is not None and key in by["tls"]:
                vault["tls"][key] = by["tls"][key]
        return
    old = vault["apps"][app][name]
    new = _get(by, path) if by is not None else new_value(name)
    earlier = vault.setdefault(REPLACED, {}).get(path, [])
    others = [entry for entry in earlier if entry["value"] != new]
    vault[REPLACED][path] = [{"value": old, "until": ""}, *others]
    vault["apps"][app][name] = new
