from __future__ import annotations

import json
from pathlib import Path

import pytest

from smartcity_base.config import ConfigError, load, replaced, secret
from smartcity_base.testing.place import HERE


def changed(folder: Path, change: str) -> Path:
    """The sample region.json with `change` (a Python statement on `r`) done to it."""
    r = json.loads((HERE / "region.json").read_text())
    exec(change, {"r": r})  # noqa: S102  (the statements are a few lines below)
    path = folder / "region.json"
    path.write_text(json.dumps(r))
    return path


def test_it_reads_what_the_kit_writes() -> None:
    known = load(HERE / "region.json")
    assert known.region.digits == "9971"
    assert (known.app.host, known.app.secure) == ("contoh.kotacontoh.go.id", True)
    assert [app.name for app in known.apps] == ["live", "laksa"]
    assert known.logo == HERE / "branding/logo.svg"
    assert known.data == HERE / "data"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("del r['identity']", "identity"),
        ("del r['region']['timezone']", "timezone"),
        ("r['branding']['font'] = 'x'", "font"),
    ],
)
def test_a_wrong_key_is_named_with_its_file(tmp_path: Path, change: str, told: str) -> None:
    with pytest.raises(ConfigError, match=f"region.json.*{told}"):
        load(changed(tmp_path, change))


LIVE = "r['app'] |= {'name': 'live', 'title': 'LIVE', 'url': 'https://live.kotacontoh.go.id'}"


@pytest.mark.parametrize(
    ("change", "brand", "app", "portal"),
    [
        ("", "Kota Contoh LIVE", "Contoh Kota Contoh LIVE", "Kota Contoh LIVE"),
        (LIVE, "Kota Contoh LIVE", "Kota Contoh LIVE", "Kota Contoh LIVE"),
        ("r['branding']['display_name'] = None", "Kota Contoh", "Contoh Kota Contoh", "LIVE"),
        (
            f"{LIVE}; r['branding']['display_name'] = None",
            "Kota Contoh",
            "LIVE Kota Contoh",
            "LIVE",
        ),
        (f"{LIVE}; r['branding']['display_name'] = 'SIAP'", "SIAP", "SIAP", "SIAP"),
    ],
)
def test_the_portal_goes_by_the_name_that_the_region_has_for_it(
    tmp_path: Path, change: str, brand: str, app: str, portal: str
) -> None:
    known = load(changed(tmp_path, change))
    assert (known.brand, known.full_title, known.portal.title) == (brand, app, portal)


def test_without_a_list_of_its_own_a_region_has_the_national_emergency_numbers(
    tmp_path: Path,
) -> None:
    assert [call.number for call in load(HERE / "region.json").emergency][:2] == ["112", "110"]
    own = "r['emergency'] = [{'number': '0435821112', 'name': 'Ambulans', 'about': ''}]"
    assert [call.number for call in load(changed(tmp_path, own)).emergency] == ["0435821112"]
    assert load(changed(tmp_path, "r['emergency'] = []")).emergency == ()


def test_a_file_that_is_missing_or_no_json_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"tidak-ada\.json"):
        load(tmp_path / "tidak-ada.json")
    (tmp_path / "region.json").write_text("{")
    with pytest.raises(ConfigError, match=r"region\.json"):
        load(tmp_path / "region.json")


def test_a_secret_is_a_file_without_its_line_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_SECRETS", str(tmp_path))
    (tmp_path / "sandi").write_text(" rahasia \n")
    assert secret("sandi") == " rahasia "


def test_a_secret_in_a_folder_is_found_as_systemd_hands_it_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SMARTCITY_SECRETS")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "clients_laksa").write_text("rahasia\n")
    assert secret("clients/laksa") == "rahasia"


def test_values_before_lie_beside_a_secret_with_an_empty_line_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_SECRETS", str(tmp_path))
    (tmp_path / "clients").mkdir()
    (tmp_path / "clients/laksa.before").write_text("-- satu\nbaris --\n\ndua\n")
    assert replaced("clients/laksa") == ["-- satu\nbaris --", "dua"]
    assert replaced("secret_key") == []


def test_a_missing_secret_is_named() -> None:
    with pytest.raises(ConfigError, match="'tidak_ada'"):
        secret("tidak_ada")
