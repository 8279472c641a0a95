"""The region's apps as OpenID Connect clients: made from region.json, never typed."""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc.models import Client

from smartcity_base.config import App, config, replaced, secret
from smartcity_base.loading import Counts

from live.passwords import ClientSecretHasher

SCOPES = ["openid", "profile", "email", "phone", "smartcity"]


def load() -> Counts:
    """Bring the clients in line with the adopted apps; one that is gone loses its tokens with it.

    Raises ConfigError when an app's secret file is missing.
    """
    counts = Counts()
    apps = [app for app in config().apps if app.name != config().app.name]
    for app in apps:
        client = Client.objects.filter(pk=app.name).first()
        counts.new += client is None
        differs = _settle(client or Client(id=app.name, secret=""), app)
        counts.changed += differs and client is not None
    gone = Client.objects.exclude(pk__in=[app.name for app in apps])
    counts.retired = gone.count()
    gone.delete()
    return counts


def backchannel_uri(client: Client) -> str | None:
    """Where this app hears of a sign-out."""
    uri = (client.data or {}).get("backchannel_logout_uri")
    return uri if isinstance(uri, str) else None


def _settle(client: Client, app: App) -> bool:
    wanted = _wanted(app)
    differs = any(getattr(client, field) != value for field, value in wanted.items())
    plain = [secret(f"clients/{app.name}"), *replaced(f"clients/{app.name}")][:3]
    known = len(client.secret.split("."))
    if known != len(plain) or not all(client.check_secret(value) for value in plain):
        client.secret = ClientSecretHasher().encode_all(plain)
        differs = True
    if differs:
        for field, value in wanted.items():
            setattr(client, field, value)
        client.save()
    return differs


def _wanted(app: App) -> dict[str, Any]:
    url = app.url.rstrip("/")
    return {
        "name": app.title,
        "type": Client.Type.CONFIDENTIAL,
        "scopes": "\n".join(SCOPES),
        "default_scopes": "openid",
        "grant_types": "\n".join(
            [Client.GrantType.AUTHORIZATION_CODE, Client.GrantType.REFRESH_TOKEN]
        ),
        "response_types": Client.ResponseType.CODE,
        "redirect_uris": f"{url}/oidc/callback/",
        "skip_consent": True,  # the region's own apps
        "data": {
            "client_metadata": {"post_logout_redirect_uris": [f"{url}/"]},
            "backchannel_logout_uri": f"{url}/oidc/backchannel-logout",
        },
    }
