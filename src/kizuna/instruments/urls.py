"""Pages about published scales and the site's own words for them."""

from django.urls import path

from kizuna.instruments import views

app_name = "instruments"
urlpatterns = [
    path("", views.scales, name="scales"),
    path("files/", views.load, name="load"),
    path("files/<slug:scale>/", views.loaded, name="loaded"),
    path("<slug:scale>/", views.scale, name="scale"),
    path("<slug:scale>/<str:language>/", views.words, name="words"),
    path("<slug:scale>/<str:language>/file/", views.words_file, name="words_file"),
]
