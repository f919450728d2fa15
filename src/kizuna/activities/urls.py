"""Public pages of groups, under /groups/."""

from django.urls import path

from kizuna.activities import views

app_name = "activities"
urlpatterns = [
    path("", views.groups, name="groups"),
    path("<uuid:group>/", views.group, name="group"),
    path("<uuid:group>/pass-on/", views.pass_on, name="pass_on"),
    path("missed/<uuid:absence>/reached/", views.reached, name="reached"),
]
