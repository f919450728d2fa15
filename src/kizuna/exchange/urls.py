"""The addresses of FHIR R4."""

from django.urls import path

from kizuna.exchange import api

app_name = "exchange"
urlpatterns = [
    path("", api.transaction, name="base"),
    path("light/<str:token>", api.light, name="light"),
    path("metadata", api.metadata, name="metadata"),
    path("Questionnaire", api.questionnaires, name="questionnaires"),
    path("Questionnaire/<slug:code>", api.questionnaire, name="questionnaire"),
    path("QuestionnaireResponse", api.responses, name="responses"),
    path("QuestionnaireResponse/<uuid:id>", api.response, name="response"),
    path("Observation", api.observations, name="observations"),
    path("Observation/<str:id>", api.observation, name="observation"),
    path("ServiceRequest", api.service_requests, name="service_requests"),
    path("ServiceRequest/<uuid:id>", api.one_service_request, name="service_request"),
    path("Task", api.tasks, name="tasks"),
    path("Task/<uuid:id>", api.one_task, name="task"),
    path("Condition", api.conditions, name="conditions"),
    path("Condition/<uuid:id>", api.one_condition, name="condition"),
    path("Procedure", api.procedures, name="procedures"),
    path("Procedure/<uuid:id>", api.one_procedure, name="procedure"),
    path("Patient", api.patients, name="patients"),
    path("Patient/<uuid:id>", api.patient, name="patient"),
    path("Consent", api.consents, name="consents"),
    path("Consent/<uuid:id>", api.consent, name="consent"),
    path("Organization", api.organizations, name="organizations"),
    path("Organization/<str:id>", api.one_organization, name="organization"),
    path("HealthcareService", api.services, name="services"),
    path("HealthcareService/<str:id>", api.one_service, name="service"),
]
