"""What SIGAP holds of a person: they work in the field, or watch over who does."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base.personal.holdings import ARCHIVES, Holding, Subject

from sigap.models import Photo, Shift, Task, TaskEvent, Team


def _teams(subject: Subject) -> QuerySet[Team]:
    return Team.objects.filter(members=subject.user)


def _leave_teams(subject: Subject) -> int:
    return Team.members.through.objects.filter(user_id=subject.user.pk).delete()[0]


def _shifts(subject: Subject) -> QuerySet[Shift]:
    return Shift.objects.filter(officer=subject.user)


def _drafts(subject: Subject) -> QuerySet[Photo]:
    """Photos that came to no task; those of a task are the proof of its work."""
    return Photo.objects.filter(owner=subject.user, event=None)


def _forget_drafts(subject: Subject) -> int:
    drafts = list(_drafts(subject))
    for photo in drafts:
        photo.image.delete(save=False)
        photo.small.delete(save=False)
        photo.delete()
    return len(drafts)


def _act(event: TaskEvent) -> dict[str, Any]:
    return {
        "Waktu": timezone.localtime(event.at).isoformat(timespec="minutes"),
        "Tugas": event.task.number,
        "Tindakan": str(event.get_action_display()),
        "Keterangan": event.text,
        "Titik": [event.lon, event.lat] if event.lon is not None else None,
    }


HOLDINGS = (
    Holding(
        "regu",
        _("Tim Anda"),
        _teams,
        lambda team: {"Tim": team.name, "Instansi": team.agency.name},
        _leave_teams,
        covers=("sigap.Team.members",),
    ),
    Holding(
        "jadwal",
        _("Jadwal kerja Anda"),
        _shifts,
        lambda shift: {"Hari": shift.day.isoformat(), "Jam": str(shift)},
        lambda subject: _shifts(subject).delete()[0],
        covers=("sigap.Shift.officer",),
    ),
    Holding(
        "foto",
        _("Foto Anda yang belum menjadi bagian tugas"),
        _drafts,
        lambda photo: {"Foto": str(photo.pk), "Jenis": str(photo.get_kind_display())},
        _forget_drafts,
        covers=("sigap.Photo.owner",),
    ),
    Holding(
        "tugas",
        _("Tugas yang diberikan kepada Anda"),
        lambda subject: Task.objects.filter(officer=subject.user),
        lambda task: {"Nomor": task.number, "Judul": task.title, "Status": str(task.status.label)},
        kept=ARCHIVES,
        covers=("sigap.Task.officer",),
    ),
    Holding(
        "tindakan",
        _("Tindakan Anda di lapangan, dengan titiknya"),
        lambda subject: TaskEvent.objects.filter(user=subject.user).select_related("task"),
        _act,
        kept=ARCHIVES,
        covers=("sigap.TaskEvent.user",),
    ),
)
