"""Pages about people, and of those who work here."""

from django.urls import path

from kizuna.people import views

app_name = "people"
urlpatterns = [
    path("approvals/", views.approvals, name="approvals"),
    path("approvals/<uuid:approval>/", views.approval, name="approval"),
]
