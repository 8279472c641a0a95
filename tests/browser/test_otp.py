"""The test's own authenticator, against the examples of RFC 6238, appendix B (last six digits)."""

import base64

import pytest

from tests.browser.otp import STEP_S, Authenticator, code_at

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("time", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_it_computes_the_codes_of_the_standard(time: int, code: str) -> None:
    assert code_at(SECRET, time // STEP_S) == code


def test_it_gives_no_code_twice() -> None:
    phone = Authenticator(SECRET)
    assert phone.code() != phone.code()
