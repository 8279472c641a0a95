from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from smartcity_base.levels import level_required
from smartcity_base.limits import limited, named
from smartcity_base.models import Tally
from smartcity_base.roles import role_required
from smartcity_base.signin.proof import proven_recently
from smartcity_base.tables import export
from smartcity_base.tables.columns import Column

SENT = named("contoh:sent", 2)


class ShowcaseForm(forms.Form):
    name = forms.CharField(label="Nama", help_text="Seperti di KTP.")
    kind = forms.ChoiceField(
        label="Tentang apa?",
        choices=[("jalan", "Jalan rusak"), ("lampu", "Lampu mati"), ("sampah", "Sampah menumpuk")],
        widget=forms.RadioSelect,
    )
    district = forms.ChoiceField(label="Kecamatan", choices=[("", "Pilih"), ("u", "Utara")])
    words = forms.CharField(label="Apa yang terjadi?", widget=forms.Textarea)
    photo = forms.FileField(label="Foto", required=False)
    agree = forms.BooleanField(label="Sembunyikan identitas saya dari petugas", required=False)


class KeptForm(forms.Form):
    """A form that a phone keeps; with what must never lie on a phone. It knows nothing of ids."""

    words = forms.CharField(label="Apa yang terjadi?", widget=forms.Textarea)
    photo = forms.FileField(label="Foto", required=False)
    nik = forms.CharField(label="NIK", required=False)
    secret = forms.BooleanField(
        label="Rahasia",
        required=False,
        widget=forms.CheckboxInput(attrs={"data-keep-stop": True}),
    )


TAKEN: list[tuple[str, int]] = []  # the words, and the bytes of the photo


def keep(request: HttpRequest) -> HttpResponse:
    form = KeptForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        TAKEN.append((data["words"], data["photo"].size if data["photo"] else 0))
        Tally.one_more("contoh", timedelta(days=1))
        if data["words"] == "rusak":
            raise RuntimeError("halfway")
        messages.success(request, "Terkirim.")
        return redirect("home")
    return render(request, "contoh/keep.html", {"form": form})


GONE: list[bool] = []  # this app was taken away for good


def home(request: HttpRequest) -> HttpResponse:
    if GONE:
        return HttpResponse("Sudah tidak ada.", status=410)
    return render(request, "contoh/home.html")


@limited(SENT)
def showcase(request: HttpRequest) -> HttpResponse:
    form = ShowcaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, "Terkirim.")
    page = Paginator(range(95), 10).get_page(request.GET.get("halaman"))
    return render(request, "contoh/showcase.html", {"form": form, "page": page})


@role_required("officer")
def desk(request: HttpRequest) -> HttpResponse:
    return render(request, "contoh/home.html") if request.GET else HttpResponse("meja")


@level_required("L1")
def verified(request: HttpRequest) -> HttpResponse:
    return HttpResponse("terverifikasi")


@role_required("officer")
@proven_recently(minutes=10)
def sensitive(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("words", "peka"))


@role_required("officer")
def people(request: HttpRequest) -> HttpResponseBase:
    if export.wanted(request):
        columns = (Column("name", "Nama", "name"), Column("nik", "NIK", "nik", personal=True))
        rows = [{"name": "Siti", "nik": "9971014102900001"}]
        return export.answer(request, "orang", columns, rows, personal=True)
    return render(request, "contoh/home.html")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("rusak")
