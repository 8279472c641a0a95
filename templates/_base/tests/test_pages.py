from smartcity_base.testing.cast import Person


def test_the_first_page_names_the_app_and_the_region(stranger: Person) -> None:
    page = stranger.client.get("/")
    assert page.status_code == 200
    assert "Kota Contoh" in page.text


def test_a_role_page_sends_the_stranger_to_sign_in_and_keeps_the_way_back(stranger: Person) -> None:
    assert stranger.client.get("/petugas/").headers["Location"] == "/masuk/?next=/petugas/"


def test_a_role_page_refuses_the_citizen_and_lets_the_officer_in(
    citizen: Person, officer: Person
) -> None:
    assert citizen.client.get("/petugas/").status_code == 403
    assert officer.client.get("/petugas/").text == "meja"
