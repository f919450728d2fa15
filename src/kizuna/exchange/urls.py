"""The addresses of FHIR R4."""

from django.urls import path

from kizuna.exchange import api

app_name = "exchange"
urlpatterns = [
    path("metadata", api.metadata, name="metadata"),
    path("Questionnaire", api.questionnaires, name="questionnaires"),
    path("Questionnaire/<slug:code>", api.questionnaire, name="questionnaire"),
    path("QuestionnaireResponse", api.responses, name="responses"),
    path("QuestionnaireResponse/<uuid:id>", api.response, name="response"),
    path("Observation", api.observations, name="observations"),
    path("Observation/<str:id>", api.observation, name="observation"),
]
