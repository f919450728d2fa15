"""Pages about the site itself: its areas, and the crisis numbers."""

from django.urls import path

from kizuna.places import views

app_name = "places"
urlpatterns = [
    path("crisis-numbers/", views.crisis_numbers, name="crisis_numbers"),
    path("places/", views.tree, name="tree"),
    path("places/add/", views.add, name="add"),
    path("places/import/", views.bring_in, name="import"),
    path("places/<uuid:area>/", views.area, name="area"),
    path("places/<uuid:area>/change/", views.change, name="change"),
    path("places/<uuid:area>/posture/", views.posture, name="posture"),
]
