from django.urls import include, path

from laksa import places
from laksa.field import views as field
from laksa.monthly import views as monthly
from laksa.open311 import docs
from laksa.replies import views as replies
from laksa.support import views as support
from laksa.views import (
    browse,
    bulk,
    call,
    cover,
    embed,
    follow,
    overview,
    points,
    queue,
    review,
    rules,
    send,
    sp4n,
)
from laksa.wbs import urls as wbs

_PHOTO = "foto/<uuid:photo_id>/<str:size>/"

urlpatterns = [
    path("", send.home, name="home"),
    path("lapor/", send.send, name="send"),
    path("tempat.json", places.as_json, name="find-place"),
    path("laporan/", browse.reports, name="reports"),
    path("laporan/peta/", browse.reports_map, name="map"),
    path("laporan/peta/titik.json", browse.map_points, name="map-points"),
    path("laporan/<str:number>/", browse.report, name="report"),
    path("laporan/<str:number>/dukung/", support.press, name="support"),
    path(_PHOTO, browse.photo, name="photo"),
    path("lacak/", follow.track, name="track"),
    path("laporan-saya/", follow.mine, name="mine"),
    path("laporan-saya/<str:number>/", follow.own, name="own"),
    path("ikuti/<str:code>/", follow.follow, name="follow"),
    path("ikuti/<str:code>/titik.json", points.own_point, name="own-point"),
    path("ikuti/<str:code>/tanda-terima.pdf", follow.own_receipt, name="own-receipt"),
    path("ikuti/<str:code>/" + _PHOTO, follow.own_photo, name="own-photo"),
    path("ikuti/<str:code>/dokumen/", follow.attach, name="own-attach"),
    path("ikuti/<str:code>/dokumen/<uuid:pk>/", follow.own_document, name="own-document"),
    path("ikuti/<str:code>/<str:action>/", follow.reporter_act, name="reporter-act"),
    path("saluran/telepon/", call.call, name="call"),
    path("saluran/sp4n/", sp4n.sp4n_page, name="sp4n"),
    path("saluran/sp4n/ekspor.csv", sp4n.sp4n_export, name="sp4n-export"),
    path("antrean/", queue.queue, name="queue"),
    path("antrean/sekaligus/", bulk.at_once, name="bulk"),
    path("antrean/<str:number>/", queue.work_on, name="work"),
    path("antrean/<str:number>/titik.json", points.officer_point, name="officer-point"),
    path("antrean/<str:number>/foto/<uuid:photo_id>/tutupi/", cover.cover, name="cover"),
    path("antrean/<str:number>/" + _PHOTO, queue.officer_photo, name="officer-photo"),
    path("antrean/<str:number>/kontak/", queue.reveal, name="reveal"),
    path("antrean/<str:number>/lapangan/", field.ask, name="ask-field"),
    path("antrean/<str:number>/dokumen/", queue.attach, name="attach"),
    path("antrean/<str:number>/<str:action>/", queue.officer_act, name="officer-act"),
    path("tinjauan/", review.findings, name="review"),
    path("tinjauan/<int:pk>/<str:decision>/", review.decide, name="decide"),
    path("", include("laksa.measures.urls")),
    path("angka/bulanan/", monthly.monthly, name="monthly"),
    path("angka/bulanan/buat/", monthly.make_monthly, name="make-monthly"),
    path("angka/bulanan/<str:month>.pdf", monthly.monthly_file, name="monthly-file"),
    path("survei/", include("smartcity_base.skm.urls")),
    path("ringkasan/", overview.overview, name="overview"),
    path("sematkan/", embed.embed, name="embed"),
    path("sematkan/bingkai/", embed.frame, name="frame"),
    path("pengaturan/", rules.rules, name="rules"),
    path("pengaturan/templat/", replies.templates, name="answer-templates"),
    path("pengaturan/templat/<int:pk>/", replies.templates, name="answer-template"),
    path("pengaturan/templat/<int:pk>/hapus/", replies.delete, name="delete-answer-template"),
    path("api/open311/", docs.docs, name="open311-docs"),
    path("wbs/", include(wbs.public)),
    path("inspektorat/", include(wbs.inspectorate)),
    path("open311/", include("laksa.open311.urls")),
]
