"""LIVE's addresses: allauth's views under our own words, and under the names its code asks for."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import include, path
from django.views.decorators.http import require_safe

from smartcity_base.config import config

from live.rights import urls as rights
from live.views import account as own
from live.views import (
    announcements,
    directory,
    feeds,
    passkeys,
    people,
    phone,
    places,
    portal,
    posts,
    search,
    survey,
    upstream,
    verification,
)

_portal = [
    path("", portal.portal, name="portal"),
    path("cari/", search.results, name="search"),
    path("cari/saran.json", search.suggestions, name="suggestions"),
    path("pengumuman/", portal.announcements, name="announcements"),
    path("pengumuman/penting.json", feeds.urgent, name="announcements_urgent"),
    path("pengumuman/atom.xml", require_safe(feeds.AtomFeed()), name="announcements_feed"),
    path("pengumuman/kelola/", announcements.index, name="announcements_edit"),
    path("pengumuman/kelola/baru/", announcements.edit, name="announcement_new"),
    path("pengumuman/kelola/<int:pk>/", announcements.edit, name="announcement_edit"),
    path("pengumuman/kelola/<int:pk>/tarik/", announcements.withdraw, name="announcement_withdraw"),
    path("pengumuman/<slug:slug>/", portal.announcement, name="announcement"),
]

_directories = [
    path("layanan-publik/", directory.services, name="services"),
    path("layanan-publik/keperluan/<slug:slug>/", directory.topic, name="topic"),
    path("layanan-publik/<slug:pk>/", directory.service, name="service"),
    path("layanan-publik/<slug:pk>/survei/", survey.hand_out, name="service_survey"),
    path("survei/", include("smartcity_base.skm.urls")),
    path("instansi/", directory.agencies, name="agencies"),
    path("instansi/<slug:pk>/", directory.agency, name="agency"),
    path("tempat/", places.index, name="places"),
    path("tempat/titik.json", places.points, name="place_points"),
    path("tempat/<slug:pk>/", places.place, name="place"),
]

_entrance = [
    path("masuk/", account.login, name="account_login"),
    path("masuk/", account.login, name="signin"),
    path("masuk/kode/", passkeys.SecondStep.as_view(), name="mfa_authenticate"),
    path("masuk/kunci-sandi/", passkeys.SignIn.as_view(), name="mfa_login_webauthn"),
    path("masuk/daerah/", upstream.start, name="upstream_start"),
    path("masuk/daerah/kembali/", upstream.back, name="upstream_back"),
    path("daftar/", account.signup, name="account_signup"),
    path("daftar/surel/", account.email_verification_sent, name="account_email_verification_sent"),
    path("keluar/", upstream.sign_out, name="account_logout"),
    path("keluar/", upstream.sign_out, name="signout"),
    path("nonaktif/", account.account_inactive, name="account_inactive"),
    path("lupa/", own.recover, name="account_reset_password"),
    path(
        "lupa/kode/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("lupa/sandi/", account.complete_password_reset, name="account_complete_password_reset"),
    path(
        "lupa/selesai/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    path("mulai/", own.begin, name="begin"),
    path("mulai/sandi/", own.begin_password, name="begin_password"),
    path("mulai/<str:code>/", own.begin_link, name="begin_link"),
]

_own_account = [
    path("", own.overview, name="account"),
    path("surel/", own.change_email, name="account_email"),
    path("sandi/", account.password_change, name="account_change_password"),
    path("sandi/buat/", account.password_set, name="account_set_password"),
    path("pastikan/", upstream.reauthenticate, name="account_reauthenticate"),
    path("pastikan/", upstream.reauthenticate, name="prove"),
    path("pastikan/kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("pastikan/kunci-sandi/", passkeys.Confirm.as_view(), name="mfa_reauthenticate_webauthn"),
    path("perangkat/", own.devices, name="devices"),
    path("ponsel/", phone.number, name="phone"),
    path("ponsel/kode/", phone.code, name="phone_code"),
    path("ponsel/hapus/", phone.forget, name="phone_forget"),
    path("kunci-sandi/", passkeys.index, name="mfa_list_webauthn"),
    path("kunci-sandi/baru/", passkeys.Add.as_view(), name="mfa_add_webauthn"),
    path("kunci-sandi/<int:pk>/nama/", passkeys.Rename.as_view(), name="mfa_edit_webauthn"),
    path("kunci-sandi/<int:pk>/lepas/", passkeys.Remove.as_view(), name="mfa_remove_webauthn"),
    path("dua-langkah/", mfa.index, name="mfa_index"),
    path("dua-langkah/wajib/", own.second_factor_needed, name="second_factor_needed"),
    path("dua-langkah/lanjut/", own.after_second_factor, name="after_second_factor"),
    path("dua-langkah/pasang/", totp.activate_totp, name="mfa_activate_totp"),
    path("dua-langkah/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("dua-langkah/pemulihan/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "dua-langkah/pemulihan/baru/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "dua-langkah/pemulihan/unduh/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]

_verification = [
    path("akun/verifikasi/", verification.overview, name="verification"),
    path("akun/verifikasi/data/", verification.residents, name="verify_resident"),
    path("akun/verifikasi/kode/", verification.desk_code, name="verification_code"),
    path("verifikasi/", verification.desk, name="desk"),
    path("verifikasi/periksa/", verification.confirm, name="desk_confirm"),
    path("verifikasi/<int:pk>/batal/", verification.end, name="verification_end"),
]

_people = [
    path("", people.index, name="people"),
    path("baru/", people.add, name="person_add"),
    path("<uuid:pk>/", people.person, name="person"),
    path("jabatan/", posts.tree, name="posts"),
    path("<uuid:pk>/bertindak/", posts.stand_in, name="acting"),
    path("<uuid:pk>/bertindak/<int:acting_pk>/akhiri/", posts.stop, name="acting_end"),
    path("<uuid:pk>/peran/", people.set_roles, name="person_roles"),
    path("<uuid:pk>/kode-awal/", people.setup_code, name="person_setup_code"),
    path("<uuid:pk>/aktif/", people.set_active, name="person_active"),
    path("<uuid:pk>/perangkat/", people.end_sessions, name="person_sessions"),
]

urlpatterns = [
    *_portal,
    *_directories,
    *_entrance,
    *_verification,
    path("akun/", include(_own_account)),
    path("akun/data-pribadi/", include(rights.own)),
    path("orang/penghapusan/", include(rights.administrators)),
    path("orang/", include(_people)),
    path("", include("live.inbox.urls")),
    path("", include("live.oidc.urls")),
]
if config().setting("provisioning"):  # its schema takes memory that other regions keep
    urlpatterns.append(path("scim/v2/", include("live.scim.urls")))
