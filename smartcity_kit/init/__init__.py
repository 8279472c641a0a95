"""A new profile folder for any region: valid, commented, and honest about what is a skeleton.

    folder = write_profile(Answers(regions.find("36.73")), Path("profiles"))

The template is `templates/region/`. What only a person knows is asked for by the command line or
left out; `smartcity validate --ready` lists it.
"""

from smartcity_kit.init.answers import Answers
from smartcity_kit.init.write import ProfileExists, write_all, write_profile

__all__ = ["Answers", "ProfileExists", "write_all", "write_profile"]
