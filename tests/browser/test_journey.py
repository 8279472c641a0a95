"""The journey at a place embedded on this machine."""

from tests.browser.journey import Journey


class TestEmbedded(Journey):
    pass
