"""Plan -> Release: the only package that writes rendered files.

A release is a new folder each time, rendered aside and renamed into place, then never written to.
"""

from smartcity_kit.release.compose import AppRelease, Release, compose
from smartcity_kit.release.environment import Target, wheels
from smartcity_kit.release.write import write, write_to

__all__ = ["AppRelease", "Release", "Target", "compose", "wheels", "write", "write_to"]
