"""Referrals as HL7 SDOH Clinical Care has them: ServiceRequest, Task, Condition, Procedure, in and out."""

from kizuna.referrals.fhir.reading import Answer, Order, read_order, read_task
from kizuna.referrals.fhir.sheet import ORDER_STATUS, Sheet, of_case, of_intake, state_of
from kizuna.referrals.fhir.todos import SentToDo, is_todo, read_todo, todo_task
from kizuna.referrals.fhir.wanted import Wanted
from kizuna.referrals.fhir.writing import condition, procedure, service_request, task

__all__ = [
    "ORDER_STATUS",
    "Answer",
    "Order",
    "SentToDo",
    "Sheet",
    "Wanted",
    "condition",
    "is_todo",
    "of_case",
    "of_intake",
    "procedure",
    "read_order",
    "read_task",
    "read_todo",
    "service_request",
    "state_of",
    "task",
    "todo_task",
]
