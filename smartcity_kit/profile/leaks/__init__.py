"""A secret that was pasted into a profile: found, told as a fault, and shown nowhere.

recognise   what looks like a secret
search      where one stands in a profile's files
hide        no fault repeats one
"""

from smartcity_kit.profile.leaks.hide import hidden
from smartcity_kit.profile.leaks.search import Leak, find_leaks

__all__ = ["Leak", "find_leaks", "hidden"]
