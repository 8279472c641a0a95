"""What LIVE says of a person to an app, and under which name it says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from allauth.core import context
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client

from smartcity_base.config import config
from smartcity_base.models import User

from live import acting, people, roles, verification
from live.models import Grant
from live.reach import phones
from live.rights import purposes


class ProviderAdapter(DefaultOIDCAdapter):
    def get_issuer(self) -> str:
        """From region.json and never from the request: a Host header must not name the issuer."""
        return config().issuer

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Any,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Of a person: id, name, address, a number that they proved to be theirs, agency,
        position, and the roles in the app that asks.

        Never a NIK (LIVE has none) or a NIP. An ID token lies about, in sessions and in addresses
        on the way out: what a scope gives comes from the userinfo endpoint (Core, section 5.4).
        """
        person: User = user
        claims: dict[str, Any] = {"sub": self.get_user_sub(client, person)}
        if purpose == "id_token":
            return claims
        scopes = set(scopes)
        if "profile" in scopes:
            claims["name"] = person.name
        if "email" in scopes:
            claims["email"] = person.email
            claims["email_verified"] = people.is_vouched_for(person)
        if "phone" in scopes and (number := phones.proven(person)):
            claims["phone_number"] = number
            claims["phone_number_verified"] = True
        if "smartcity" in scopes:
            claims["agency"] = person.agency_id
            claims["agency_name"] = person.agency.name if person.agency else None
            claims["position"] = person.position
            claims["roles"] = roles.in_app(person, client.pk)
            claims["acting"] = acting.claim(person)
            claims["consents"] = purposes.given(person)
            claims["acr"] = verification.level_of(person)  # it may change while signed in
        return claims

    def populate_id_token(
        self, id_token: dict[str, Any], client: Client, scopes: Iterable[str], **kwargs: Any
    ) -> None:
        grant: Grant = context.request.live_grant  # set by live.oidc.views.TokenView
        id_token["sid"] = str(grant.session_id)
        id_token["auth_time"] = int(grant.authenticated_at.timestamp())
        # "0": less than any level (Core, section 2).
        id_token["acr"] = verification.level_of(grant.session.user) or "0"
        if grant.amr:
            id_token["amr"] = grant.amr.split()
