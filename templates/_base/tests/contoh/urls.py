from django.urls import path

from contoh import views

urlpatterns = [path("", views.home, name="home"), path("petugas/", views.desk, name="desk")]
