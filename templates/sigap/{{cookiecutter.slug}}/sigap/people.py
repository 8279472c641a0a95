"""Who a person is to a task, and whom a task may be given to."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from smartcity_base.models import Agency, User

from sigap.models import Shift, Task, Team
from sigap.states import Actor

ABOVE = ("supervisor", "administrator")
STAFF = ("officer", *ABOVE)


def is_above(user: User, agency: Agency) -> bool:
    """An administrator everywhere, a supervisor in their own agency and those below it."""
    if user.has_role("administrator"):
        return True
    return user.has_role("supervisor") and agency.pk in user.reach()


def holds(user: User, task: Task) -> bool:
    """The task is theirs: given to them, or to a team of theirs where nobody has taken it yet."""
    if not user.has_role("officer"):
        return False
    if task.officer_id is not None:
        return task.officer_id == user.pk
    return task.team_id is not None and user.teams.filter(pk=task.team_id, active=True).exists()


def has_held(user: User, task: Task) -> bool:
    """It is or was theirs: what they did there meanwhile is still worth keeping."""
    return holds(user, task) or (
        user.has_role("officer")
        and task.events.filter(
            Q(user=user) | Q(changes__officer_id=str(user.pk))
            | Q(changes__team_id__in=list(user.teams.values_list("pk", flat=True)))
        ).exists()
    )  # fmt: skip


def may_be(user: User, task: Task, actor: Actor) -> bool:
    return holds(user, task) if actor == Actor.OFFICER else (
        actor == Actor.SUPERVISOR and is_above(user, task.agency))  # fmt: skip


def own_tasks(user: User) -> QuerySet[Task]:
    """The tasks an officer holds."""
    if not user.has_role("officer"):
        return Task.objects.none()
    free = Q(officer=None, team__in=user.teams.filter(active=True))
    return Task.objects.filter(Q(officer=user) | free)


def supervised_tasks(user: User) -> QuerySet[Task]:
    """The tasks a supervisor watches over."""
    if user.has_role("administrator"):
        return Task.objects.all()
    if user.has_role("supervisor"):
        return Task.objects.filter(agency__in=user.reach())
    return Task.objects.none()


def seen_tasks(user: User) -> QuerySet[Task]:
    """All that this person may open: theirs, those they watch over, those they once worked on."""
    seen = supervised_tasks(user).values("pk")
    own = own_tasks(user).values("pk")
    once = (
        Task.objects.filter(events__user=user).values("pk")
        if user.has_role("officer")
        else Task.objects.none().values("pk")
    )
    return Task.objects.filter(Q(pk__in=seen) | Q(pk__in=own) | Q(pk__in=once))


def teams_of(agency: Agency) -> QuerySet[Team]:
    """Those of the agency, of all below and of the one above it: a dinas lends to its UPTD."""
    family = agency.family() | ({agency.parent_id} if agency.parent_id else set())
    return Team.objects.filter(active=True, agency__in=family)


def officers_of(agency: Agency) -> list[User]:
    """The field officers of the agency, by name. They are known here once they have signed in."""
    family = agency.family() | ({agency.parent_id} if agency.parent_id else set())
    found = User.objects.filter(is_active=True, agency__in=family).order_by("name")
    return [user for user in found if user.has_role("officer")]


def shifts_of_today() -> QuerySet[Shift]:
    """Today's, and those of last night that are not over yet."""
    now = timezone.localtime()
    tonight = Q(day=now.date() - timedelta(days=1), ends__lt=F("starts"), ends__gt=now.time())
    return Shift.objects.filter(Q(day=now.date()) | tonight)


@dataclass(frozen=True)
class Choice:
    """Somebody who could take a task. `key` is `t3` for a team, `o<uuid>` for a person."""

    key: str
    label: str
    note: str


def choices(task: Task, without: User | None = None) -> list[Choice]:
    """Teams and officers for this task; those of its area and those on shift today come first."""
    today = {shift.officer_id: shift for shift in shifts_of_today().order_by("-starts")}
    teams = [
        (not team.covers(task.village), Choice(f"t{team.pk}", team.name, _team_note(team, task)))
        for team in teams_of(task.agency)
    ]
    officers = [
        (user.pk not in today, Choice(f"o{user.pk}", user.name, str(today.get(user.pk) or "")))
        for user in officers_of(task.agency)
        if without is None or user.pk != without.pk
    ]
    return [
        choice
        for group in (teams, officers)
        for _later, choice in sorted(group, key=lambda pair: (pair[0], pair[1].label))
    ]


def assignee(task: Task, key: str) -> tuple[Team | None, User | None]:
    """Whom a key of `choices` names; nobody (None, None) when it is not one of them."""
    if key.startswith("t") and key[1:].isdigit():
        return teams_of(task.agency).filter(pk=int(key[1:])).first(), None
    return None, next((one for one in officers_of(task.agency) if f"o{one.pk}" == key), None)


def _team_note(team: Team, task: Task) -> str:
    return str(task.village) if task.village and team.covers(task.village) else ""
