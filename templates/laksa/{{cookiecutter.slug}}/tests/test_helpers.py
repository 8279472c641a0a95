"""Several agencies on one report: one is responsible, others help."""

from smartcity_base.models import User
from smartcity_base.testing.cast import Casting, Person

from laksa.models import Helper, Report
from laksa.privacy.models import Decision
from laksa.states import State

from .conftest import Reporting, picture

WASTE = "dinas-lingkungan-hidup"
ASKED = {"invite-agency": WASTE, "invite-text": "Butuh gergaji mesin"}


def invited(report: Report, officer: Person) -> Report:
    officer.client.post(f"/antrean/{report.number}/invite/", ASKED)
    report.refresh_from_db()
    assert report.helpers == [WASTE]
    return report


def test_an_agency_that_is_asked_to_help_has_the_report_in_its_queue(
    reported: Reporting, officer: Person, other_officer: Person, stranger: Person
) -> None:
    report = reported(State.PROSES)
    assert report.number not in other_officer.client.get("/antrean/").content.decode()
    invited(report, officer)
    queue = other_officer.client.get("/antrean/").content.decode()
    assert report.number in queue
    assert "Membantu" in queue
    assert f'/antrean/{report.number}/accept/"' not in queue
    page = other_officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert "Butuh gergaji mesin" in page
    assert "Dinas Lingkungan Hidup ikut membantu" in page
    public = stranger.client.get(f"/laporan/{report.number}/").content.decode()
    assert "Dinas Lingkungan Hidup ikut membantu" in public
    assert "Dibantu oleh" in public
    assert "gergaji" not in public


def test_it_may_tell_and_note_and_leave_but_not_decide(
    reported: Reporting, officer: Person, other_officer: Person, stranger: Person
) -> None:
    report = invited(reported(State.PROSES), officer)
    due, at = report.due, f"/antrean/{report.number}/"
    for action in ("close", "reject", "forward", "invite", "prioritise", "merge", "correct"):
        form = {f"{action}-text": "Kami saja", f"{action}-photos": [picture()]}
        assert other_officer.client.post(f"{at}{action}/", form).status_code == 422, action
    other_officer.client.post(f"{at}answer/", {"answer-text": "Dahan sudah dipotong"})
    other_officer.client.post(f"{at}note/", {"note-text": "Truk rusak"})
    report.refresh_from_db()
    assert (report.state, report.due) == (State.PROSES, due)
    public = stranger.client.get(f"/laporan/{report.number}/").content.decode()
    assert "Dahan sudah dipotong" in public
    assert "Dinas Lingkungan Hidup" in public
    assert "Truk rusak" not in public
    answer = other_officer.client.post(f"{at}release/", {"release-text": "Pohon sudah diangkut"})
    assert answer["Location"] == "/antrean/"
    report.refresh_from_db()
    assert report.helpers == []
    assert not Helper.objects.exists()
    assert other_officer.client.get(at).status_code == 404
    assert "selesai membantu" in stranger.client.get(f"/laporan/{report.number}/").content.decode()


def test_the_responsible_agency_may_end_the_help(
    reported: Reporting, officer: Person, other_officer: Person
) -> None:
    report = invited(reported(State.PROSES), officer)
    at = f"/antrean/{report.number}/"
    form = {"release-agency": WASTE, "release-text": "Sudah cukup"}
    assert officer.client.post(f"{at}release/", form).status_code == 302
    assert other_officer.client.get(at).status_code == 404


def test_an_agency_is_asked_once_and_never_the_responsible_one(
    reported: Reporting, officer: Person
) -> None:
    report = invited(reported(State.PROSES), officer)
    for agency in (WASTE, "dinas-pekerjaan-umum"):
        form = {"invite-agency": agency, "invite-text": "Sekali lagi"}
        answer = officer.client.post(f"/antrean/{report.number}/invite/", form)
        assert answer.status_code == 422
    report.refresh_from_db()
    assert report.helpers == [WASTE]


def test_a_helper_to_which_the_report_is_forwarded_is_the_responsible_one(
    reported: Reporting, officer: Person, other_officer: Person
) -> None:
    report = invited(reported(State.PROSES), officer)
    form = {"forward-agency": WASTE, "forward-text": "Ternyata taman"}
    officer.client.post(f"/antrean/{report.number}/forward/", form)
    report.refresh_from_db()
    assert (report.agency_id, report.helpers) == (WASTE, [])
    page = other_officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert "Terima dan tangani" in page


def test_the_head_of_an_agency_works_as_its_officers_do(
    reported: Reporting, person: Casting
) -> None:
    report = reported()
    head = person("Kepala Dinas", roles=["head"], agency="dinas-pekerjaan-umum")
    assert isinstance(head.user, User)
    assert report.number in head.client.get("/antrean/").content.decode()
    head.client.post(f"/antrean/{report.number}/verify/")
    report.refresh_from_db()
    assert report.state == State.DIVERIFIKASI


def test_what_strangers_see_is_up_to_the_responsible_agency(
    reported: Reporting, officer: Person, other_officer: Person
) -> None:
    report = reported(State.PROSES, photo=True, text="Lubang besar, hubungi 0812-3456-7890")
    invited(report, officer)
    finding, photo = report.findings.get(), report.photos.get()
    page = other_officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert "Sembunyikan dari publik" not in page
    assert "Data pribadi di tulisan" not in page
    assert other_officer.client.post(f"/tinjauan/{finding.pk}/{Decision.OPEN}/").status_code == 404
    at = f"/antrean/{report.number}/foto/{photo.pk}/tutupi/"
    assert other_officer.client.get(at).status_code == 404
    assert officer.client.get(at).status_code == 200
    assert "Sembunyikan dari publik" in (
        officer.client.get(f"/antrean/{report.number}/").content.decode()
    )


def test_a_look_of_the_head_is_written_down_as_that(reported: Reporting, person: Casting) -> None:
    report = reported()
    head = person("Kepala Dinas", roles=["head"], agency="dinas-pekerjaan-umum")
    head.client.get(f"/antrean/{report.number}/")
    page = head.client.get(f"/ikuti/{report.code}/").content.decode()
    assert "Pimpinan instansi" in page
