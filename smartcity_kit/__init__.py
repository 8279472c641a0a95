"""smartcity-kit takes a region from its profile to running city applications.

A **profile** is read into a **plan**; the plan is rendered into a **release**; a **run** applies
the release to the region's servers; the run leaves a **report**. The modules carry these names.
"""

__version__ = "0.2.0"
