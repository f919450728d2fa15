"""The frame's own pages."""

from django.urls import path

from kizuna.frame import views

app_name = "frame"
urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("guide/", views.guide, name="guide"),
    path("leave/", views.leave, name="leave"),
    path("reading/", views.reading, name="reading"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("sw.js", views.worker, name="worker"),
    path("offline/", views.offline, name="offline"),
]
