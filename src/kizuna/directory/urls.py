"""Pages of services."""

from django.urls import path

from kizuna.directory import views

app_name = "directory"
urlpatterns = [
    path("", views.services, name="services"),
    path("import/", views.import_page, name="import"),
    path("care/", views.care, name="care"),
    path("confirm/<str:token>/", views.confirm_link, name="confirm_link"),
    path("change/<str:token>/", views.change_link, name="change_link"),
    path("room/<str:token>/", views.room_link, name="room_link"),
    path("<uuid:id>/confirm/", views.confirm, name="confirm"),
    path("<uuid:id>/care/", views.care_of, name="care_of"),
    path("<uuid:id>/change/", views.change, name="change"),
    path("<uuid:id>/wrong/", views.wrong, name="wrong"),
    path("<uuid:id>/told/", views.told, name="told"),
    path("<uuid:id>/room/", views.room, name="room"),
    path("<uuid:id>/", views.service, name="service"),
]
