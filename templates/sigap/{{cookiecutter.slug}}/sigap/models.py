"""Tasks, what happened to them, their photos; and who works when and where.

A task's row is a reading of its events: every field in `Task.FOLDED` is written by `log.append`
alone, from the same changes that the event keeps.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from smartcity_base.models import Agency, AppendOnly, District, Folded, Series, Village

from sigap.states import OPEN, Action, Actor, State


class Source(models.TextChoices):
    """Where a task comes from."""

    LAKSA = "laksa", _("Laporan warga (LAKSA)")
    CALL = "112", _("Panggilan 112")
    FINDING = "temuan", _("Temuan petugas")
    ORDER = "perintah", _("Perintah pengawas")


class Priority(models.TextChoices):
    NORMAL = "biasa", _("Biasa")
    HIGH = "tinggi", _("Didahulukan")
    URGENT = "darurat", _("Darurat")


class Team(models.Model):
    """Colleagues who take tasks together; districts and villages are where they usually work."""

    name = models.CharField(max_length=80)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="teams", blank=True)
    districts = models.ManyToManyField(District, related_name="+", blank=True)
    villages = models.ManyToManyField(Village, related_name="+", blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def covers(self, village: Village | None) -> bool:
        return village is not None and (
            self.villages.filter(pk=village.pk).exists()
            or self.districts.filter(pk=village.district_id).exists()
        )


class Shift(models.Model):
    """Who works on which day, from when until when; until after midnight when `ends` is earlier."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shifts"
    )
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL)
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["day", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["officer", "day", "starts"], name="one_shift_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.starts:%H.%M}–{self.ends:%H.%M}"


class NumberSeries(Series):
    """The last number of a task given out in a year."""

    PREFIX = "TGS"


class Task(Folded):
    """Something to be done somewhere."""

    FOLDED = (
        "state", "source", "reference", "url", "agency_id", "team_id", "officer_id", "village_id",
        "lon", "lat", "address", "title", "text", "category", "priority", "due", "created_at",
        "assigned_at", "arrived_at", "finished_at", "verified_at", "alarm",
    )  # fmt: skip

    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=20, choices=State)
    source = models.CharField(max_length=20, choices=Source)
    reference = models.CharField(max_length=40, blank=True, db_index=True)
    url = models.URLField(blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="tasks")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="tasks")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="tasks"
    )
    village = models.ForeignKey(Village, null=True, on_delete=models.PROTECT, related_name="tasks")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    address = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    category = models.CharField(max_length=100, blank=True)
    priority = models.CharField(max_length=20, choices=Priority, default=Priority.NORMAL)
    due = models.DateTimeField(null=True)
    # What was said of this deadline (smartcity_base.deadlines).
    alarm = models.CharField(max_length=20, blank=True, default="", db_default="")
    created_at = models.DateTimeField()
    assigned_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["agency", "state", "due"]),
            models.Index(fields=["officer", "state"]),
            models.Index(fields=["team", "state"]),
            models.Index(fields=["-created_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def status(self) -> State:
        """The state as the enumeration, with its label and colour."""
        return State(self.state)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_urgent(self) -> bool:
        return self.priority != Priority.NORMAL


class TaskEvent(AppendOnly):
    """One thing that happened to a task. Never changed and never deleted.

    `at` is when it happened, as far as the phone knows; `received_at` is when it reached the
    server.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="events")
    # Made on the phone: a step that is sent again because its answer was lost is still one step.
    step = models.UUIDField(unique=True, null=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)
    action = models.CharField(max_length=20, choices=Action)
    by = models.CharField(max_length=20, choices=Actor)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    # [{"name": "Aspal dingin", "amount": "2.5", "unit": "karung"}]
    materials = models.JSONField(default=list)
    # Field of Task.FOLDED -> its new value.
    changes = models.JSONField(default=dict)
    # Of a step that came too late: which one it was, and why it was not done.
    wanted = models.CharField(max_length=20, blank=True)
    why_kept = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["action", "at"]), models.Index(fields=["task", "id"])]

    def __str__(self) -> str:
        return f"{self.task_id} {self.action}"


class PhotoKind(models.TextChoices):
    BEFORE = "sebelum", _("Sebelum")
    AFTER = "sesudah", _("Sesudah")
    REPORT = "laporan", _("Dari laporan")


def _photo_path(photo: "Photo", name: str) -> str:
    return f"photos/{photo.id.hex[:2]}/{photo.id.hex}{'-small' if 'small' in name else ''}.jpg"


class Photo(models.Model):
    """A photo under the id that the phone gave it. Until its step has come it belongs to no task.

    Bytes that have come so far lie in a file of their own (sigap.uploads); `image` is there when
    all of them came and were cleaned. `taken_at` and the point are the phone's, not the file's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    event = models.ForeignKey(TaskEvent, null=True, on_delete=models.PROTECT, related_name="photos")
    kind = models.CharField(max_length=10, choices=PhotoKind, blank=True)
    image = models.FileField(upload_to=_photo_path, blank=True)
    small = models.FileField(upload_to=_photo_path, blank=True)
    taken_at = models.DateTimeField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    begun_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["taken_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)
