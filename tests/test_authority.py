import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from smartcity_kit.authority import KeyPair, make_authority, sign, still_good

DOMAIN = "gorontalokota.go.id"
NAMES = [f"live.{DOMAIN}", f"laksa.{DOMAIN}"]


@pytest.fixture(scope="module")
def authority() -> KeyPair:
    return make_authority("Kota Gorontalo", DOMAIN)


def verify(authority: KeyPair, chain: str, name: str) -> None:
    root = x509.load_pem_x509_certificate(authority.certificate.encode())
    leaf = x509.load_pem_x509_certificate(chain.encode())
    verifier = PolicyBuilder().store(Store([root])).build_server_verifier(x509.DNSName(name))
    verifier.verify(leaf, [])


def test_it_signs_certificates_that_a_client_accepts_for_each_name(authority: KeyPair) -> None:
    signed = sign(authority, NAMES)
    for name in NAMES:
        verify(authority, signed.certificate, name)


def test_it_is_not_accepted_outside_the_regions_domain(authority: KeyPair) -> None:
    foreign = sign(authority, ["live.tangerangkota.go.id"])
    with pytest.raises(VerificationError):
        verify(authority, foreign.certificate, "live.tangerangkota.go.id")


def test_a_web_server_can_load_what_it_signs(authority: KeyPair, tmp_path: Path) -> None:
    signed = sign(authority, NAMES)
    (tmp_path / "chain.pem").write_text(signed.certificate)
    (tmp_path / "key.pem").write_text(signed.key)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
        tmp_path / "chain.pem", tmp_path / "key.pem"
    )


def test_it_is_renewed_before_it_expires_and_when_a_name_is_added(authority: KeyPair) -> None:
    signed = sign(authority, NAMES)
    assert still_good(signed.certificate, NAMES)
    assert not still_good(signed.certificate, [*NAMES, f"sigap.{DOMAIN}"])
    assert not still_good(signed.certificate, NAMES, datetime.now(UTC) + timedelta(days=350))
