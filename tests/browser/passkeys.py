"""A device that keeps passkeys, as Chromium plays one: WebAuthn over the DevTools protocol."""

from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page


@dataclass
class Device:
    """The authenticator of one page: a phone whose owner has been recognised, or refuses to be."""

    session: CDPSession
    name: str

    @classmethod
    def of(cls, page: Page) -> "Device":
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return cls(session, str(made["authenticatorId"]))

    def recognises(self, owner: bool) -> None:
        self._send("setUserVerified", isUserVerified=owner)

    def kept(self) -> list[dict[str, object]]:
        """What it keeps: of each key for whom (`rpId`), and whether it is a passkey."""
        return list(self._send("getCredentials")["credentials"])

    def _send(self, verb: str, **about: object) -> dict[str, list[dict[str, object]]]:
        answer = self.session.send(f"WebAuthn.{verb}", {"authenticatorId": self.name, **about})
        return dict(answer)
