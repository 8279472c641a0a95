"""The pages and files of the figures."""

from django.urls import path

from laksa.measures import views

urlpatterns = [
    path("angka/", views.figures, name="figures"),
]
