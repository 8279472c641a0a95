from __future__ import annotations

from django.urls import path

from smartcity_base.opendata import views

urlpatterns = [
    path("", views.about, name="open-data"),
    path("katalog.jsonld", views.catalogue, name="open-data-catalogue"),
    path("<str:name>", views.file, name="open-data-file"),
]
