"""Finding what a citizen needs by the words a citizen has for it, slips of the finger included."""

from live.search.entries import KINDS, index
from live.search.index import LONGEST, Entry, Found, Index

__all__ = ["KINDS", "LONGEST", "Entry", "Found", "Index", "index"]
