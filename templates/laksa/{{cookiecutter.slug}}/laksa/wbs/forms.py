"""The forms of whistle-blowing, of both sides."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.fields import PhotosField
from smartcity_base.uploads import ImageRejected, clean_image

from laksa.photos import LARGE, MAX_BYTES

SHORTEST = 12  # characters of the passphrase; a sentence is better than a word


class WhisperForm(forms.Form):
    """What happened, and pictures of it. It asks for no name and has no place for one."""

    words = forms.CharField(
        label=gettext_lazy("Apa yang terjadi?"),
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off"}),
        max_length=10_000,
        help_text=gettext_lazy(
            "Siapa melakukan apa, di mana, kapan, dan bagaimana itu dapat diperiksa."
            " Jangan tulis hal yang hanya Anda yang tahu bila itu dapat membuka siapa Anda."
        ),
    )
    photos = PhotosField(
        label=gettext_lazy("Foto"),
        required=False,
        help_text=gettext_lazy("Data kamera dan lokasi di dalam foto dihapus."),
    )

    def clean_photos(self) -> list[bytes]:
        """Cleaned pictures, never on the disk."""
        cleaned = []
        for file in self.cleaned_data["photos"]:
            try:
                cleaned.append(clean_image(file, max_bytes=MAX_BYTES, max_side=LARGE).read())
            except ImageRejected as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return cleaned


class CodeForm(forms.Form):
    """The code word, typed: it stands in no address."""

    code = forms.CharField(
        label=gettext_lazy("Kata kode"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class MoreForm(WhisperForm):
    """Something to add, by the code word that the page already knows."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)


class PassphraseForm(forms.Form):
    """Opens what is sealed; asked for each time and kept nowhere."""

    passphrase = forms.CharField(
        label=gettext_lazy("Frasa sandi inspektorat"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class AnswerForm(PassphraseForm):
    """The inspectorate's answer, from the page that has been opened."""

    passphrase = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    words = forms.CharField(
        label=gettext_lazy("Jawaban untuk pelapor"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=10_000,
        required=False,
    )
    close = forms.BooleanField(label=gettext_lazy("Pemeriksaan selesai"), required=False)


class NewKeyForm(forms.Form):
    """A key, under a passphrase typed twice; the present one too, when there is one."""

    before = forms.CharField(
        label=gettext_lazy("Frasa sandi sekarang"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    passphrase = forms.CharField(
        label=gettext_lazy("Frasa sandi baru"),
        min_length=SHORTEST,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Paling pendek 12 huruf; beberapa kata yang mudah diingat. Bila hilang, laporan yang"
            " sudah masuk tidak dapat dibuka lagi oleh siapa pun."
        ),
    )
    again = forms.CharField(
        label=gettext_lazy("Frasa sandi baru, sekali lagi"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["before"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("passphrase") and data["passphrase"] != data.get("again"):
            self.add_error("again", _("Kedua frasa sandi baru tidak sama."))
        return data
