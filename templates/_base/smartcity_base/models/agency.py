from __future__ import annotations

from django.db import models


class Agency(models.Model):
    """An OPD. Owned by the profile: the id survives a change of name; retired, never deleted."""

    id = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField("nama", max_length=200)
    short_name = models.CharField("singkatan", max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    kind = models.CharField("jenis", max_length=40, blank=True)
    # With db_default, because the code of the release before does not name these columns.
    email = models.EmailField("surel", blank=True, default="", db_default="")
    phone = models.CharField("telepon", max_length=40, blank=True, default="", db_default="")
    address = models.CharField("alamat", max_length=300, blank=True, default="", db_default="")
    active = models.BooleanField("aktif", default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """What fits in a table cell: the short name where there is one."""
        return self.short_name or self.name

    @property
    def has_contact(self) -> bool:
        return bool(self.phone or self.email or self.address)

    def line(self) -> set[str]:
        """The ids of this agency and of all above it (an UPTD and its dinas)."""
        found: set[str] = set()
        above: Agency | None = self
        while above is not None and above.pk not in found:
            found.add(above.pk)
            above = above.parent
        return found

    def family(self) -> set[str]:
        """The ids of this agency and of all below it (a dinas and its UPTDs)."""
        found: set[str] = {self.pk}
        level = {self.pk}
        while level:
            children = Agency.objects.filter(parent__in=level).values_list("pk", flat=True)
            level = set(children) - found
            found |= level
        return found
