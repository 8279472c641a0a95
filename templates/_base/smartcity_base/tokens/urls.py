from __future__ import annotations

from django.urls import path

from smartcity_base.tokens import views

urlpatterns = [
    path("", views.tokens, name="api-tokens"),
    path("<int:pk>/<str:action>/", views.change, name="api-token"),
]
