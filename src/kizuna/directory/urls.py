"""Pages of services."""

from django.urls import path

from kizuna.directory import views

app_name = "directory"
urlpatterns = [
    path("", views.services, name="services"),
    path("import/", views.import_page, name="import"),
    path("care/", views.care, name="care"),
    path("care/duplicates/", views.duplicates, name="duplicates"),
    path("care/duplicates/<uuid:alike>/", views.duplicate, name="duplicate"),
    path("care/duplicates/<uuid:alike>/again/", views.ask_again, name="ask_again"),
    path("care/duplicates/<uuid:join>/undo/", views.undo_join, name="undo_join"),
    path("feeds/", views.feeds, name="feeds"),
    path("feeds/<uuid:feed>/", views.feed, name="feed"),
    path("import/<uuid:brought>/", views.package_page, name="package"),
    path("import/<uuid:brought>/findings.csv", views.package_findings, name="package_findings"),
    path("booklet/", views.booklet, name="booklet"),
    path("booklet/<uuid:id>/", views.made_booklet, name="made_booklet"),
    path("booklet/<uuid:id>/file/", views.booklet_file, name="booklet_file"),
    path("services.csv", views.services_csv, name="services_csv"),
    path("hsds-3.1.zip", views.package_zip, name="package_zip"),
    path("translations/", views.translations, name="translations"),
    path("<uuid:id>/translations/<str:language>/", views.translate, name="translate"),
    path("terms/", views.terms, name="terms"),
    path("words/", views.synonyms, name="synonyms"),
    path("terms/<uuid:id>/", views.term, name="term"),
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
