"""Forms of people's own accounts, and of the staff's screens."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from smartcity_base.fields import DayField, among, offer
from smartcity_base.models import Agency, User

from live import delegation, roles
from live.models import Acting, Announcement, Position

WORKING_DAY_S = 12 * 60 * 60
# One sentence for the rules of settings.AUTH_PASSWORD_VALIDATORS, instead of one each.
PASSWORD_HELP = _(
    "Sedikitnya 12 karakter, dengan huruf dan juga angka, spasi, atau tanda baca. "
    "Beberapa kata yang mudah Anda ingat paling baik."
)


_CODE_HELP = _("6 angka dari aplikasi autentikator, atau salah satu kode pemulihan Anda.")
_LABELS = {
    "login": _("Surel"),
    "email": _("Surel"),
    "password": _("Kata sandi"),
    "oldpassword": _("Kata sandi sekarang"),
    "password1": _("Kata sandi baru"),
    "password2": _("Kata sandi sekali lagi"),
    "remember": _("Tetap masuk di perangkat ini"),
    "code": _("Kode"),
}
_HELP = {"password1": PASSWORD_HELP}


def _in_our_words(form: forms.Form) -> None:
    """allauth's fields as the rest of LIVE names them.

    Without placeholders: a label above the field says it, and does not vanish when typing begins.
    """
    for name, field in form.fields.items():
        field.label = _LABELS.get(name, field.label)
        field.help_text = _HELP.get(name, "")
        field.widget.attrs.pop("placeholder", None)


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)
        self.fields["remember"].help_text = _("Jangan pilih ini di komputer bersama.")

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Not "until the browser closes": phones' browsers never do."""
        response: HttpResponse = super().login(request, redirect_url)
        if not self.cleaned_data["remember"]:
            request.session.set_expiry(WORKING_DAY_S)
        return response


class SignupForm(account.SignupForm):
    name = forms.CharField(
        label=_("Nama lengkap"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)
        self.fields["password1"].label = _("Kata sandi")

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        user.name = " ".join(self.cleaned_data["name"].split())
        user.save(update_fields=["name"])


class ResetPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class AddEmailForm(account.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)
        self.fields["email"].label = _("Surel baru")


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class ConfirmEmailCodeForm(account.ConfirmEmailVerificationCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class ConfirmResetCodeForm(account.ConfirmPasswordResetCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class SecondFactorForm(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)
        self.fields["code"].help_text = _CODE_HELP


class ConfirmSecondFactorForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)
        self.fields["code"].help_text = _CODE_HELP


class ActivateForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)
        self.fields["code"].label = _("Ketik 6 angka yang ditampilkan aplikasi itu")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class SetupCodeForm(forms.Form):
    """What somebody types who was given a code on paper."""

    email = forms.EmailField(
        label=_("Surel"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    code = forms.CharField(
        label=_("Kode awal"),
        help_text=_("16 huruf dan angka dari administrator. Tanda hubung boleh dilewati."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class PasswordForm(forms.Form):
    """A first password; `user` is whom it is for."""

    password1 = forms.CharField(
        label=_("Kata sandi baru"),
        help_text=PASSWORD_HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Kata sandi sekali lagi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Tidak sama dengan kata sandi di atas."))
        if first:
            person = self.user or User(name=data.get("name", ""), email=data.get("email"))
            try:
                validate_password(first, person)
            except forms.ValidationError as faults:
                self.add_error("password1", faults)
        return data


class FirstAdministratorForm(PasswordForm):
    name = forms.CharField(
        label=_("Nama lengkap"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Surel"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    field_order = ("name", "email", "password1", "password2")


class PersonForm(forms.ModelForm[User]):
    """Whom the region's staff table does not own."""

    agency = forms.ModelChoiceField(
        label=_("Instansi"),
        queryset=Agency.objects.filter(active=True),
        required=False,
        empty_label=_("— tidak ada —"),
    )

    class Meta:
        model = User
        fields = ("name", "agency", "position")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        """Whoever arranges the accounts of an agency keeps them in it."""
        super().__init__(*args, **kwargs)
        if not delegation.everywhere(actor):
            agencies = Agency.objects.filter(active=True, pk__in=actor.reach())
            among(self, "agency", agencies)
            self.fields["agency"].required = True


class NewPersonForm(PersonForm):
    email = forms.EmailField(label=_("Surel"))
    field_order = ("name", "email", "agency", "position")

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(
                _("Sudah ada akun dengan surel ini. Cari orangnya pada daftar.")
            )
        return email


class AnnouncementForm(forms.ModelForm[Announcement]):
    class Meta:
        model = Announcement
        fields = ("title", "body", "date", "until", "urgent")
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "body": forms.Textarea(attrs={"rows": 8}),
            "date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        labels: ClassVar[dict[str, Any]] = {"urgent": _("Penting dan mendesak")}
        help_texts: ClassVar[dict[str, Any]] = {
            "body": _("Baris kosong memisahkan paragraf."),
            "until": _("Kosongkan bila tidak ada batasnya."),
            "urgent": _(
                "Judulnya tampil di atas setiap halaman semua aplikasi. "
                "Untuk bencana, layanan yang berhenti, dan sejenisnya."
            ),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("date") and data.get("until") and data["until"] < data["date"]:
            self.add_error("until", _("Sebelum tanggal terbit."))
        return data


class ActingForm(forms.ModelForm[Acting]):
    """Who stands in for which post; from the table of positions, or in words."""

    kind = forms.ChoiceField(
        label=_("Sebagai"), choices=Acting.Kind.choices, widget=forms.RadioSelect
    )
    since = DayField(label=_("Sejak"))
    until = DayField(label=_("Sampai"))
    position = forms.ModelChoiceField(
        label=_("Jabatan"),
        queryset=Position.objects.filter(active=True).select_related("agency"),
        required=False,
        empty_label=_("— tidak ada dalam tabel jabatan —"),
    )
    post = forms.CharField(
        label=_("Jabatan, bila tidak ada dalam tabel"), max_length=200, required=False
    )
    agency = forms.ModelChoiceField(
        label=_("Instansi jabatan itu"),
        queryset=Agency.objects.filter(active=True),
        required=False,
        empty_label=_("— instansi jabatan dalam tabel —"),
    )
    given = forms.MultipleChoiceField(
        label=_("Peran yang ikut"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Berlaku hanya selama masa itu. Antrean instansinya ikut dengan sendirinya."),
    )

    class Meta:
        model = Acting
        fields = ("kind", "position", "post", "agency", "since", "until", "order", "given")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = sorted(role for role in delegation.giveable(actor) if role[0] != "live")
        offer(self, "given", ((":".join(role), roles.title(role)) for role in mine))
        if not delegation.everywhere(actor):
            reach = actor.reach()
            among(self, "position", Position.objects.filter(active=True, agency__in=reach))
            among(self, "agency", Agency.objects.filter(active=True, pk__in=reach))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if position := data.get("position"):
            data["post"], data["agency"] = position.name, position.agency
        elif not data.get("post") or not data.get("agency"):
            self.add_error("post", _("Pilih jabatan dari tabel, atau tulis keduanya."))
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("Hari terakhir tidak boleh sebelum hari pertama."))
        return data

    def made(self, user: User) -> Acting:
        """The post to stand in for, not saved yet."""
        one = self.save(commit=False)
        one.user = user
        one.roles = [value.split(":", 1) for value in self.cleaned_data["given"]]
        return one
