"""The pages, as each of the cast: what they see, what they may do, and what stays closed."""

from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from smartcity_base.models import AuditEntry
from smartcity_base.testing.cast import Casting, Person, user_of

from sigap import work
from sigap.models import PhotoKind, Shift, Source, Task, Team
from sigap.states import Action, Actor, State
from sigap.work import Deed

from .conftest import TITLE, Clock, Tasking, as_json, both, picture, taken

ABOVE_ONLY = (
    "/pengawasan/",
    "/pengawasan/buat/",
    "/pengawasan/peta/",
    "/pengawasan/peta.json",
    "/pengawasan/angka/",
    "/tim/",
    "/tim/baru/",
    "/jadwal/",
)


def test_the_first_page_leads_each_to_their_own(
    stranger: Person, citizen: Person, officer: Person, supervisor: Person, administrator: Person
) -> None:
    assert "Masuk sebagai petugas" in stranger.client.get("/").content.decode()
    assert "belum memiliki peran" in citizen.client.get("/").content.decode()
    assert officer.client.get("/")["Location"] == "/lapangan/"
    for person in (supervisor, administrator):
        assert person.client.get("/")["Location"] == "/pengawasan/"


@pytest.mark.parametrize("address", ABOVE_ONLY)
def test_what_is_the_supervisors_is_closed_to_others(
    address: str, stranger: Person, citizen: Person, officer: Person, supervisor: Person,
    administrator: Person,
) -> None:  # fmt: skip
    assert stranger.client.get(address).status_code == 302
    for person in (citizen, officer):
        assert person.client.get(address).status_code == 403
    for person in (supervisor, administrator):
        assert person.client.get(address).status_code == 200


def test_who_is_named_in_a_list_is_told_to_who_proved_lately_who_they_are(
    region: None, person: Casting
) -> None:
    agency = "dinas-pekerjaan-umum"
    left = person("Kepala", roles=["supervisor"], agency=agency, proven=timedelta(hours=1)).client
    answer = left.get("/pengawasan/?late=1&unduh=csv&pribadi=1")
    back = quote("/pengawasan/?late=1", safe="")
    assert answer["Location"] == f"/masuk/lagi/?max_age=900&next={back}"
    assert "Petugas" not in left.get("/pengawasan/?unduh=csv").getvalue().decode().split("\n")[0]


def test_settings_are_the_administrators(
    officer: Person, supervisor: Person, administrator: Person
) -> None:
    assert "Jarak (meter)" in administrator.client.get("/pengaturan/").content.decode()
    for person in (officer, supervisor):
        assert person.client.get("/pengaturan/").status_code == 403


@pytest.mark.parametrize("state", State)
def test_a_task_opens_in_every_state_for_who_may_see_it_and_for_nobody_else(
    tasked: Tasking, officer: Person, supervisor: Person, administrator: Person, outsider: Person,
    citizen: Person, colleague: Person, state: State,
) -> None:  # fmt: skip
    task = tasked(state)
    at = f"/tugas/{task.number}/"
    for person in (supervisor, administrator):
        assert TITLE in person.client.get(at).content.decode()
    held = task.officer is not None or task.events.filter(user=user_of(officer)).exists()
    assert officer.client.get(at).status_code == (200 if held else 404)
    for person in (outsider, colleague):
        assert person.client.get(at).status_code == 404
    assert citizen.client.get(at).status_code == 403


