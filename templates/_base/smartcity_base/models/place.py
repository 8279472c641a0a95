from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from smartcity_base.models.agency import Agency
from smartcity_base.models.area import District, Village


class PlaceKind(models.TextChoices):
    SCHOOL = "school", _("Sekolah")
    CLINIC = "clinic", _("Puskesmas dan klinik")
    HOSPITAL = "hospital", _("Rumah sakit")
    MARKET = "market", _("Pasar")
    OFFICE = "office", _("Kantor pelayanan")
    PARK = "park", _("Taman")
    LIBRARY = "library", _("Perpustakaan")
    TERMINAL = "terminal", _("Terminal")
    WORSHIP = "worship", _("Tempat ibadah")
    OTHER = "other", _("Tempat lain")


class Place(models.Model):
    """A school, market, clinic …: what people call a spot by. Owned by the profile; retired, never
    deleted. lon and lat (WGS 84 degrees) come together or not at all."""

    id = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField("nama", max_length=200)
    kind = models.CharField("jenis", max_length=20, choices=PlaceKind)
    village = models.ForeignKey(
        Village, null=True, blank=True, on_delete=models.PROTECT, related_name="places"
    )
    # Of the village, where that is known: so that one question finds all places of a district.
    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.PROTECT, related_name="places"
    )
    address = models.CharField("alamat", max_length=300, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    phone = models.CharField("telepon", max_length=40, blank=True)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="places"
    )
    active = models.BooleanField("aktif", default=True)

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["active", "kind"], name="base_place_kind")]

    def __str__(self) -> str:
        return self.name
