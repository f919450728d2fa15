"""Finding help, under /help/."""

from django.urls import path

from kizuna.signposting import views

app_name = "signposting"
urlpatterns = [
    path("", views.search, name="search"),
    path("near/", views.near_me, name="near"),
    path("need/<str:code>/", views.need, name="need"),
    path("for-me/", views.for_me, name="for_me"),
    path("for/<uuid:person>/", views.for_person, name="for_person"),
    path("for/<uuid:person>/chosen/", views.choose, name="choose"),
    path("for/<uuid:person>/came/", views.came, name="came"),
    path("report/", views.report, name="report"),
    path("report.csv", views.report_file, name="report_file"),
    path("list/", views.keep, name="keep"),
    path("list/<str:token>/", views.kept, name="kept"),
    path("list/<str:token>/send/", views.send_list, name="send"),
    path("list/<str:token>/sheet/", views.sheet, name="sheet"),
]
