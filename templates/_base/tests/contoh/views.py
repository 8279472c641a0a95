from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from smartcity_base.roles import role_required


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "contoh/home.html")


@role_required("officer")
def desk(request: HttpRequest) -> HttpResponse:
    return HttpResponse("meja")
