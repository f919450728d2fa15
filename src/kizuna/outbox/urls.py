"""Addresses for machines: telephones and providers."""

from django.urls import path

from kizuna.outbox import views

app_name = "outbox"
urlpatterns = [
    path("phone/", views.phone, name="phone"),
    path("receipts/<str:way>/", views.receipts, name="receipts"),
]
