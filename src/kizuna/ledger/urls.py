"""Pages of the ledger."""

from django.urls import path

from kizuna.ledger import views

app_name = "ledger"
urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
]
