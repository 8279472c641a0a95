from django.urls import include, path

from contoh import views

urlpatterns = [
    path("", views.home, name="home"),
    path("pameran/", views.showcase, name="showcase"),
    path("simpan/", views.keep, name="keep"),
    path("petugas/", views.desk, name="desk"),
    path("warga/", views.verified, name="verified"),
    path("peka/", views.sensitive, name="sensitive"),
    path("orang/", views.people, name="people"),
    path("survei/", include("smartcity_base.skm.urls")),
    path("rusak/", views.broken, name="broken"),
]
