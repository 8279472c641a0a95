from __future__ import annotations

from django.urls import path

from smartcity_base.imports import views

urlpatterns = [
    path("<slug:name>/", views.upload, name="imports"),
    path("<slug:name>/<uuid:pk>/", views.one, name="import"),
]
