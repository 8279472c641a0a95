from __future__ import annotations

from django.urls import path

from smartcity_base.signin import views

urlpatterns = [
    path("masuk/", views.SignInView.as_view(), name="signin"),
    path("masuk/lagi/", views.ProveView.as_view(), name="prove"),
    path("keluar/", views.sign_out, name="signout"),
    path("oidc/callback/", views.CallbackView.as_view(), name="oidc_authentication_callback"),
    path("oidc/backchannel-logout", views.backchannel_logout, name="backchannel_logout"),
]
