"""The region's apps in a real browser, as citizens and officers use them.

`journey` holds for any `Place`; here it is one embedded on this machine, in tests/adopt a server.
"""

import pytest

pytest.register_assert_rewrite("tests.browser.journey")