def test_a_supervisor_makes_a_task_from_a_call_and_gives_it_to_somebody(
    supervisor: Person, officer: Person, outsider: Person
) -> None:
    answer = supervisor.client.post("/pengawasan/buat/", {
        "source": "112", "reference": "112-2026-88", "title": "Pohon tumbang",
        "priority": "darurat",
        "agency": "dinas-pekerjaan-umum", "address": "Jalan Merpati", "village": "99.71.01.1001",
        "before": [picture()],
    })  # fmt: skip
    task = Task.objects.get()
    assert answer["Location"] == f"/tugas/{task.number}/"
    assert (task.source, task.reference, task.state) == (Source.CALL, "112-2026-88", State.BARU)
    assert task.due is not None
    assert task.events.get().photos.get().kind == PhotoKind.BEFORE
    page = supervisor.client.get(answer["Location"]).content.decode()
    assert "Petugas" in page
    assert "Orang Luar" not in page
    to = f"o{user_of(officer).pk}"
    supervisor.client.post(
        f"{answer['Location']}assign/", {"assign-to": to, "assign-text": "Awas kabel"}
    )
    task.refresh_from_db()
    assert (task.officer, task.state) == (officer.user, State.DITUGASKAN)
    assert "Pohon tumbang" in officer.client.get("/tugas/").content.decode()
    theirs = f"o{user_of(outsider).pk}"
    wrong = supervisor.client.post(f"{answer['Location']}assign/", {"assign-to": theirs})
    assert wrong.status_code == 422


def test_a_supervisor_makes_tasks_for_their_own_agency_only(
    supervisor: Person, administrator: Person
) -> None:
    form = {"source": "perintah", "title": "x", "priority": "biasa", "address": "y",
            "agency": "dinas-lingkungan-hidup"}  # fmt: skip
    assert supervisor.client.post("/pengawasan/buat/", form).status_code == 422
    assert administrator.client.post("/pengawasan/buat/", form).status_code == 302


def test_an_officer_does_all_of_it_on_plain_forms(
    tasked: Tasking, officer: Person, supervisor: Person
) -> None:
    task = tasked()
    at = f"/tugas/{task.number}/"
    officer.client.post(f"{at}accept/")
    nowhere = officer.client.post(f"{at}arrive/", {})
    assert (nowhere.status_code, "Nyalakan lokasi" in nowhere.content.decode()) == (422, True)
    officer.client.post(f"{at}arrive/", {"arrive-text": "Di depan pasar"})
    officer.client.post(f"{at}record/", {"record-before": [picture()], "record-text": "Digali"})
    without = officer.client.post(f"{at}finish/", {"finish-text": "Selesai"})
    assert (without.status_code, "foto sesudah" in without.content.decode()) == (422, True)
    officer.client.post(f"{at}finish/", {
        "finish-text": "Selesai", "finish-after": [picture()],
        "finish-material_1": "Semen", "finish-amount_1": "1,5", "finish-unit_1": "karung",
    })  # fmt: skip
    task.refresh_from_db()
    assert task.state == State.SELESAI
    page = supervisor.client.get(at).content.decode()
    assert "Semen: 1,5 karung" in page
    assert page.count("<img") >= 2
    supervisor.client.post(f"{at}verify/", {"verify-text": "Rapi"})
    task.refresh_from_db()
    assert task.state == State.DIPERIKSA


def test_an_officer_hands_over_to_a_colleague_with_a_reason(
    tasked: Tasking, officer: Person, colleague: Person
) -> None:
    task = tasked(State.DIKERJAKAN)
    to = f"o{user_of(colleague).pk}"
    answer = officer.client.post(f"/tugas/{task.number}/hand-over/", {"hand-over-to": to})
    assert answer.status_code == 422
    officer.client.post(
        f"/tugas/{task.number}/hand-over/", {"hand-over-to": to, "hand-over-text": "Ganti sif"}
    )
    task.refresh_from_db()
    assert (task.officer, task.state) == (colleague.user, State.DITUGASKAN)
    assert (
        "Diserahkan kepada Rekan" in colleague.client.get(f"/tugas/{task.number}/").content.decode()
    )


def test_an_officer_refuses_with_a_reason_and_the_task_waits_for_the_supervisor(
    tasked: Tasking, officer: Person, supervisor: Person
) -> None:
    task = tasked()
    officer.client.post(f"/tugas/{task.number}/refuse/", {"refuse-text": "Di luar wilayah"})
    task.refresh_from_db()
    assert (task.officer, task.state) == (None, State.BARU)
    assert "Di luar wilayah" in supervisor.client.get(f"/tugas/{task.number}/").content.decode()


