"""What the region says of its officers, by table or by its personnel system: one set of rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import phonenumbers
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from smartcity_base.models import Agency, User
from smartcity_base.personal.columns import same

from live import people, roles
from live.models import Position, Staff

Fault = Callable[[str, str], None]  # which column, and what is wrong with it


class Named:
    """What an entry may refer to; without a table of positions, those are words."""

    def __init__(self) -> None:
        self.agencies = set(Agency.objects.filter(active=True).values_list("pk", flat=True))
        self.positions = {post.pk: post for post in Position.objects.filter(active=True)}
        self.nips: set[str | None] = set()
        self.emails: set[str | None] = set()
        self.settled: dict[Any, UUID] = {}


class Known(Named):
    """And who is there, for a whole table of entries.

    `settled`: how a row of somebody reads who is as the table says, to whom that is. Most are, each
    time, or else nobody is there yet: thousands of rows that need not be looked up one by one.
    """

    def __init__(self) -> None:
        super().__init__()
        checked = EmailAddress.objects.filter(verified=True, primary=True)
        owned = set(checked.values_list("user_id", "email"))
        self.nips = set(filter(None, (one.nip for one in Staff.objects.only("nip", "nip_plain"))))
        self.emails = set(User.objects.values_list("email", flat=True)) | set(
            EmailAddress.objects.values_list("email", flat=True)
        )
        self.settled = {
            _reading(staff.nip, staff.position_id, staff.seeded, staff.user): staff.pk
            for staff in Staff.objects.filter(
                listed=True, origin=Staff.Origin.TABLE
            ).select_related("user")
            if (staff.pk, staff.user.email) in owned
        }


def _reading(nip: str | None, position: str | None, seeded: list[list[str]], user: User) -> Any:
    fields = (user.email, user.name, user.phone, user.agency_id, user.position)
    return nip, position, tuple(map(tuple, seeded)), *fields


class Entry:
    """One officer as the region has them, checked. Faults never repeat what was said of a person.

    `row` has the columns of staff.csv; `person`: whose entry it is, where that is known already.
    """

    def __init__(
        self, row: Mapping[str, Any], known: Named, fault: Fault, person: User | None = None
    ) -> None:
        self.person = person
        self.nip: str | None = re.sub(r"\D", "", row["nip"] or "") or None
        if self.nip and len(self.nip) != 18:
            fault("nip", "NIP terdiri atas 18 angka")
        self.email: str = row["email"].lower()
        try:
            validate_email(self.email)
        except ValidationError:
            fault("email", "bukan alamat surel")
        self.roles: set[roles.Role] = set()
        try:
            self.roles = roles.parse(row["roles"])
        except roles.UnknownRole as unknown:
            fault("roles", f"{unknown} tidak dikenal; contoh: laksa:officer; live:administrator")
        if row["agency"] and row["agency"] not in known.agencies:
            fault("agency", "instansi ini tidak ada dalam agencies.csv")
        self.position = known.positions.get(row["position"])
        if row["position"] and known.positions and self.position is None:
            fault("position", "jabatan ini tidak ada dalam positions.csv")
        self.fields: dict[str, Any] = {
            "name": row["name"],
            "phone": _phone(row["phone"]),
            "agency_id": row["agency"],
            "position": self.position.name if self.position else row["position"],
        }
        if row["phone"] and not self.fields["phone"]:
            fault("phone", "bukan nomor telepon Indonesia")
        self.post_id = self.position.pk if self.position else None
        self.seeded = sorted(map(list, self.roles))
        read = _reading(self.nip, self.post_id, self.seeded, User(email=self.email, **self.fields))
        self.settled: UUID | None = known.settled.get(read)
        self.fresh = self.nip not in known.nips and self.email not in known.emails
        if self.settled or self.fresh:
            return
        holder = self.holder(self.account())
        if holder and people.is_vouched_for(holder) and not Staff.objects.filter(user=holder):
            fault("email", "dipakai akun lain yang sudah terverifikasi")

    def account(self) -> User | None:
        """Whose it is: by NIP, else by address, unless that is another person's by NIP."""
        if self.person:
            return self.person
        by_nip = Staff.objects.filter(same("nip", self.nip)).first() if self.nip else None
        if by_nip:
            return by_nip.user
        there = User.objects.filter(email=self.email)
        if self.nip:
            there = there.filter(Q(staff=None) | Q(staff__nip=None, staff__nip_plain=None))
        return there.first()

    def holder(self, account: User | None) -> User | None:
        """Somebody else who has this address so far."""
        others = User.objects.filter(email=self.email)
        return others.exclude(pk=account.pk).first() if account else others.first()


def _phone(text: str) -> str:
    """E.164 ("+6281234567890"), or nothing when it is no Indonesian number."""
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def join(entry: Entry) -> Staff:
    """An account for somebody who is new in every respect."""
    user = people.create(None, entry.email, **entry.fields)
    if entry.roles:
        roles.give(user, entry.roles, by=None)
    return Staff.objects.create(
        user=user, nip=entry.nip, position_id=entry.post_id, seeded=entry.seeded
    )


def settle(entry: Entry, origin: str = Staff.Origin.TABLE) -> tuple[Staff, bool, bool]:
    """Bring an account in line with what the region says; the record, whether it is new or differs.

    Whoever said it last (`origin`) owns the record: the table retires nobody whom it never had.
    """
    user = entry.account()
    is_new = user is None
    holder = entry.holder(user)
    if holder:
        people.detach(holder)
    if user is None:
        user = people.create(None, entry.email, **entry.fields)
    staff, joined = Staff.objects.get_or_create(user=user, defaults={"nip": entry.nip})
    if joined and not is_new and not people.is_vouched_for(user):
        people.seize(user, by=None)
    differs = people.change(user, None, email=entry.email, **entry.fields)
    people.vouch(user)
    if not staff.listed:
        people.reopen(user, by=None)
    wanted = (entry.nip, entry.post_id, True, entry.seeded, origin)
    if (staff.nip, staff.position_id, staff.listed, staff.seeded, staff.origin) != wanted:
        before = {(app, role) for app, role in staff.seeded}
        if before - entry.roles:
            roles.take(user, before - entry.roles, by=None)
        roles.give(user, entry.roles - before, by=None)
        staff.nip, staff.position_id, staff.listed, staff.seeded, staff.origin = wanted
        staff.save()
        differs = True
    return staff, is_new, differs


def retire(staff: Staff) -> None:
    """Signed out everywhere, and not let in again until the region names the person anew."""
    staff.listed, staff.upstream_sub = False, None
    staff.save(update_fields=["listed", "upstream_sub"])
    people.close(staff.user, by=None)
