"""Where the provider answers. Less than allauth has: no device grant, no registration."""

from __future__ import annotations

from allauth.idp.oidc import views as allauth
from django.urls import include, path

from live.oidc import views

_endpoints = [
    path(".well-known/openid-configuration", views.discovery, name="configuration"),
    path(".well-known/jwks.json", allauth.jwks, name="jwks"),
    path("identity/o/authorize", views.AuthorizationView.as_view(), name="authorization"),
    path("identity/o/api/token", views.TokenView.as_view(), name="token"),
    path("identity/o/api/userinfo", allauth.user_info, name="userinfo"),
    path("identity/o/api/revoke", views.RevokeView.as_view(), name="revoke"),
    path("identity/o/logout", views.LogoutView.as_view(), name="logout"),
]

# allauth's own code asks for the names "idp:oidc:…".
urlpatterns = [path("", include(([path("", include((_endpoints, "oidc")))], "idp")))]
