"""Pages of the code of conduct and of reports, under /conduct/."""

from django.urls import path

from kizuna.voice import views

app_name = "voice"
urlpatterns = [
    path("", views.code, name="code"),
    path("areas/<uuid:area>/", views.area_code, name="area_code"),
    path("areas/<uuid:area>/change/", views.change_area_code, name="change_area_code"),
    path("groups/<uuid:group>/", views.group_code, name="group_code"),
    path("groups/<uuid:group>/change/", views.change_group_code, name="change_group_code"),
    path("report/", views.report, name="report"),
    path("report/<str:token>/", views.own, name="own"),
    path("about-me/", views.about_me, name="about_me"),
    path("about/<str:token>/", views.about, name="about"),
    path("reports/", views.reports, name="reports"),
    path("reports/<uuid:report>/", views.one_report, name="one_report"),
    path("reports/<uuid:report>/aside/", views.aside, name="aside"),
]
