"""Typed values into FHIR R4 JSON: everything that was read comes out again."""

from collections.abc import Mapping
from typing import Any

from kizuna.instruments.fhir.elements import thawed
from kizuna.instruments.fhir.shape import Given, Option, Question, Questionnaire, Reply, Response, When


def _without_empty(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None and value != "" and value != []}


def _option(option: Option) -> dict[str, Any]:
    return {option.element: thawed(option.value), **thawed(option.more)}


def _when(when: When) -> dict[str, Any]:
    row = {"question": when.question, "operator": when.operator, when.element: thawed(when.answer)}
    return {**row, **thawed(when.more)}


def _question(item: Question) -> dict[str, Any]:
    row = {
        "linkId": item.link_id,
        "prefix": item.prefix,
        "text": item.text,
        "type": item.type,
        "enableWhen": [_when(one) for one in item.when],
        "enableBehavior": item.behaviour,
        "required": item.required,
        "repeats": item.repeats,
        "readOnly": item.read_only,
        "answerOption": [_option(one) for one in item.options],
        "item": [_question(one) for one in item.items],
    }
    return {**_without_empty(row), **thawed(item.more)}


def write_questionnaire(found: Questionnaire) -> dict[str, Any]:
    """A Questionnaire as JSON."""
    row = {
        "resourceType": "Questionnaire",
        "url": found.url,
        "version": found.version,
        "title": found.title,
        "status": found.status,
        "copyright": found.copyright,
        "item": [_question(item) for item in found.items],
    }
    return {**_without_empty(row), **thawed(found.more)}


def _given(given: Given) -> dict[str, Any]:
    row = {given.element: thawed(given.value), "item": [_reply(item) for item in given.items]}
    return {**_without_empty(row), given.element: thawed(given.value), **thawed(given.more)}


def _reply(reply: Reply) -> dict[str, Any]:
    row = {
        "linkId": reply.link_id,
        "text": reply.text,
        "answer": [_given(one) for one in reply.answers],
        "item": [_reply(item) for item in reply.items],
    }
    return {**_without_empty(row), **thawed(reply.more)}


def write_response(found: Response) -> dict[str, Any]:
    """A QuestionnaireResponse as JSON."""
    row = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": found.questionnaire,
        "status": found.status,
        "item": [_reply(item) for item in found.items],
    }
    return {**_without_empty(row), **thawed(found.more)}
