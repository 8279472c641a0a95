"""From what agencies are to hear to notices for their people.

What happens within a minute stands in one notice: an officer who asks for help with forty reports
at once does not send forty.
"""

from django.db import transaction

from smartcity_base.models import Agency

from laksa import alarms
from laksa.colleagues import notices
from laksa.colleagues.models import Untold
from laksa.states import Action

# So many events stand in one notice.
BATCH = 100


def gather() -> None:
    """Tell them, agency by agency. May be killed, or run twice: told once."""
    for agency in Agency.objects.filter(pk__in=Untold.objects.values("agency")):
        while _tell(agency):
            pass


@transaction.atomic
def _tell(agency: Agency) -> int:
    """The notices and the forgetting of what stands in them, both or none."""
    waiting = Untold.objects.filter(agency=agency).select_related("event")
    rows = list(waiting.select_for_update(of=("self",))[:BATCH])
    # The same people as are warned of a deadline; without any, the operators.
    for user in alarms.readers(Action.WARN, agency) if rows else []:
        # Who works for two agencies knows what they did themselves.
        if news := [row.event_id for row in rows if row.event.user_id != user.pk]:
            notices.tell(news, user)
    Untold.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
