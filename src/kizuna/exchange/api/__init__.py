from kizuna.exchange.api.asking import (
    metadata,
    observation,
    observations,
    questionnaire,
    questionnaires,
    response,
    responses,
)
from kizuna.exchange.api.caring import (
    conditions,
    one_condition,
    one_procedure,
    one_service_request,
    one_task,
    procedures,
    service_requests,
    tasks,
)
from kizuna.exchange.api.light import light
from kizuna.exchange.api.listing import one_organization, one_service, organizations, services
from kizuna.exchange.api.persons import consent, consents, patient, patients
from kizuna.exchange.api.sending import transaction

__all__ = [
    "conditions",
    "consent",
    "consents",
    "light",
    "metadata",
    "observation",
    "observations",
    "one_condition",
    "one_organization",
    "one_procedure",
    "one_service",
    "one_service_request",
    "one_task",
    "organizations",
    "patient",
    "patients",
    "procedures",
    "questionnaire",
    "questionnaires",
    "response",
    "responses",
    "service_requests",
    "services",
    "tasks",
    "transaction",
]
