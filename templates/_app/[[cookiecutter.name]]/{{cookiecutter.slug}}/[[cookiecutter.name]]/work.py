"""What may be done to an item, by whom; each deed is one transaction with its event and audit."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from smartcity_base import audit
from smartcity_base.models import User
from smartcity_base.roles import in_agency

from [[ cookiecutter.name ]].models import Action, Item, ItemEvent

OFFICERS = ("officer", "administrator")
FIELDS = ("title", "text", [[ '"kind_id", ' if cookiecutter.table else "" ]]"agency_id", "village_id", "shown")


def items_of(user: User) -> QuerySet[Item]:
    """What this person may change: their agency's, or all."""
    items = Item.objects.select_related("agency", "village__district")
    return items if user.has_role("administrator") else in_agency(items, user)


@transaction.atomic
def save(item: Item, user: User) -> Item:
    """Write the item with what changed in it; the same again changes and notes nothing."""
    before = Item.objects.select_for_update().filter(pk=item.pk).first()
    changes = {
        name: getattr(item, name)
        for name in FIELDS
        if before is None or getattr(before, name) != getattr(item, name)
    }
    if changes:
        action = Action.CHANGE if before else Action.ADD
        item.save()
        ItemEvent.objects.create(
            item=item, at=timezone.now(), action=action, user=user, changes=changes
        )
        audit.record(user, f"item-{action.value}", item, fields=sorted(changes))
    return item
