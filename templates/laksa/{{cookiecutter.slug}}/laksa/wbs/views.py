"""The pages of whistle-blowing: the reporter's, who is nobody, and the inspectorate's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from smartcity_base import audit
from smartcity_base.limits import TooMany, limited
from smartcity_base.roles import role_required
from smartcity_base.signin.proof import proven_recently

from laksa.numbers import spaced_code
from laksa.wbs import desk
from laksa.wbs.forms import AnswerForm, CodeForm, MoreForm, NewKeyForm, PassphraseForm, WhisperForm
from laksa.wbs.models import SealKey, Whisper
from laksa.wbs.seal import WrongKey
from laksa.wbs.untraceable import WHISPERED, untraceable

OPENED, ANSWERED, KEY_MADE = "wbs-dibuka", "wbs-dijawab", "wbs-kunci-dibuat"


@untraceable
def send(request: HttpRequest) -> HttpResponse:
    """The form; then, in the same answer and this once, the code word."""
    form = WhisperForm(request.POST, request.FILES) if request.method == "POST" else None
    if form is not None:
        try:
            WHISPERED.count(request)
        except TooMany as refusal:  # what was typed stands on the page
            form.add_error(None, str(refusal))
            return refusal.on(render(request, "laksa/wbs/send.html", {"form": form}))
    if not desk.is_open():
        return render(request, "laksa/wbs/send.html", {"closed": True})
    if form is None:
        return render(request, "laksa/wbs/send.html", {"form": WhisperForm()})
    if not form.is_valid():
        return render(request, "laksa/wbs/send.html", {"form": form}, status=422)
    code = desk.receive(form.cleaned_data["words"], form.cleaned_data["photos"])
    return render(request, "laksa/wbs/sent.html", {"code": spaced_code(code)})


@untraceable
@limited(WHISPERED)
def follow(request: HttpRequest) -> HttpResponse:
    """By the code word, which travels in the form and never in an address."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "laksa/wbs/code.html", {"form": form})
    found = desk.find(form.cleaned_data["code"])
    if found is None:
        form.add_error("code", _("Kata kode ini tidak dikenal. Periksa lagi tulisannya."))
        return render(request, "laksa/wbs/code.html", {"form": form}, status=404)
    whisper, code = found
    more = MoreForm(request.POST, request.FILES) if "words" in request.POST else None
    if more is not None and more.is_valid():
        desk.add(whisper, more.cleaned_data["words"], more.cleaned_data["photos"])
        more = None
    context = {
        "whisper": whisper,
        "letters": desk.for_reporter(whisper, code),
        "form": more or MoreForm(initial={"code": spaced_code(code)}),
    }
    return render(request, "laksa/wbs/follow.html", context, status=422 if more else 200)


@never_cache
@require_safe
@role_required("inspector")
@proven_recently()
def inbox(request: HttpRequest) -> HttpResponse:
    """What came in, by its day; nothing of what it says."""
    context = {"whispers": Whisper.objects.all(), "has_key": desk.is_open()}
    return render(request, "laksa/wbs/inbox.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required("inspector")
@proven_recently()
def read(request: HttpRequest, pk: str) -> HttpResponse:
    """The letters, opened by the passphrase for this one answer; and what to say to them."""
    whisper = get_object_or_404(Whisper, pk=pk)
    ask = PassphraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and "answer" in request.POST:
        return _answer(request, whisper)
    if not ask.is_valid():
        return render(request, "laksa/wbs/read.html", {"whisper": whisper, "ask": ask})
    try:
        letters = desk.for_inspector(whisper, ask.cleaned_data["passphrase"])
    except WrongKey:
        ask.add_error("passphrase", _("Frasa sandi ini tidak membuka laporan."))
        context = {"whisper": whisper, "ask": ask}
        return render(request, "laksa/wbs/read.html", context, status=422)
    audit.record(request.user, OPENED, whisper)
    context = {"whisper": whisper, "letters": letters, "form": AnswerForm()}
    return render(request, "laksa/wbs/read.html", context)


def _answer(request: HttpRequest, whisper: Whisper) -> HttpResponse:
    form = AnswerForm(request.POST)
    if form.is_valid():
        close = form.cleaned_data["close"]
        desk.answer(whisper, form.cleaned_data["words"].strip(), close=close)
        audit.record(request.user, ANSWERED, whisper, closed=close)
    return redirect("wbs-inbox")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required("inspector")
@proven_recently()
def new_key(request: HttpRequest) -> HttpResponse:
    """The first key opens the form to the public; a later one also changes the passphrase."""
    first = not desk.is_open()
    form = NewKeyForm(request.POST if request.method == "POST" else None, first=first)
    if form.is_valid():
        data = form.cleaned_data
        try:
            key: SealKey = desk.new_key(data["passphrase"], data.get("before", ""))
        except WrongKey:
            form.add_error("before", _("Frasa sandi sekarang tidak benar."))
        else:
            audit.record(request.user, KEY_MADE, key)
            return redirect("wbs-inbox")
    status = 422 if form.is_bound else 200
    return render(request, "laksa/wbs/key.html", {"form": form, "first": first}, status=status)
