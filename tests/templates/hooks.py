"""What schemathesis shows to routes that ask who calls: SMARTCITY_TESTS_SHOWN holds it as JSON.

Loaded by schemathesis alone (SCHEMATHESIS_HOOKS), in its own process.
"""

import json
import os
import time
import uuid
from typing import Any

import jwt
import schemathesis

SHOWN = json.loads(os.environ["SMARTCITY_TESTS_SHOWN"])


@schemathesis.auth(refresh_interval=None)
class Callers:
    """A token of the app for a route that names a scope; for another app's, one good only once."""

    def get(self, case: Any, context: Any) -> str:
        guards = context.operation.definition.raw.get("security", [])
        if any("link" in guard for guard in guards):
            now = int(time.time())
            claims = {"iss": SHOWN["caller"], "aud": SHOWN["app"], "iat": now, "exp": now + 60}
            return jwt.encode(claims | {"jti": uuid.uuid4().hex}, SHOWN["link"], algorithm="HS256")
        return SHOWN["token"] if guards else ""

    def set(self, case: Any, data: str, context: Any) -> None:
        if data:
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}
