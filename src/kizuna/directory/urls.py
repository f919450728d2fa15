"""Pages of services."""

from django.urls import path

from kizuna.directory import views

app_name = "directory"
urlpatterns = [
    path("", views.services, name="services"),
    path("import/", views.import_page, name="import"),
    path("<uuid:id>/", views.service, name="service"),
]