def test_who_arrives_far_from_the_place_is_marked_for_the_supervisor(
    tasked: Tasking, officer: Person, supervisor: Person
) -> None:
    task = tasked(State.DITERIMA)
    far = {"arrive-lon": "123.161", "arrive-lat": "0.541", "arrive-accuracy": "20"}
    officer.client.post(f"/tugas/{task.number}/arrive/", far)
    page = supervisor.client.get(f"/tugas/{task.number}/").content.decode()
    assert "jauh dari tempat tugas" in page
    assert "11,1 km dari titik tugas, ketelitian ±20 m" in page


def test_a_photo_is_seen_by_who_sees_its_task(
    tasked: Tasking, officer: Person, supervisor: Person, outsider: Person, stranger: Person
) -> None:
    task = tasked(State.SELESAI)
    photo = task.events.get(action="finish").photos.first()
    assert photo
    at = f"/foto/{photo.pk}/kecil/"
    for person in (officer, supervisor):
        assert person.client.get(at)["Content-Type"] == "image/jpeg"
    assert outsider.client.get(at).status_code == 404
    assert stranger.client.get(at).status_code == 302
    unused = taken(user_of(officer), PhotoKind.AFTER)[0]
    assert supervisor.client.get(f"/foto/{unused.pk}/kecil/").status_code == 404


def test_an_officers_finding_waits_for_the_supervisor(officer: Person, supervisor: Person) -> None:
    nowhere = officer.client.post("/tugas/temuan/", {"title": "Rambu miring"})
    assert nowhere.status_code == 422
    officer.client.post(
        "/tugas/temuan/", {"title": "Rambu miring", "lon": "123.061", "lat": "0.541"}
    )
    task = Task.objects.get()
    assert (task.source, task.state, task.agency_id) == (
        Source.FINDING, State.BARU, "dinas-pekerjaan-umum",
    )  # fmt: skip
    assert task.village is not None
    assert "Rambu miring" in supervisor.client.get("/pengawasan/").content.decode()


def test_a_team_and_its_roster(supervisor: Person, officer: Person, outsider: Person) -> None:
    one = user_of(officer)
    team = {"name": "Tim Utara", "agency": "dinas-pekerjaan-umum", "members": [str(one.pk)],
            "districts": ["99.71.01"], "active": "on"}  # fmt: skip
    assert supervisor.client.post("/tim/baru/", team)["Location"] == "/tim/"
    made = Team.objects.get()
    assert AuditEntry.objects.filter(action="team").exists()
    theirs = supervisor.client.post("/tim/baru/", {**team, "members": [str(user_of(outsider).pk)]})
    assert theirs.status_code == 422
    today = timezone.localdate().isoformat()
    hours = {"day": today, "starts": "07:00", "ends": "15:00", "team": made.pk}
    supervisor.client.post("/jadwal/", hours)
    supervisor.client.post("/jadwal/", {**hours, "ends": "14:00"})
    assert str(Shift.objects.get()) == "07.00–14.00"
    assert "Petugas" in supervisor.client.get("/pengawasan/").content.decode()
    assert as_json(officer.client.get("/luring/tugas.json"))["shift"] == "07.00–14.00"
    supervisor.client.post("/jadwal/", {"hapus": Shift.objects.get().pk})
    assert not Shift.objects.exists()


def test_who_works_through_the_night_is_on_shift_until_the_morning(
    supervisor: Person, officer: Person, clock: Clock
) -> None:
    Shift.objects.create(officer=user_of(officer), day="2026-07-06", starts="22:00", ends="06:00")

    def shown() -> tuple[bool, str]:
        page = supervisor.client.get("/pengawasan/").content.decode()
        return "22.00–06.00" in page, as_json(officer.client.get("/luring/tugas.json"))["shift"]

    clock.now = datetime.fromisoformat("2026-07-07T05:00:00+08:00")
    assert shown() == (True, "22.00–06.00")
    clock.now = datetime.fromisoformat("2026-07-07T07:00:00+08:00")
    assert shown() == (False, "")


