"""Reports, what happened to them, and what belongs to them.

A report's row is a reading of its events: every field in `Report.FOLDED` is written by `log.append`
alone, from the same changes that the event keeps. Who the reporter is stands apart, in `Contact`,
where no public page has a reason to look.
"""

import uuid

from django.conf import settings
from django.db import models

from smartcity_base.models import Agency, AppendOnly, District, Folded, Series, Village

from laksa.channels.models import Arrival, Channel, Sp4nCategory
from laksa.colleagues.models import Untold
from laksa.measures.models import Measure, MeasureBasis
from laksa.open311.models import ApiClient, Posted
from laksa.privacy.models import Cover, Finding, Scan
from laksa.questions.models import Question
from laksa.reachable import Reachable
from laksa.replies.models import AnswerTemplate
from laksa.states import LISTED, OPEN, Action, Actor, Alarm, Audience, Priority, State
from laksa.support.models import Supporter
from laksa.wbs.models import Letter, SealKey, Whisper

__all__ = [
    "AnswerTemplate",
    "ApiClient",
    "Arrival",
    "Category",
    "Contact",
    "Cover",
    "Finding",
    "Helper",
    "Letter",
    "Measure",
    "MeasureBasis",
    "NumberSeries",
    "Photo",
    "Posted",
    "Question",
    "Report",
    "ReportEvent",
    "Scan",
    "SealKey",
    "Sp4nCategory",
    "Supporter",
    "Untold",
    "Whisper",
]


class Category(models.Model):
    """What a report is about, and the agency that receives it; owned by the region's profile."""

    id = models.SlugField(primary_key=True, max_length=50)
    name = models.CharField(max_length=100)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    icon = models.CharField(max_length=50, blank=True)
    description = models.CharField(max_length=300, blank=True)
    # A class or a number of working days (see laksa.classes); "" what the preset says.
    deadline = models.CharField(max_length=20, blank=True, default="", db_default="")
    order = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Route(models.Model):
    """Who receives a category's reports of one district, if not the category's agency."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="routes")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "district"], name="one_route_each")
        ]

    def __str__(self) -> str:
        return f"{self.category_id} {self.district_id}: {self.agency_id}"


class NumberSeries(Series):
    """The last public number of a report given out in a year."""

    PREFIX = "LKS"


class Report(Folded):
    """What a citizen sent. Nothing in this row tells who: that is `contact` and `reporter`."""

    FOLDED = (
        "state", "category_id", "agency_id", "village_id", "place_confirmed", "lon", "lat",
        "address", "text", "received_at", "verified_at", "closed_at", "due", "answer_until",
        "duplicate_of_id", "hidden_photos", "answers", "secret", "channel", "priority", "helpers",
        "supporters", "rating", "alarm", "appeal_due",
    )  # fmt: skip

    number = models.CharField(max_length=20, unique=True)
    code = models.CharField(max_length=20, unique=True)
    # Made with the form: a form that is sent twice over a bad line is still one report.
    submission = models.UUIDField(unique=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reports"
    )

    state = models.CharField(max_length=20, choices=State)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="reports")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reports")
    village = models.ForeignKey(
        Village, null=True, on_delete=models.PROTECT, related_name="reports"
    )
    place_confirmed = models.BooleanField(default=False)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    address = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    received_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    answer_until = models.DateTimeField(null=True)
    duplicate_of = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="duplicates"
    )
    hidden_photos = models.JSONField(default=list)
    # To the questions of its category: Question.id -> values (see laksa.questions).
    answers = models.JSONField(default=dict, db_default={})
    # Read by the operator, the agency in charge and whom that asks for help; strangers do not learn
    # that it is there.
    secret = models.BooleanField(default=False, db_default=False)
    channel = models.CharField(
        max_length=10, choices=Channel, default=Channel.WEB, db_default=Channel.WEB.value
    )
    # [value, kind] of what strangers do not read in its words (see laksa.privacy.review).
    masks = models.JSONField(default=list, db_default=[])
    priority = models.PositiveSmallIntegerField(
        choices=Priority, default=Priority.BIASA, db_default=Priority.BIASA
    )
    # Ids of the agencies that help the responsible one; `Helper` has them for the database to find.
    helpers = models.JSONField(default=list, db_default=[])
    supporters = models.PositiveIntegerField(default=0, db_default=0)
    rating = models.PositiveSmallIntegerField(null=True)
    alarm = models.CharField(max_length=20, choices=Alarm, blank=True, default="", db_default="")
    # By when the operator decides on an appeal; None: there is none.
    appeal_due = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["-received_at", "-id"]),
            models.Index(fields=["agency", "due"]),
            models.Index(fields=["state", "due"]),
            models.Index(fields=["category", "-received_at"]),
            models.Index(fields=["village", "-received_at"]),
            models.Index(fields=["category", "lat"]),
            # The public list (laksa.states.LISTED): a page far back costs no look at the rows.
            models.Index(
                fields=["-received_at", "-id"],
                condition=models.Q(secret=False, state__in=LISTED),
                name="report_listed",
            ),
            models.Index(fields=["state", "-received_at", "-id"], name="report_in_state"),
            # What may be the same as a report that comes in (laksa.support.nearby).
            models.Index(
                fields=["category", "lat"],
                condition=models.Q(secret=False, state__in=sorted(OPEN)),
                name="report_open_near",
            ),
            models.Index(fields=["-closed_at"], name="report_closed"),
            models.Index(
                fields=["appeal_due"],
                condition=models.Q(appeal_due__isnull=False),
                name="report_appealed",
            ),
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
    def is_published(self) -> bool:
        """Whether strangers may read its words and see its photos: somebody has looked at them."""
        return self.verified_at is not None and self.state != State.DITOLAK and not self.secret


class Helper(models.Model):
    """An agency that helps with a report now: a reading of `Report.helpers`, to look it up."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "report"], name="one_help_each")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.agency_id}"


