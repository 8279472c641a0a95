"""Officers as SCIM has them, and back: by the rules that hold for the region's table as well."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from scim2_models import (
    InvalidValueException,
    Meta,
    NotFoundException,
    ScimFilter,
    UniquenessException,
)

from smartcity_base.models import Agency, User
from smartcity_base.personal import columns

from live import people
from live.models import Staff
from live.scim.schema import Officer, PhoneNumbers, Place, Roles
from live.staff import Entry, Named, retire, settle

# By far the most that clients ask; it is answered without looking at everybody.
_ONE = re.compile(r'\s*(userName|externalId|id)\s+eq\s+"([^"\\]*)"\s*', re.IGNORECASE)
_LONGEST = 200
_COLUMNS = {
    "nip": "employeeNumber",
    "email": "userName",
    "phone": "phoneNumbers",
    "agency": "department",
    "position": "title",
}


def everybody() -> QuerySet[Staff]:
    """Who works for the region, whoever said so; retired ones are gone for SCIM."""
    return Staff.objects.filter(listed=True).select_related("user").order_by("user_id")


def found(asked: str | None) -> QuerySet[Staff] | None:
    """Those whom a plain filter names; None when everybody has to be looked at."""
    if asked is None:
        return everybody()
    match = _ONE.fullmatch(asked)
    if match is None:
        return None
    name, value = match[1].lower(), match[2]
    if name == "username":
        return everybody().filter(user__email=value.lower())
    if name == "externalid":
        return everybody().filter(external_id=value)
    return everybody().filter(pk=_uuid(value))


def matching(condition: ScimFilter[Any], base: str) -> list[Officer[Place]]:
    officers = (of(staff, base) for staff in everybody())
    return [officer for officer in officers if condition.match(officer)]


def one(pk: str) -> Staff:
    staff = everybody().filter(pk=_uuid(pk)).first()
    if staff is None:
        raise NotFoundException
    return staff


def of(staff: Staff, base: str) -> Officer[Place]:
    user = staff.user
    officer = Officer[Place](
        id=str(user.pk),
        external_id=staff.external_id,
        user_name=user.email,
        display_name=user.name,
        title=staff.position_id or user.position or None,
        active=user.is_active,
        phone_numbers=[PhoneNumbers(value=user.phone)] if user.phone else None,
        roles=[Roles(value=":".join(role)) for role in staff.seeded] or None,
        meta=Meta(
            resource_type="User",
            created=user.created_at,
            last_modified=staff.changed_at,
            location=f"{base}/Users/{user.pk}",
        ),
    )
    if staff.nip or user.agency_id:
        officer[Place] = Place(employee_number=staff.nip, department=user.agency_id)
    return officer


@transaction.atomic
def keep(officer: Officer[Place], person: User | None = None) -> Staff:
    """Make or change an officer; raises SCIM's exceptions, which repeat nothing of the person."""
    place = officer[Place] or Place()
    external = officer.external_id or None
    row = {
        "name": " ".join((officer.display_name or "").split()),
        "nip": place.employee_number or None,
        "email": (officer.user_name or "").strip(),
        "phone": (officer.phone_numbers or [PhoneNumbers()])[0].value or "",
        "agency": _agency(place.department),
        "position": officer.title or "",
        "roles": ";".join(role.value or "" for role in officer.roles or []),
    }
    faults: list[str] = []
    entry = Entry(
        row,
        Named(),
        lambda column, words: faults.append(f"{_COLUMNS.get(column, column)}: {words}"),
        person,
    )
    for name, value in (("displayName", row["name"]), ("title", row["position"]), ("", external)):
        if value and len(value) > _LONGEST:
            faults.append(f"{name or 'externalId'}: lebih dari {_LONGEST} huruf")
    if not row["name"]:
        faults.append("displayName: wajib diisi")
    _unlike_others(entry, external, person)
    if faults:
        raise InvalidValueException(detail="; ".join(faults))
    staff, _new, _differs = settle(entry, Staff.Origin.SCIM)
    staff.external_id = external
    _at_work(staff, officer.active is not False)
    staff.save()
    return staff


@transaction.atomic
def remove(staff: Staff) -> None:
    staff.external_id = None  # may be given to whoever comes next
    staff.save(update_fields=["external_id"])
    retire(staff)


def _unlike_others(entry: Entry, external: str | None, person: User | None) -> None:
    """What names a person names nobody else who is listed."""
    same = Q(user__email=entry.email)
    if entry.nip:
        same |= columns.same("nip", entry.nip)
    if external:
        same |= Q(external_id=external)
    others = everybody().filter(same)
    if (others.exclude(pk=person.pk) if person else others).exists():
        raise UniquenessException
    account = entry.account()
    holder = entry.holder(person) if person else None
    for other in (account if person is None else None, holder):
        known = other and Staff.objects.filter(user=other).exists()
        if other and not known and people.is_vouched_for(other):
            raise UniquenessException(detail="userName: dipakai akun lain yang terverifikasi")


def _at_work(staff: Staff, wanted: bool) -> None:
    """Closed and opened by the personnel system; what an administrator closed stays closed."""
    if not wanted and staff.user.is_active:
        people.close(staff.user, by=None)
    elif wanted and not staff.at_work and not staff.user.is_active:
        people.reopen(staff.user, by=None)
    staff.at_work = wanted


def _agency(named: str | None) -> str | None:
    """By id, or by the name that another system knows it by."""
    if not named:
        return None
    by = Q(pk=named) | Q(name__iexact=named) | Q(short_name__iexact=named)
    known = Agency.objects.filter(by, active=True).first()
    return known.pk if known else named


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
