"""What the maps need to know. Tiles come from outside: their page must allow that one address."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from smartcity_base.config import config

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def map_options() -> dict[str, Any]:
    """The region's tiles, if it has set any; without them the map is drawn from centroids alone."""
    return {
        "tile_url": config().setting("tile_url"),
        "tile_attribution": config().setting("tile_attribution"),
    }


def allow_tiles(view: View[P]) -> View[P]:
    """Let this page load pictures from the host of `tile_url`."""

    @wraps(view)
    def open_to_tiles(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        parts = urlsplit(config().setting("tile_url"))
        if not parts.netloc:
            return view(request, *args, **kwargs)
        origin = f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"
        answer: HttpResponseBase = csp_update({"img-src": [origin]})(view)(request, *args, **kwargs)
        return answer

    return cast(View[P], open_to_tiles)