class Contact(Reachable):
    """How the reporter may be reached. Never public; with `anonymous`, not for officers either."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="contact")
    anonymous = models.BooleanField(default=False)
    # A caller who did not agree to be called by the agency: the operators' alone.
    for_operators = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return str(self.report)


class ReportEvent(AppendOnly):
    """One thing that happened to a report. Never changed and never deleted."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    action = models.CharField(max_length=20, choices=Action)
    by = models.CharField(max_length=20, choices=Actor)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The agency that acted: people change places, the log does not.
    office = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=20, choices=Audience)
    text = models.TextField(blank=True)
    # Field of Report.FOLDED -> its new value.
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["action", "at"]), models.Index(fields=["report", "id"])]

    def __str__(self) -> str:
        return f"{self.report_id} {self.action}"


def _photo_path(photo: "Photo", name: str) -> str:
    return f"photos/{photo.id.hex[:2]}/{photo.id.hex}{'-small' if 'small' in name else ''}.jpg"


class Photo(models.Model):
    """A photo of the report, of the answer, or the proof that it was done.

    Until its form is accepted it has a submission and no report, so that a mistake elsewhere in
    the form does not cost the citizen the upload.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(db_index=True)
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="photos")
    event = models.ForeignKey(
        ReportEvent, null=True, on_delete=models.PROTECT, related_name="photos"
    )
    # Empty while it waits to be cleaned (laksa.incoming), and for good if it was no photo.
    image = models.FileField(upload_to=_photo_path)
    small = models.FileField(upload_to=_photo_path)
    waiting = models.BooleanField(default=False, db_default=False)
    at = models.DateTimeField(auto_now_add=True)
    # What others than officers see in its place (see laksa.privacy.covers).
    cover = models.OneToOneField(Cover, null=True, on_delete=models.SET_NULL, related_name="photo")

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["at"], condition=models.Q(waiting=True), name="photo_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.pk}"

    @property
    def shown(self) -> "Photo | Cover":
        """What others than officers see of it; its id is the public address of the photo."""
        return self.cover or self


from laksa.field.models import FieldOrder, FieldStep  # noqa: E402, F401  (they refer to the above)
