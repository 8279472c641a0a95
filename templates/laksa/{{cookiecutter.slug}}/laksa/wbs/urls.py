from django.urls import path

from laksa.wbs import views

# For reporters, below /wbs/: neither nginx nor gunicorn writes a line about these.
public = [
    path("", views.send, name="wbs"),
    path("jawaban/", views.follow, name="wbs-follow"),
]
inspectorate = [
    path("", views.inbox, name="wbs-inbox"),
    path("kunci/", views.new_key, name="wbs-key"),
    path("<uuid:pk>/", views.read, name="wbs-read"),
]
