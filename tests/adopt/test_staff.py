"""Personal tables travel beside the release: people are loaded, the table stays nowhere."""

import json
import subprocess

from tests.adopt.adopted import Adopted

SUITES = ("bookworm",)
HEADINGS = "name,nip,email,phone,agency,position,roles"
PEOPLE = (
    "Rosmawati Hulopi,198501012010012001,rosmawati@gorontalokota.go.id,,dinas-pupr,Kepala Seksi,"
    "laksa:officer",
    "Idris Pakaya,,idris@gorontalokota.go.id,,satpol-pp,Operator,laksa:operator",
)
TRACES = ("Rosmawati", "198501012010012001", "idris@gorontalokota")


def give(here: Adopted, *people: str) -> None:
    table = here.region.profile.parent / "data" / "staff.csv"
    table.write_text("\n".join([HEADINGS, *people]) + "\n", "utf-8")


def test_people_are_loaded_and_the_table_is_nowhere_afterwards(here: Adopted) -> None:
    before = here.releases()
    give(here, *PEOPLE)
    assert here.region.plan()["pending"]

    report = here.region.adopt()

    assert report["result"] == "done"
    assert here.sql("live", "SELECT count(*) FROM base_user") == "2"
    assert here.releases() == before
    traces = "\n".join(TRACES)
    on_server = here.server.run(
        "grep -rlaFf - / --exclude-dir=proc --exclude-dir=sys --exclude-dir=postgresql "
        "--devices=skip 2>/dev/null", stdin=traces, check=False,
    )  # fmt: skip
    assert on_server.stdout == ""
    assert "Rosmawati" in here.sql("live", "SELECT name FROM base_user")
    with_operator = subprocess.run(
        ["grep", "-rlaFf", "-", here.region.state], input=traces, capture_output=True, text=True
    )
    assert with_operator.stdout == ""


def test_again_nothing_changes(here: Adopted) -> None:
    assert not here.region.plan()["pending"]
    assert here.region.adopt()["result"] == "unchanged"


def test_a_changed_row_is_noticed_and_reaches_the_account(here: Adopted) -> None:
    give(here, PEOPLE[0].replace("Kepala Seksi", "Kepala Bidang"), PEOPLE[1])

    counted = json.loads(here.region.smartcity("data check", "--json").stdout)["tables"]
    planned = here.region.plan()
    report = here.region.adopt()

    (staff,) = [table["counts"] for table in counted if table["name"] == "staff"]
    assert staff == {"new": 0, "changed": 1, "gone": 0, "same": 1}
    assert planned["pending"]
    assert report["result"] == "done"
    assert "Kepala Bidang" in here.sql("live", "SELECT position FROM base_user")
    assert here.sql("live", "SELECT count(*) FROM base_user") == "2"
