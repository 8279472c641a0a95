"""What may happen to a task, in one table: from, to, who may, what it needs.

Everything else reads this table: the pages and the phone offer only what it allows, `work.perform`
refuses the rest, and the tests go through it row by row. The phone gets the officer's part of it,
so that a whole visit can be written down where there is no signal.
"""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from smartcity_base import workflow
from smartcity_base.workflow import Workflow


class State(TextChoices):
    """Where a task is. The values stand in the log, on the phones and in messages to LAKSA."""

    BARU = "baru", _("Belum ditugaskan")
    DITUGASKAN = "ditugaskan", _("Ditugaskan")
    DITERIMA = "diterima", _("Diterima")
    DIKERJAKAN = "dikerjakan", _("Dikerjakan")
    SELESAI = "selesai", _("Menunggu pemeriksaan")
    DIKEMBALIKAN = "dikembalikan", _("Dikembalikan")
    DIPERIKSA = "diperiksa", _("Selesai")
    DIBATALKAN = "dibatalkan", _("Dibatalkan")

    @property
    def colour(self) -> str:
        """`red` waits for somebody, `yellow` is in hand, `green` done, `grey` ended otherwise."""
        return COLOURS[self]


COLOURS = {
    State.BARU: "red",
    State.DITUGASKAN: "red",
    State.DIKEMBALIKAN: "red",
    State.DITERIMA: "yellow",
    State.DIKERJAKAN: "yellow",
    State.SELESAI: "yellow",
    State.DIPERIKSA: "green",
    State.DIBATALKAN: "grey",
}
ENDED = frozenset({State.DIPERIKSA, State.DIBATALKAN})
OPEN = frozenset(State) - ENDED
# What an officer still has to do something about.
IN_HAND = frozenset({State.DITUGASKAN, State.DITERIMA, State.DIKERJAKAN, State.DIKEMBALIKAN})
# What can be late: finished work waits for its supervisor, not for the deadline.
WAITING = IN_HAND | {State.BARU}


class Action(TextChoices):
    """What was done to a task; the label is the line of its timeline."""

    CREATE = "create", _("Tugas dibuat")
    ASSIGN = "assign", _("Ditugaskan")
    ACCEPT = "accept", _("Tugas diterima")
    REFUSE = "refuse", _("Tugas ditolak petugas")
    ARRIVE = "arrive", _("Tiba di lokasi")
    RECORD = "record", _("Pekerjaan dicatat")
    HAND_OVER = "hand-over", _("Diserahkan")
    FINISH = "finish", _("Pekerjaan selesai")
    VERIFY = "verify", _("Diperiksa dan dinyatakan selesai")
    RETURN = "return", _("Dikembalikan untuk diperbaiki")
    CHANGE = "change", _("Data tugas diperbaiki")
    CANCEL = "cancel", _("Tugas dibatalkan")
    NOTE = "note", _("Catatan")
    WARN = "warn", _("Tenggat segera tiba")
    ESCALATE = "escalate", _("Lewat tenggat, diteruskan ke pengawas")
    KEPT = "kept", _("Langkah yang terlambat, disimpan sebagai catatan")


class Actor(TextChoices):
    """As what somebody acts: an officer on their own tasks, a supervisor on the agency's."""

    OFFICER = "officer", _("Petugas lapangan")
    SUPERVISOR = "supervisor", _("Pengawas")
    RULE = "rule", _("Sistem")


class Need(StrEnum):
    """What an action asks for."""

    TEXT = "text"
    PLACE = "place"  # a point, or words where the phone finds none
    ASSIGNEE = "assignee"
    SOMETHING = "something"  # words, a photo or a material
    BEFORE = "before"  # a photo from before the work, now or earlier
    AFTER = "after"  # a photo of its result, taken since it was last returned
    CHANGE = "change"


Transition = workflow.Transition[Action, State, Actor, Need]

_OFFICER = frozenset({Actor.OFFICER})
_SUPERVISOR = frozenset({Actor.SUPERVISOR})
_RULE = frozenset({Actor.RULE})
_ABOVE = _SUPERVISOR | _RULE
_STAFF = frozenset({Actor.OFFICER, Actor.SUPERVISOR})


def _table() -> Workflow[Transition]:
    do, at, ask, row = Action, State, Need, Transition
    begun = {at.DITERIMA, at.DIKERJAKAN, at.DIKEMBALIKAN}
    proof = {ask.TEXT, ask.BEFORE, ask.AFTER}
    return Workflow((
        row(do.ASSIGN, OPEN - {at.SELESAI}, at.DITUGASKAN, _SUPERVISOR, {ask.ASSIGNEE}),
        row(do.ACCEPT, {at.DITUGASKAN}, at.DITERIMA, _OFFICER),
        row(do.REFUSE, {at.DITUGASKAN, at.DITERIMA}, at.BARU, _OFFICER, {ask.TEXT}),
        row(do.ARRIVE, begun, at.DIKERJAKAN, _OFFICER, {ask.PLACE}),
        row(do.RECORD, {at.DIKERJAKAN}, None, _OFFICER, {ask.SOMETHING}),
        row(do.FINISH, {at.DIKERJAKAN}, at.SELESAI, _OFFICER, proof),
        row(do.HAND_OVER, begun, at.DITUGASKAN, _OFFICER, {ask.ASSIGNEE, ask.TEXT}),
        row(do.VERIFY, {at.SELESAI}, at.DIPERIKSA, _SUPERVISOR),
        row(do.RETURN, {at.SELESAI}, at.DIKEMBALIKAN, _SUPERVISOR, {ask.TEXT}),
        row(do.CHANGE, OPEN, None, _ABOVE, {ask.CHANGE}),
        row(do.CANCEL, OPEN, at.DIBATALKAN, _ABOVE, {ask.TEXT}),
        row(do.NOTE, frozenset(State), None, _STAFF, {ask.TEXT}),
        row(do.WARN, WAITING, None, _RULE),
        row(do.ESCALATE, WAITING, None, _RULE),
    ))  # fmt: skip


TABLE = _table()
find, allowed = TABLE.find, TABLE.allowed
