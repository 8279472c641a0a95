"""System checks: `prepare` refuses to go on when one of these fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register

from smartcity_base.config import config, debug, has_secret


@register()
def sign_in_can_work(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """An app that signs in at LIVE needs its client secret; LIVE itself has none."""
    app = config().app
    if debug() or app.origin == config().issuer or has_secret("oidc_client_secret"):
        return []
    return [Error("the secret 'oidc_client_secret' is missing", id="smartcity.E001")]


@register()
def personal_data_can_be_read(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Without its key an app could neither keep nor show what people trusted it with."""
    if debug() or has_secret("data_key"):
        return []
    return [Error("the secret 'data_key' is missing", id="smartcity.E002")]


@register()
def every_person_is_covered(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """What points to a person is told to them and taken away at their word, or it is said why not
    (UU 27/2022, articles 7 and 8)."""
    from smartcity_base.personal.holdings import uncovered

    hint = f"name it in `covers` of a Holding in {config().app.name}/personal.py"
    return [
        Warning(f"{field} is a person's and no holding speaks of it", hint, id="smartcity.W001")
        for field in uncovered()
    ]
