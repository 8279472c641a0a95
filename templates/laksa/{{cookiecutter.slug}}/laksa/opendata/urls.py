"""Everything below /data/."""

from django.urls import path

from laksa.opendata import views

urlpatterns = [
    path("", views.about, name="open-data"),
    path("laporan.csv", views.csv_file, name="open-data-csv"),
    path("laporan.geojson", views.geojson_file, name="open-data-geojson"),
    path("katalog.jsonld", views.catalogue_file, name="open-data-catalogue"),
]
