from __future__ import annotations

from django.urls import path

from live.inbox import views
from live.reach import endpoints
from live.reach import views as reach

urlpatterns = [
    path("kotak-masuk/", views.inbox, name="inbox"),
    path("kotak-masuk/dibaca/", views.read_all, name="inbox_read"),
    path("kotak-masuk/pilihan/", reach.wishes, name="wishes"),
    path("kotak-masuk/gawai/", endpoints.subscribe, name="push_subscribe"),
    path("kotak-masuk/gawai/lepas/", endpoints.unsubscribe, name="push_unsubscribe"),
    path("kotak-masuk/kabar-kiriman/", endpoints.status, name="message_status"),
    path("kotak-masuk/<int:pk>/", views.notice, name="notice"),
    path("kotak-masuk/<int:pk>/belum/", views.unread, name="notice_unread"),
    path("pengajuan/", views.submissions, name="submissions"),
]
