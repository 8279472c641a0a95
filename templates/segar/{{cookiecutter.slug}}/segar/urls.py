from django.urls import path

from segar.views import decide, duties, entry, public
from segar.weekly import views as weekly

urlpatterns = [
    path("", public.home, name="home"),
    path("bahan/<slug:commodity_id>/", public.commodity, name="commodity"),
    path("papan/<slug:market_id>/", public.screen, name="screen"),
    path("mingguan/", weekly.weeks, name="weeks"),
    path("mingguan/<str:name>/", weekly.week, name="week"),
    path("mingguan/<str:name>.pdf", weekly.week_file, name="week-file"),
    path("angka/", public.numbers, name="numbers"),
    path("catat/", entry.begin, name="begin"),
    path("catat/<slug:market_id>/<str:day>/", entry.sheet, name="sheet"),
    path("persetujuan/", decide.overview, name="overview"),
    path("persetujuan/<int:sheet_id>/", decide.review, name="review"),
    path("koreksi/<int:price_id>/", decide.correct, name="correct"),
    path("peringatan/", decide.alerts, name="alerts"),
    path("petugas/", duties.duties, name="duties"),
    path("petugas/<slug:market_id>/", duties.duty, name="duty"),
]
