"""What may happen to a report, in one table: from, to, who may, what it needs, what the clock does.

Everything else reads this table: the pages offer only what it allows, the forms ask for what it
needs, `work.perform` refuses the rest, and the tests go through it row by row.

The clocks, in working days of the region (settings `verify_days`, `followup_days`, `answer_days`;
3, 5 and 10 as in SP4N-LAPOR!):

- A report that is received must be verified within `verify_days`.
- A verified or reopened report must be followed up within `followup_days`. Each public answer of
  the agency begins that clock again, so an open report always has a deadline. Accepting, correcting
  and forwarding do not: the citizen waits for news, not for paperwork.
- A category with a class (`laksa.classes`) is to be done with within its days instead: an answer
  does not begin that clock again.
- When a report is closed or rejected, the reporter may reopen it for `answer_days`, or appeal to
  the operator, who decides within `verify_days`. What the operator denies is final.
- A report merged into another has no clock of its own.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from smartcity_base import workflow
from smartcity_base.workflow import Workflow


class State(TextChoices):
    """Where a report is. The values stand in addresses, the log and the open API."""

    MENUNGGU = "menunggu", _("Menunggu")
    DIVERIFIKASI = "diverifikasi", _("Diverifikasi")
    PROSES = "proses", _("Diproses")
    SELESAI = "selesai", _("Selesai")
    DITOLAK = "ditolak", _("Ditolak")
    DIGABUNG = "digabung", _("Digabung")
    DIBUKA_KEMBALI = "dibuka-kembali", _("Dibuka kembali")

    @property
    def colour(self) -> str:
        """`red` is new, `yellow` in progress, `green` done, `grey` ended beside the way."""
        return COLOURS[self]


COLOURS = {
    State.MENUNGGU: "red",
    State.DIBUKA_KEMBALI: "red",
    State.DIVERIFIKASI: "yellow",
    State.PROSES: "yellow",
    State.SELESAI: "green",
    State.DITOLAK: "grey",
    State.DIGABUNG: "grey",
}
OPEN = frozenset({State.MENUNGGU, State.DIVERIFIKASI, State.PROSES, State.DIBUKA_KEMBALI})
# What strangers look for is neither what was refused nor what is told elsewhere.
LISTED = [state.value for state in State if state not in {State.DITOLAK, State.DIGABUNG}]
ACCEPTED = frozenset({State.DIVERIFIKASI, State.PROSES, State.DIBUKA_KEMBALI})


class Action(TextChoices):
    """What was done to a report; the label is the line of the public timeline."""

    RECEIVE = "receive", _("Laporan diterima")
    VERIFY = "verify", _("Laporan diverifikasi")
    ACCEPT = "accept", _("Penanganan dimulai")
    FORWARD = "forward", _("Diteruskan ke instansi lain")
    ANSWER = "answer", _("Jawaban instansi")
    NOTE = "note", _("Catatan internal")
    CORRECT = "correct", _("Data laporan diperbaiki")
    REJECT = "reject", _("Laporan ditolak")
    MERGE = "merge", _("Digabung dengan laporan lain")
    SPLIT = "split", _("Dipisahkan dari laporan lain")
    CLOSE = "close", _("Laporan selesai")
    REOPEN = "reopen", _("Laporan dibuka kembali")
    REPLY = "reply", _("Tambahan dari pelapor")
    HIDE = "hide", _("Foto disembunyikan")
    SHOW = "show", _("Foto ditampilkan lagi")
    DISPATCH = "dispatch", _("Petugas lapangan diminta")
    FIELD = "field", _("Kabar dari lapangan")
    FIELD_NOTE = "field-note", _("Kabar dari lapangan untuk petugas")
    PRIORITISE = "prioritise", _("Prioritas diubah")
    INVITE = "invite", _("Instansi lain ikut membantu")
    RELEASE = "release", _("Instansi pembantu selesai")
    WARN = "warn", _("Tenggat segera tiba")
    ESCALATE = "escalate", _("Lewat tenggat, diteruskan ke pimpinan")
    SUPPORT = "support", _("Didukung warga lain")
    RATE = "rate", _("Penilaian pelapor")
    APPEAL = "appeal", _("Banding diajukan")
    GRANT = "grant", _("Banding dikabulkan")
    DENY = "deny", _("Banding ditolak")


class Actor(TextChoices):
    """In which capacity somebody acts. An officer acts only on reports of their own agency."""

    REPORTER = "reporter", _("Pelapor")
    RULE = "rule", _("Sistem")
    OPERATOR = "operator", _("Operator")
    OFFICER = "officer", _("Petugas")
    HELPER = "helper", _("Instansi pembantu")
    SUPPORTER = "supporter", _("Warga lain")


class Need(StrEnum):
    """What an action asks for."""

    TEXT = "text"
    PHOTO = "photo"
    AGENCY = "agency"
    ORIGINAL = "original"
    CHANGE = "change"
    ONE_PHOTO = "one-photo"
    IN_TIME = "in-time"
    PRIORITY = "priority"
    NEW_HELPER = "new-helper"
    HELPER = "helper"
    RATING = "rating"
    NO_APPEAL = "no-appeal"
    APPEAL = "appeal"


class Clock(Enum):
    """What an action does to the deadline."""

    KEEP = "keep"
    VERIFY = "verify"
    FOLLOW_UP = "follow-up"
    ANSWERED = "answered"
    CLASS = "class"
    REPORTER = "reporter"
    STOP = "stop"
    OPERATOR = "operator"
    FINAL = "final"


class Priority(IntegerChoices):
    """What is to be done first, whatever its deadline says."""

    BIASA = 0, _("Biasa")
    TINGGI = 1, _("Tinggi")
    DARURAT = 2, _("Darurat")


class Alarm(TextChoices):
    """What has been said of the deadline that stands now."""

    WARNED = "warned", _("Tenggat sudah diingatkan")
    ESCALATED = "escalated", _("Sudah sampai ke pimpinan")


class Audience(TextChoices):
    """Who reads the words of an event. That it happened is public unless it is for officers."""

    PUBLIC = "public", _("Publik")
    PARTIES = "parties", _("Pelapor dan petugas")
    OFFICERS = "officers", _("Petugas")


@dataclass(frozen=True)
class Transition(workflow.Transition[Action, State, Actor, Need]):
    """One row of the table, with what it does to the clock and who reads its words."""

    clock: Clock = Clock.KEEP
    audience: Audience = Audience.PUBLIC


_RULE = frozenset({Actor.RULE})
_STAFF = frozenset({Actor.OPERATOR, Actor.OFFICER})
_OPERATOR = frozenset({Actor.OPERATOR})
_REPORTER = frozenset({Actor.REPORTER})
_HELPER = frozenset({Actor.HELPER})
_SUPPORTER = frozenset({Actor.SUPPORTER})
_ENDED = frozenset({State.SELESAI, State.DITOLAK})
_ANY = frozenset(State)
_NOTHING = frozenset[Need]()


def _table() -> Workflow[Transition]:
    do, at, ask, clock, who, row = Action, State, Need, Clock, Audience, Transition
    unhandled = {at.DIVERIFIKASI, at.DIBUKA_KEMBALI}
    return Workflow((
        row(do.VERIFY, {at.MENUNGGU}, at.DIVERIFIKASI, _STAFF | _RULE, _NOTHING, clock.FOLLOW_UP),
        row(do.ACCEPT, unhandled, at.PROSES, _STAFF),
        row(do.CLOSE, {at.PROSES}, at.SELESAI, _STAFF, {ask.TEXT, ask.PHOTO}, clock.REPORTER),
        row(do.GRANT, _ENDED, at.DIBUKA_KEMBALI, _OPERATOR, {ask.TEXT, ask.APPEAL},
            clock.FOLLOW_UP),
        row(do.DENY, _ENDED, None, _OPERATOR, {ask.TEXT, ask.APPEAL}, clock.FINAL),
        row(do.ANSWER, ACCEPTED, None, _STAFF, {ask.TEXT}, clock.ANSWERED),
        # Those who help may tell what they did; the deadline is of who is responsible.
        row(do.ANSWER, ACCEPTED, None, _HELPER, {ask.TEXT}),
        row(do.ANSWER, {at.MENUNGGU, at.SELESAI}, None, _STAFF, {ask.TEXT}),
        # That a report moves, and where to, is public; why is between the agencies.
        row(do.FORWARD, {at.MENUNGGU}, None, _STAFF, _FORWARD, clock.KEEP, who.OFFICERS),
        row(do.FORWARD, ACCEPTED, at.DIVERIFIKASI, _STAFF, _FORWARD, clock.KEEP, who.OFFICERS),
        row(do.CORRECT, OPEN, None, _STAFF, {ask.CHANGE}, clock.CLASS, who.OFFICERS),
        row(do.REJECT, OPEN, at.DITOLAK, _STAFF, {ask.TEXT}, clock.REPORTER),
        row(do.MERGE, OPEN, at.DIGABUNG, _STAFF, {ask.ORIGINAL}, clock.STOP),
        row(do.SPLIT, {at.DIGABUNG}, at.DIVERIFIKASI, _STAFF, _NOTHING, clock.FOLLOW_UP),
        row(do.INVITE, OPEN, None, _STAFF, {ask.NEW_HELPER, ask.TEXT}, clock.KEEP, who.OFFICERS),
        row(do.RELEASE, OPEN, None, _STAFF, {ask.HELPER, ask.TEXT}, clock.KEEP, who.OFFICERS),
        row(do.RELEASE, OPEN, None, _HELPER, {ask.TEXT}, clock.KEEP, who.OFFICERS),
        row(do.PRIORITISE, OPEN, None, _STAFF, {ask.PRIORITY}, clock.KEEP, who.OFFICERS),
        row(do.NOTE, _ANY, None, _STAFF | _HELPER, {ask.TEXT}, clock.KEEP, who.OFFICERS),
        row(do.HIDE, _ANY, None, _STAFF, {ask.ONE_PHOTO}, clock.KEEP, who.OFFICERS),
        row(do.SHOW, _ANY, None, _STAFF, {ask.ONE_PHOTO}, clock.KEEP, who.OFFICERS),
        # The reporter's later words are for the officers: nobody has checked them for names.
        row(do.REOPEN, _ENDED, at.DIBUKA_KEMBALI, _REPORTER, {ask.TEXT, ask.IN_TIME},
            clock.FOLLOW_UP, who.PARTIES),
        row(do.REOPEN, _ENDED, at.DIBUKA_KEMBALI, _OPERATOR, {ask.TEXT},
            clock.FOLLOW_UP, who.PARTIES),
        row(do.REPLY, OPEN, None, _REPORTER, {ask.TEXT}, clock.KEEP, who.PARTIES),
        row(do.RATE, {at.SELESAI}, None, _REPORTER, {ask.RATING, ask.IN_TIME},
            clock.KEEP, who.PARTIES),
        # An appeal is for who thinks that the agency will not judge its own work fairly.
        row(do.APPEAL, _ENDED, None, _REPORTER, {ask.TEXT, ask.IN_TIME, ask.NO_APPEAL},
            clock.OPERATOR, who.PARTIES),
        # What another citizen says of it is for the officers, as the reporter's later words are.
        row(do.SUPPORT, OPEN, None, _SUPPORTER, _NOTHING, clock.KEEP, who.OFFICERS),
        row(do.WARN, OPEN, None, _RULE, _NOTHING, clock.KEEP, who.OFFICERS),
        row(do.ESCALATE, OPEN, None, _RULE, _NOTHING, clock.KEEP, who.OFFICERS),
    ))  # fmt: skip


_FORWARD = frozenset({Need.AGENCY, Need.TEXT})
TABLE = _table()
find, allowed = TABLE.find, TABLE.allowed
# What the public timeline does not even mention.
UNSEEN = frozenset({
    Action.NOTE, Action.HIDE, Action.SHOW, Action.DISPATCH, Action.FIELD_NOTE, Action.PRIORITISE,
    Action.WARN, Action.ESCALATE, Action.SUPPORT,
})  # fmt: skip
