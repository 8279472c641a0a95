from django.urls import path

from live.rights import views

own = [
    path("", views.index, name="rights"),
    path("persetujuan/", views.consent, name="rights_consent"),
    path("salinan/", views.ask_copy, name="rights_copy"),
    path("salinan/<uuid:pk>/unduh/", views.download, name="rights_download"),
    path("hapus/", views.erase, name="rights_erase"),
    path("hapus/batal/", views.withdraw, name="rights_withdraw"),
]
administrators = [
    path("", views.erasures, name="erasures"),
    path("<int:pk>/lagi/", views.ask_again, name="erasure_again"),
]
