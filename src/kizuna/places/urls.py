"""Pages about the site itself."""

from django.urls import path

from kizuna.places import views

app_name = "places"
urlpatterns = [path("crisis-numbers/", views.crisis_numbers, name="crisis_numbers")]
