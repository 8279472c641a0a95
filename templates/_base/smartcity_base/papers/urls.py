from __future__ import annotations

from django.urls import path

from smartcity_base.papers import views

urlpatterns = [
    path("", views.papers, name="papers"),
    path("<str:code>/", views.paper, name="paper"),
    path("<str:code>/tarik/", views.take_back, name="withdraw-paper"),
]
