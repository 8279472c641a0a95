"""The settings of every app; what only this app needs is added below."""

from smartcity_base.settings import *  # noqa: F403
