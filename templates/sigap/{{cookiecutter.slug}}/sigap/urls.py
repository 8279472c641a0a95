from django.urls import path

from sigap.views import field, home, offline, supervise, tasks, teams, where

urlpatterns = [
    path("", home.home, name="home"),
    path("tugas/", field.mine, name="mine"),
    path("tugas/temuan/", field.finding, name="finding"),
    path("tugas/<str:number>/", tasks.task, name="task"),
    path("tugas/<str:number>/dokumen/", tasks.attach, name="attach"),
    path("tugas/<str:number>/<str:action>/", tasks.act, name="act"),
    path("foto/<uuid:photo_id>/<str:size>/", tasks.photo, name="photo"),
    path("pengawasan/", supervise.overview, name="overview"),
    path("pengawasan/buat/", supervise.new, name="new"),
    path("pengawasan/peta/", where.page, name="map"),
    path("pengawasan/peta.json", where.points, name="points"),
    path("pengawasan/angka/", supervise.numbers, name="numbers"),
    path("tim/", teams.teams, name="teams"),
    path("tim/baru/", teams.team, name="new-team"),
    path("tim/<int:team_id>/", teams.team, name="team"),
    path("jadwal/", teams.roster, name="roster"),
    path("pengaturan/", home.rules, name="rules"),
    # The part that works without signal.
    path("lapangan/", offline.shell, name="field"),
    path("luring/tugas.json", offline.tasks, name="offline-tasks"),
    path("luring/foto/<uuid:photo_id>", offline.photo, name="offline-photo"),
    path("luring/langkah", offline.step, name="offline-step"),
]
