from __future__ import annotations

from django.db import models


class District(models.Model):
    """A kecamatan (or distrik, kapanewon); key: the Kemendagri code."""

    code = models.CharField("kode", primary_key=True, max_length=8)
    name = models.CharField("nama", max_length=100)
    active = models.BooleanField("aktif", default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Village(models.Model):
    """A kelurahan or desa; lon and lat (WGS 84 degrees) are a centroid, not a boundary."""

    code = models.CharField("kode", primary_key=True, max_length=13)
    name = models.CharField("nama", max_length=100)
    kind = models.CharField("jenis", max_length=20, blank=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="villages")
    postal = models.CharField("kode pos", max_length=5, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    active = models.BooleanField("aktif", default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
