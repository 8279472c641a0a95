"""One logo and one colour -> every picture and paper that a region's government shows.

Drawn once, kept by content: an unchanged region costs reading a dozen small files.
"""

from smartcity_kit.branding.make import SERVED, Dress, dress

__all__ = ["SERVED", "Dress", "dress"]
