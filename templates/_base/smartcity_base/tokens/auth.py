"""Who may call a route: given to it as `auth=needs("tasks:read")`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from smartcity_base.models import ApiToken
from smartcity_base.tokens import keys


class needs:
    """A token with this scope of the app's card, in `Authorization: Bearer …`."""

    name = "token"
    problems = (429,)

    def __init__(self, scope: str) -> None:
        self.scopes = (scope,)

    def __call__(self, request: HttpRequest) -> ApiToken:
        scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
        return keys.use(shown.strip() if scheme.lower() == "bearer" else "", self.scopes[0])

    def described(self) -> dict[str, Any]:
        """The security scheme of the document; OpenAPI 3.1 lets it name what each scope is for."""
        lines = [f"- `{name}`: {about['title']}" for name, about in keys.scopes().items()]
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "\n".join(["Token dari administrator aplikasi ini. Hak:", "", *lines]),
        }
