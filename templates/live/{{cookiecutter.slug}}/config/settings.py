"""The base's settings, with what only LIVE has: accounts, second factors, the identity provider."""

from __future__ import annotations

from smartcity_base.config import config
from smartcity_base.settings import *  # noqa: F403
from smartcity_base.settings import CONTENT_SECURITY_POLICY, INSTALLED_APPS, MIDDLEWARE

from live.oidc.keys import KEPT_BY_CLIENTS, signing_keys
from live.upstream import origin

_config = config()

INSTALLED_APPS = [
    *INSTALLED_APPS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.idp.oidc",
]
_signed_in = MIDDLEWARE.index("smartcity_base.signin.middleware.keep_signed_in")
MIDDLEWARE = [
    *MIDDLEWARE[:_signed_in],  # the base's is for apps that sign in at LIVE
    *MIDDLEWARE[_signed_in + 1 : -1],
    "allauth.account.middleware.AccountMiddleware",
    "live.middleware.follow_sessions",
    "live.middleware.require_second_factor",
    MIDDLEWARE[-1],  # innermost: what it turns is the view's own answer
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
SESSION_COOKIE_AGE = _config.setting("session_days") * 24 * 60 * 60

if _config.setting("upstream_issuer"):
    # Signing out goes on to the region's own provider.
    _allowed = CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"]
    _allowed.append(origin(_config.setting("upstream_issuer")))

# --- Passwords (Peraturan BSSN 4/2021, authentication: length and composition, on the server) ----
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": "live.passwords.MixedCharactersValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "live.passwords.ClientSecretHasher",
]

# --- Accounts ------------------------------------------------------------------------------------
ACCOUNT_ADAPTER = "live.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "live.forms.LoginForm",
    "signup": "live.forms.SignupForm",
    "add_email": "live.forms.AddEmailForm",
    "change_password": "live.forms.ChangePasswordForm",
    "reset_password": "live.forms.ResetPasswordForm",
    "reset_password_from_key": "live.forms.ResetPasswordKeyForm",
    "reauthenticate": "live.forms.ReauthenticateForm",
    "confirm_email_verification_code": "live.forms.ConfirmEmailCodeForm",
    "confirm_password_reset_code": "live.forms.ConfirmResetCodeForm",
}
# Without mail an address cannot be checked: such an account works, and is shown as unverified.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if _config.mail else "none"
# Codes and not links: the mail is often read on another device than the one that asked, and a code
# goes on where the person was (in the middle of a report, say).
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = bool(_config.mail)
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60  # mail takes its time
ACCOUNT_EMAIL_NOTIFICATIONS = bool(_config.mail)
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{_config.branding.display_name or _config.app.title}] "
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = None  # the person chooses, at each sign-in
# A new password ends every session, on this device too: whoever knew the old one is out everywhere.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# Lock-out after failed attempts: allauth's own limits, and not django-axes. They cover password,
# second factor, setup codes and the codes in the mail alike, count per account as well as per
# address, and live in the database cache, which all processes share and a restart does not empty.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/m/ip,5/15m/key",  # an office of many shares one address
    "login": "60/m/ip",
    "signup": "30/m/ip",
    "reset_password": "20/m/ip,5/15m/key",
    # Guessing at the resident file: counted for the account, the resident and the address.
    "verify_resident": "5/d/key,100/d/ip",
}
if _config.place == "servers":
    ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Real-IP"  # nginx alone sets it

# --- Second factor -------------------------------------------------------------------------------
MFA_ADAPTER = "live.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Always finger, face or PIN: a passkey alone signs in, so a stolen phone alone must not.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # an office of many shares one address
MFA_TOTP_TOLERANCE = 1  # phones' clocks are up to half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = not _config.mail
MFA_FORMS = {
    "activate_totp": "live.forms.ActivateForm",
    "add_webauthn": "live.passkeys.AddForm",
    "edit_webauthn": "live.passkeys.RenameForm",
    "authenticate": "live.forms.SecondFactorForm",
    "reauthenticate": "live.forms.ConfirmSecondFactorForm",
}

# --- OpenID Connect provider ---------------------------------------------------------------------
IDP_OIDC_ADAPTER = "live.oidc.adapter.ProviderAdapter"
IDP_OIDC_PRIVATE_KEYS = signing_keys()
IDP_OIDC_JWKS_CACHE_CONTROL = int(KEPT_BY_CLIENTS.total_seconds())
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 10 * 60
IDP_OIDC_ROTATE_REFRESH_TOKEN = True
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = SESSION_COOKIE_AGE
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
IDP_OIDC_RP_INITIATED_LOGOUT_ASKS_FOR_OP_LOGOUT = False
