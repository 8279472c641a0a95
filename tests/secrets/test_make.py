from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from smartcity_kit import paths, secrets
from smartcity_kit.authority import make_authority
from smartcity_kit.errors import KitError
from smartcity_kit.operate import keep_secret
from smartcity_kit.plan import Plan
from smartcity_kit.profile import AppChoice, Tls
from smartcity_kit.secrets import ensure_secrets, open_vault


def test_it_makes_every_secret_that_an_app_needs(plan_of: Callable[..., Plan]) -> None:
    plan = plan_of()
    vault = open_vault(ensure_secrets(plan))
    for app in plan.apps:
        assert set(app.secrets) <= set(vault["apps"][app.name])
    assert len(vault["apps"]["laksa"]["secret_key"]) >= 50
    assert vault["apps"]["live"]["oidc_key.pem"].startswith("-----BEGIN PRIVATE KEY-----")


def test_provider_and_client_hold_the_same_secret(plan_of: Callable[..., Plan]) -> None:
    apps = open_vault(ensure_secrets(plan_of()))["apps"]
    assert apps["live"]["clients/laksa"] == apps["laksa"]["oidc_client_secret"]


def test_two_apps_that_talk_hold_the_same_secret(plan_of: Callable[..., Plan]) -> None:
    sigap = AppChoice("sigap", "SIGAP", "sigap", {})
    plan = plan_of(apps={**plan_of().profile.apps, "sigap": sigap})
    apps = open_vault(ensure_secrets(plan))["apps"]
    assert len(apps["laksa"]["links/sigap"]) >= 50
    assert apps["laksa"]["links/sigap"] == apps["sigap"]["links/laksa"]
    assert apps["live"]["links/laksa"] == apps["laksa"]["links/live"]
    assert apps["laksa"]["links/live"] != apps["laksa"]["links/sigap"]


def test_it_keeps_what_it_made(plan_of: Callable[..., Plan]) -> None:
    plan = plan_of()
    first = ensure_secrets(plan)
    before = first.file.read_bytes()
    assert ensure_secrets(plan).file.read_bytes() == before


def test_the_file_shows_nothing_and_only_its_owner_can_read_it(
    plan_of: Callable[..., Plan],
) -> None:
    found = ensure_secrets(plan_of())
    assert found.file.read_bytes().startswith(b"$ANSIBLE_VAULT;")
    assert found.file.stat().st_mode & 0o777 == 0o600
    assert Path(found.source.where).stat().st_mode & 0o777 == 0o600


def test_ansible_vault_opens_it(plan_of: Callable[..., Plan]) -> None:
    import subprocess
    import sys

    found = ensure_secrets(plan_of())
    program = Path(sys.executable).parent / "ansible-vault"
    done = subprocess.run(
        [program, "view", "--vault-password-file", Path(found.source.where), found.file],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "smartcity_secrets:" in done.stdout


def test_it_refuses_to_replace_secrets_whose_key_is_elsewhere(
    plan_of: Callable[..., Plan],
) -> None:
    plan = plan_of()
    found = ensure_secrets(plan)
    before = found.file.read_bytes()
    Path(found.source.where).unlink()
    with pytest.raises(KitError, match="the key that opens them is not here"):
        ensure_secrets(plan)
    assert found.file.read_bytes() == before


def test_a_new_name_gets_a_new_certificate_from_the_same_authority(
    plan_of: Callable[..., Plan], make_profile: Callable[..., object]
) -> None:
    before = open_vault(ensure_secrets(plan_of()))["tls"]
    plan = plan_of(domain="kota.gorontalokota.go.id")
    # The authority may sign below the first domain only; the new one is below it.
    after = open_vault(ensure_secrets(plan))["tls"]
    assert after["authority"] == before["authority"]
    assert after["certificate"] != before["certificate"]


def test_a_password_that_a_person_gave_stays(plan_of: Callable[..., Plan]) -> None:
    found = ensure_secrets(plan_of())
    secrets.keep(found, ("servers", "web1", "sudo_password"), "{{ rahasia }}")
    vault = open_vault(ensure_secrets(plan_of()))
    assert vault["servers"]["web1"]["sudo_password"] == "{{ rahasia }}"


def test_a_sample_that_ships_with_the_kit_is_not_written_to(plan_of: Callable[..., Plan]) -> None:
    plan = plan_of(folder=paths.SAMPLES / "kota-gorontalo")
    found = ensure_secrets(plan)
    assert found.file.is_relative_to(paths.state())


def test_yaml_in_the_vault_is_one_document_of_strings(plan_of: Callable[..., Plan]) -> None:
    vault = open_vault(ensure_secrets(plan_of()))
    assert yaml.safe_load(yaml.safe_dump(vault)) == vault


def test_the_regions_own_certificate_needs_its_own_key(
    plan_of: Callable[..., Plan], tmp_path: Path
) -> None:
    mine = make_authority("Kota Gorontalo", "gorontalokota.go.id")
    other = make_authority("Kota Gorontalo", "gorontalokota.go.id")
    (tmp_path / "chain.pem").write_text(mine.certificate)
    (tmp_path / "key.pem").write_text(other.key)
    wrong = plan_of(tls=Tls(tmp_path / "chain.pem", tmp_path / "key.pem"))
    with pytest.raises(KitError, match="does not belong to the certificate"):
        ensure_secrets(wrong)
    secret = plan_of(tls=Tls(tmp_path / "chain.pem", None))
    with pytest.raises(KitError, match="does not belong to the certificate"):
        ensure_secrets(secret)
    keep_secret(secret, "tls-key", mine.key)
    tls = open_vault(ensure_secrets(secret))["tls"]
    assert (tls["certificate"], tls["key"]) == (mine.certificate, mine.key)


def test_a_secret_that_the_profile_has_no_use_for_is_refused(
    plan_of: Callable[..., Plan],
) -> None:
    with pytest.raises(KitError, match="no use for a secret called tls-key"):
        keep_secret(plan_of(), "tls-key", "x")
