"""The pages and files of the figures."""

from django.urls import path

from laksa.measures import views

urlpatterns = [
    path("angka/", views.figures, name="figures"),
    path("angka/peta/", views.heat_map, name="heat"),
    path("angka/peta.json", views.heat_grid, name="heat-grid"),
]
