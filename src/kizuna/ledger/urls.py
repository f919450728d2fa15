"""Pages of the ledger."""

from django.urls import path

from kizuna.ledger import views

app_name = "ledger"
urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("my-data/who/", views.about_me, name="about_me"),
]
