"""Cells that refer to other tables: by id or by the one name, never by a guess."""

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.profile import read_profile
from tests.profile.conftest import WHOLE, Faults, Write

AGENCIES = (
    "id,name,short_name,parent\n"
    "dlh,Dinas Lingkungan Hidup,DLH,\n"
    "uptd-1,UPTD Kebersihan,,dlh\nuptd-2,UPTD Kebersihan,,dlh\n"
    "upt-oneil,Balai O'Neil,BON,Dinas Lingkungan Hidup\n"
)


def test_a_name_that_only_one_row_has_becomes_its_id(write: Write, catalogue: Catalogue) -> None:
    table = "id,name,agency\na,A,dinas lingkungan HIDUP\nb,B,DLH\nc,C,balai o'neil\nd,D,uptd-1\n"
    files = WHOLE | {"data/agencies.csv": AGENCIES, "data/categories.csv": table}
    profile, found = read_profile(write(files), catalogue)
    assert found == []
    assert profile is not None
    rows = profile.tables["categories"].rows
    assert [row["agency"] for row in rows] == ["dlh", "dlh", "upt-oneil", "uptd-1"]
    assert profile.tables["agencies"].rows[3]["parent"] == "dlh"


def test_a_name_that_several_rows_have_is_a_fault(faults: Faults) -> None:
    table = "id,name,agency\na,A,UPTD Kebersihan\n"
    assert faults({"data/agencies.csv": AGENCIES, "data/categories.csv": table}) == [
        "data/categories.csv:2:3 agency: several rows of agencies.csv have this name "
        "| Write the id instead: uptd-1, uptd-2."
    ]


def test_a_position_is_free_text_where_no_list_of_them_is_kept(
    write: Write, catalogue: Catalogue
) -> None:
    files = WHOLE | {"data/staff.csv": "name,email,position\nAni,ani@contoh.go.id,Juru Ukur\n"}
    profile, found = read_profile(write(files), catalogue)
    assert found == []
    assert profile is not None
    assert profile.personal["staff"].rows[0]["position"] == "Juru Ukur"


def test_a_position_is_one_of_the_list_that_is_kept(faults: Faults) -> None:
    files: dict[str, str | bytes] = {
        "data/positions.csv": "id,name,agency,parent\njuru,Juru Ukur,dlh,\nlain,Lain,dlh,jru\n",
        "data/staff.csv": "name,email,position\nAni,ani@contoh.go.id,Jura\n"
        "Budi,budi@contoh.go.id,Juru Ukur\n",
    }
    assert faults(files) == [
        "data/positions.csv:3:4 parent: positions.csv has no row “jru” | Did you mean “juru”?",
        "data/staff.csv:2:3 position: positions.csv has no such row",
    ]


def test_nothing_may_refer_to_an_example(faults: Faults) -> None:
    files: dict[str, str | bytes] = {
        "data/agencies.csv": "id,name\ncontoh-dinas,Dinas Contoh\ndlh,Dinas\n",
        "data/categories.csv": "id,name,agency\na,A,contoh-dinas\n",
    }
    assert faults(files) == [
        "data/categories.csv:2:3 agency: agencies.csv has no row “contoh-dinas”"
    ]


def test_a_row_that_cannot_be_read_is_the_one_fault(faults: Faults) -> None:
    files: dict[str, str | bytes] = {
        "data/agencies.csv": "id,name,short_name,parent\n"
        "dlh,Dinas Lingkungan Hidup, Kota,DLH,\nuptd,UPTD,,dlh\n",
        "data/categories.csv": "id,name,agency\na,A,dlh\nb,B,Dinas lingkungan hidup\nc,C,dhl\n",
    }
    assert faults(files) == [
        "data/agencies.csv:2:1 this row has 5 cells, the first has 4 "
        "| Put text that holds a comma in double quotes.",
        "data/categories.csv:4:3 agency: agencies.csv has no row “dhl”",
    ]


def test_a_long_chain_of_parents_is_climbed_once(faults: Faults) -> None:
    rows = "".join(f"a{n},A,a{n + 1}\n" for n in range(20_000))
    table = f"id,name,parent\n{rows}a20000,A,\ndlh,D,a0\n"
    assert faults({"data/agencies.csv": table}) == []
