from django.urls import path

from [[ cookiecutter.name ]] import views

urlpatterns = [
    path("", views.home, name="home"),
    path("butir/baru/", views.edit, name="new"),
    path("butir/<int:item_id>/", views.item, name="item"),
    path("butir/<int:item_id>/ubah/", views.edit, name="edit"),
]
