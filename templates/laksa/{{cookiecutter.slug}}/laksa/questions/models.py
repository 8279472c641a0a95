"""What a category asks beyond its words: a pole's number, how deep a hole is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The datatypes of Open311 GeoReport v2, and `info`: words to read, nothing to fill in."""

    STRING = "string", _("Satu baris")
    NUMBER = "number", _("Angka")
    DATETIME = "datetime", _("Tanggal dan jam")
    TEXT = "text", _("Beberapa baris")
    ONE = "singlevaluelist", _("Satu pilihan")
    MANY = "multivaluelist", _("Beberapa pilihan")
    INFO = "info", _("Keterangan")

    @property
    def has_values(self) -> bool:
        return self in {Kind.ONE, Kind.MANY}


class Question(models.Model):
    """One question of a category; owned by the region's profile (questions.csv).

    `id` is `<category>.<code>`: answers are kept under it, so they are still told apart when an
    officer corrects the category.
    """

    id = models.CharField(primary_key=True, max_length=101)
    category = models.ForeignKey(
        "laksa.Category", on_delete=models.PROTECT, related_name="questions"
    )
    code = models.SlugField(max_length=50)
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=Kind)
    required = models.BooleanField(default=False)
    # Key and name of each choice, in the order of the table.
    values = models.JSONField(default=list)
    help = models.CharField(max_length=300, blank=True)
    # Whether strangers may read the answers, once the report is published.
    public = models.BooleanField(default=False)
    order = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.id

    @property
    def asks(self) -> bool:
        return self.kind != Kind.INFO

    def name_of(self, value: str) -> str:
        """How people read an answer: the name of a choice, else the answer itself."""
        return next((name for key, name in self.values if key == value), value)
