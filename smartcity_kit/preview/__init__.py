"""Plan -> a page that shows a region's apps in its dress, from a disk: no server, no adoption."""

from smartcity_kit.preview.make import Preview, preview

__all__ = ["Preview", "preview"]
