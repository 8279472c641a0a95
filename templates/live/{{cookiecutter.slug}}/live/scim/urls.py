from __future__ import annotations

from django.urls import path

from live.scim import views

urlpatterns = [
    path("Users", views.users),
    path("Users/.search", views.search),
    path(".search", views.search),
    path("Users/<str:pk>", views.user),
    path("ServiceProviderConfig", views.service),
    path("ResourceTypes", views.resource_types),
    path("ResourceTypes/<str:pk>", views.resource_type),
    path("Schemas", views.schemas),
    path("Schemas/<str:pk>", views.schema),
    path("<path:rest>", views.nothing),
]
