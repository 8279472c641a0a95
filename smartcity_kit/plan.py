"""Profile + Catalogue -> Plan: what a region shall have. Pure: no files, no clock, no network."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from smartcity_kit.catalogue import Card, Catalogue
from smartcity_kit.profile import Profile
from smartcity_kit.regions import Region

if TYPE_CHECKING:
    from smartcity_kit.secrets.sources import Source

Place = Literal["servers", "embedded"]
Value = int | str | bool

ISSUER = "live"
"""The app that is the region's OpenID provider; its address is the issuer of every token."""


@dataclass(frozen=True)
class AppPlan:
    """One app of a region, with everything that differs from the same app elsewhere.

    `port` counts in embedded mode only; `secrets` are the names of files that reach the app.
    """

    card: Card
    title: str
    url: str
    host: str
    port: int
    settings: Mapping[str, Value]
    secrets: tuple[str, ...]
    processes: int = 1

    @property
    def name(self) -> str:
        return self.card.name


@dataclass(frozen=True)
class Plan:
    """What a region shall have, and where. Made once from a valid profile and passed on.

    `vault` says where the password of its secrets comes from, when the operator said so.
    """

    profile: Profile
    place: Place
    apps: tuple[AppPlan, ...]
    vault: "Source | None" = None

    @property
    def region(self) -> Region:
        return self.profile.region

    @property
    def host_names(self) -> list[str]:
        """Every name that the region's servers answer to, LIVE's first."""
        return [app.host for app in self.apps]

    @property
    def issuer(self) -> str:
        return next(app.url for app in self.apps if app.name == ISSUER)


def make_plan(
    profile: Profile,
    catalogue: Catalogue,
    place: Place | None = None,
    vault: "Source | None" = None,
) -> Plan:
    """Decide everything that a profile leaves to the kit.

    Without `place`, a region goes to its servers when it has some, and is embedded on this machine
    when it has none. LIVE comes first, because the others sign in through it.
    """
    place = place or ("servers" if profile.servers else "embedded")
    order = list(catalogue.apps)
    chosen = [card for name, card in catalogue.apps.items() if name in profile.apps]
    clients = tuple(f"clients/{card.name}" for card in chosen if card.name != ISSUER)
    mail = ("mail_password",) if profile.mail and profile.mail.user else ()

    def plan_app(card: Card) -> AppPlan:
        choice = profile.apps[card.name]
        host = f"{choice.subdomain}.{profile.domain}"
        # A fixed place in the region's block of ports: adopting one more app moves no other.
        port = profile.embedded_port + order.index(card.name)
        # An app that reads a mailbox signs in to it.
        box = ("imap_password",) if choice.settings.get("imap_host") else ()
        keys = ("oidc_key.pem", "push_key.pem")
        own = (*keys, *clients) if card.name == ISSUER else ("oidc_client_secret",)
        # The region's personnel system shows it where it keeps the accounts of officers.
        token = ("scim_token",) if choice.settings.get("provisioning") else ()
        # LIVE shows it to the provider that the region has already.
        upstream = ("upstream_secret",) if choice.settings.get("upstream_issuer") else ()
        # The region's provider of WhatsApp or SMS knows LIVE by it.
        sends = ("message_token",) if choice.settings.get("message_url") else ()
        return AppPlan(
            card=card,
            title=choice.title,
            url=f"https://{host}" if place == "servers" else f"http://localhost:{port}",
            host=host,
            port=port,
            settings=choice.settings,
            secrets=(
                "secret_key",
                "data_key",
                *own,
                *_links(card, chosen),
                *mail,
                *box,
                *token,
                *upstream,
                *sends,
            ),
            processes=choice.processes,
        )

    return Plan(profile, place, tuple(plan_app(card) for card in chosen), vault)


def _links(card: Card, chosen: list[Card]) -> tuple[str, ...]:
    """The secrets that an app shares, each with one other; either card may name the other app."""
    return tuple(f"links/{other.name}" for other in chosen if card.talks_with(other))
