from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import transaction

from smartcity_base import audit
from smartcity_base.models import Agency, AuditEntry, User
from smartcity_base.models.record import AppendOnlyError
from smartcity_base.roles import in_agency
from smartcity_base.testing.cast import Casting, Person


def test_a_person_sees_the_rows_of_their_agency_and_of_those_below_it(
    region: None, person: Casting
) -> None:
    head = person("Kepala", agency="dinas-pekerjaan-umum")
    staff = person("Staf", agency="uptd-jalan")
    nobody = person("Siapa")
    for who, seen in ((head, ["Kepala", "Staf"]), (staff, ["Staf"]), (nobody, [])):
        assert isinstance(who.user, User)
        assert [user.name for user in in_agency(User.objects.all(), who.user)] == seen


def test_agencies_in_a_circle_do_not_hang(region: None) -> None:
    Agency.objects.filter(pk="dinas-pekerjaan-umum").update(parent="uptd-jalan")
    family = Agency.objects.get(pk="uptd-jalan").family()
    assert family == {"uptd-jalan", "dinas-pekerjaan-umum"}


def test_an_act_is_recorded_with_who_what_and_which(officer: Person) -> None:
    agency = Agency.objects.get(pk="uptd-jalan")
    assert isinstance(officer.user, User)
    audit.record(officer.user, "rename", agency, before="UPTD")
    audit.record(AnonymousUser(), "look", "halaman")
    first, second = AuditEntry.objects.order_by("pk")
    assert (first.actor, first.target) == (officer.user, "base.agency:uptd-jalan")
    assert first.details == {"before": "UPTD"}
    assert (second.actor, second.target) == (None, "halaman")


def test_what_was_recorded_can_be_neither_changed_nor_deleted(db: None) -> None:
    entry = audit.record(None, "a", "b")
    entry.action = "c"
    for attempt in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(action="c"),
        lambda: AuditEntry.objects.bulk_update([entry], ["action"]),
    ):
        with pytest.raises(AppendOnlyError), transaction.atomic():
            attempt()
    assert AuditEntry.objects.get().action == "a"


def test_the_record_outlives_the_account(citizen: Person) -> None:
    assert isinstance(citizen.user, User)
    gone = citizen.user.pk
    audit.record(citizen.user, "a", "b")
    citizen.user.delete()
    assert AuditEntry.objects.get().actor_id == gone


def test_the_migrations_hold_what_the_models_say(db: None) -> None:
    out = StringIO()
    call_command("makemigrations", "base", check=True, dry_run=True, stdout=out)
    assert "No changes" in out.getvalue()