def test_a_photo_says_when_and_how_exactly_it_was_taken_and_if_that_was_elsewhere(
    tasked: Tasking, supervisor: Person, officer: Person
) -> None:
    task = tasked(State.DIKERJAKAN, lon=123.05, lat=0.55)
    before, after = both(user_of(officer))
    for photo, lat in ((before, 0.5501), (after, 0.58)):
        photo.lon, photo.lat, photo.accuracy_m = 123.05, lat, 12
        photo.taken_at = timezone.now()
    deed = Deed(text="Ditambal", photos=[before, after])
    work.perform(task, Action.FINISH, Actor.OFFICER, user_of(officer), deed)
    page = supervisor.client.get(f"/tugas/{task.number}/").content.decode()
    proof, _timeline = page.split("Perjalanan tugas")
    assert proof.count("±12 m") == 2
    assert proof.count("jauh dari tempat tugas") == 1
    assert proof.index("jauh dari tempat tugas") > proof.index("Sesudah")


def test_teams_of_the_area_and_people_on_shift_come_first(
    tasked: Tasking, supervisor: Person, officer: Person, colleague: Person, team: Team
) -> None:
    from sigap import people

    Team.objects.create(name="Tim Awal", agency=team.agency)
    team.districts.set(["99.71.01"])
    Shift.objects.create(
        officer=user_of(colleague), day=timezone.localdate(), starts="23:00", ends="23:30"
    )
    task = tasked(State.BARU)
    assert [one.label for one in people.choices(task)] == [
        "Tim Saluran",
        "Tim Awal",
        "Rekan",
        "Petugas",
    ]


def test_the_supervisor_sees_where_the_agencys_tasks_are_and_whose(
    tasked: Tasking, supervisor: Person, outsider: Person
) -> None:
    here = tasked(State.DITERIMA, lon=123.05, lat=0.55)
    tasked(State.BARU, lon=None, lat=None)
    page = supervisor.client.get("/pengawasan/peta/").content.decode()
    assert "1 tugas di peta" in page
    assert "1 lainnya tanpa titik" in page
    (point,) = as_json(supervisor.client.get("/pengawasan/peta.json"))["features"]
    assert point["geometry"]["coordinates"] == [123.05, 0.55]
    assert point["properties"]["url"] == f"/tugas/{here.number}/"
    assert "Diterima · Petugas" in point["properties"]["title"]
    narrowed = supervisor.client.get("/pengawasan/peta.json?state=baru")
    assert as_json(narrowed)["features"] == []
    assert as_json(outsider.client.get("/pengawasan/peta.json"))["features"] == []


def test_late_tasks_are_counted_and_found(tasked: Tasking, supervisor: Person) -> None:
    tasked(State.DITERIMA, due=timezone.now() - timezone.timedelta(days=3), title="Yang lama")
    tasked(State.DITERIMA, title="Yang baru")
    page = supervisor.client.get("/pengawasan/?late=True").content.decode()
    assert "Yang lama" in page
    assert "Yang baru" not in page
    assert "Yang baru" in supervisor.client.get("/pengawasan/?q=baru").content.decode()


def test_a_wrong_state_is_said_and_nothing_is_done(tasked: Tasking, officer: Person) -> None:
    task = tasked(State.DIKERJAKAN)
    answer = officer.client.post(f"/tugas/{task.number}/accept/")
    assert answer.status_code == 422
    assert "tidak dapat dilakukan" in answer.content.decode()
    assert officer.client.post(f"/tugas/{task.number}/kept/").status_code == 404
    assert officer.client.post(f"/tugas/{task.number}/verify/").status_code == 422
