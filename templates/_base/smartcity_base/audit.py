"""The log of who did what: one line per act, only ever added to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from smartcity_base.models import AuditEntry, User
from smartcity_base.personal.columns import EncryptedField

# In words for people. An app adds its own beside the act.
_TITLES: dict[str, Any] = {
    "catatan-dibaca": _("Catatan kegiatan dibaca"),
    "data-dibuka": _("Data dibuka"),
    "data-pribadi.dihapus": _("Data pribadi dihapus"),
    "diubah": _("Diubah"),
    "masa-simpan": _("Dihapus karena masa simpannya habis"),
    "signin": _("Masuk"),
    "signout": _("Keluar"),
}
CHANGED = "diubah"


@dataclass(frozen=True, slots=True)
class Things:
    """How a kind of thing is called in the log: `name` from its key, `find` its key from a name."""

    name: Callable[[str], str]
    find: Callable[[str], str | None]


_things: dict[str, Things] = {
    "base.auditentry": Things(lambda _key: _t("Catatan kegiatan"), lambda _words: None)
}


def record(
    actor: User | AnonymousUser | None, action: str, target: Model | str, **details: Any
) -> AuditEntry:
    """Add an entry in the same transaction as the act. `details`: ids and words, JSON only."""
    if isinstance(actor, User) and (acting := actor.acting_title):
        details["as"] = acting
    return AuditEntry.objects.create(
        actor=actor if isinstance(actor, User) else None,
        action=action,
        target=target_of(target),
        details=details,
    )


def changed(actor: User | None, thing: Model, before: Mapping[str, Any]) -> AuditEntry | None:
    """Note which fields of a saved `thing` differ from `before`, from what and to what; None when
    none does. Of an encrypted field, and of one of a person, only that it changed."""
    told: dict[str, list[str] | None] = {}
    for name, old in before.items():
        new = getattr(thing, name)
        if old != new:
            told[name] = None if _is_personal(thing, name) else [_plain(old), _plain(new)]
    return record(actor, CHANGED, thing, changes=told) if told else None


def _is_personal(thing: Model, name: str) -> bool:
    field = thing._meta.get_field(name.removesuffix("_id"))
    return isinstance(field, EncryptedField) or isinstance(thing, User)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def target_of(thing: Model | str) -> str:
    """How the log names a thing: "laksa.report:17"."""
    return thing if isinstance(thing, str) else f"{thing._meta.label_lower}:{thing.pk}"


def titles(known: Mapping[str, Any]) -> None:
    """Say in words what the actions of an app are: titles({"laporan-dibuka": _("…")})."""
    _TITLES.update(known)


def title(action: str) -> str:
    """The action in words; as it is written where nobody gave any."""
    return str(_TITLES.get(action, action))


def things(label: str, name: Callable[[str], str], find: Callable[[str], str | None]) -> None:
    """Say how the things of a model ("laksa.report") are called by people."""
    _things[label] = Things(name, find)


def targets_named(words: str) -> list[str]:
    """The targets that these words may mean: a number on a page, or the log's own name."""
    found = [words]
    for label, kind in _things.items():
        if (key := kind.find(words)) is not None:
            found.append(f"{label}:{key}")
    return found


def _called(target: str) -> str:
    """A thing by its name for people, where it has one and is still there."""
    label, _colon, key = target.partition(":")
    if kind := _things.get(label):
        return kind.name(key) or target
    try:
        model = apps.get_model(label)
        thing = model._base_manager.filter(pk=key).first() if key else None
    except (LookupError, ValueError, ValidationError):
        return target
    return str(thing) if thing else target


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as people read it; `changes`: field, before, after ("" of what is personal)."""

    entry: AuditEntry
    what: str
    about: str
    role: str
    contact: bool
    changes: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, entry: AuditEntry) -> Line:
        from smartcity_base.personal.looks import role_title

        details = entry.details
        changes = details.get("changes")
        told = changes.items() if isinstance(changes, dict) else ()
        return cls(
            entry,
            title(entry.action),
            _called(entry.target),
            str(details.get("as") or role_title(entry)),
            bool(details.get("contact")),
            tuple((name, *(pair if isinstance(pair, list) and len(pair) == 2
                           else (_t("(pribadi)"), _t("(pribadi)"))))
                  for name, pair in told),
        )  # fmt: skip


def history(thing: Model) -> list[Line]:
    """What was done to a thing and who looked at it, newest first."""
    entries = AuditEntry.objects.filter(target=target_of(thing)).select_related("actor")
    return [Line.of(entry) for entry in entries]
