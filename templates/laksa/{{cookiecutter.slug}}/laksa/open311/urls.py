"""Addresses of the endpoint. Every name ends in its format, as the specification has it."""

from django.urls import re_path

from laksa.open311 import views

_NAME = r"(?P<%s>[^/]+?)"
_FORM = r"(?:\.(?P<form>\w+))?$"

urlpatterns = [
    re_path(r"^(?:v2/)?discovery" + _FORM, views.discovery, name="open311-discovery"),
    re_path(r"^v2/services" + _FORM, views.service_list, name="open311-services"),
    re_path(r"^v2/services/" + _NAME % "code" + _FORM, views.definition),
    re_path(r"^v2/requests" + _FORM, views.request_list, name="open311-requests"),
    re_path(r"^v2/requests/" + _NAME % "number" + _FORM, views.request_one),
    re_path(r"^v2/tokens/" + _NAME % "token" + _FORM, views.token),
    re_path(r"^(?P<rest>.+?)" + _FORM, views.nothing),
]
