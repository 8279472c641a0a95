"""An app that invites to the survey has these at survei/."""

from __future__ import annotations

from django.urls import path

from smartcity_base.skm import views

urlpatterns = [
    path("", views.show, name="skm_results"),
    path("hasil.csv", views.as_csv, name="skm_csv"),
    path("terima-kasih/", views.thanks, name="skm_thanks"),
    path("<str:code>/", views.fill, name="skm_fill"),
]
