"""Every operation under chance, seeded (schemathesis): no 500, and every answer as the document says.

KIZUNA_API_EXAMPLES sets how many requests each operation gets; `make bench NAME=api` sends many.
"""

import json
import os
from typing import Any

import pytest
import requests
import schemathesis
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.openapi import from_dict
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kizuna.web.programs import SCOPES
from kizuna.web.urls import api
from tests.town import build
from tests.web.test_api import bearer, program

EXAMPLES = int(os.environ.get("KIZUNA_API_EXAMPLES", "1"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = [
    found.ok()
    for found in from_dict(json.loads(json.dumps(api.API.get_openapi_schema()))).get_all_operations()
]


def ask(case: Any, client: Client, bearer: dict[str, str]) -> Any:
    """The answer of the whole site, without a trace, as the library reads it."""
    sent = case.as_transport_kwargs(base_url="http://testserver")
    request = requests.Request(
        sent["method"],
        sent["url"],
        params=sent.get("params"),
        json=sent.get("json"),
        data=sent.get("data"),
        headers=sent.get("headers"),
    ).prepare()
    with transaction.atomic():
        got = client.generic(
            str(request.method),
            str(request.url).removeprefix("http://testserver"),
            request.body or b"",
            content_type="application/json",
            headers={"Idempotency-Key": request.headers.get("Idempotency-Key", ""), **bearer},
        )
        transaction.set_rollback(True)
    headers = {name.lower(): [value] for name, value in got.headers.items()}
    return schemathesis.Response(got.status_code, headers, got.content, request, 0.01, False)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["", "worker", "resident", "organiser", "admin", "program"])
def test_every_answer_is_as_the_document_says(role: str) -> None:
    """A stranger; sessions of four roles; a program with its token and every scope."""
    town = build(timezone.now())
    client, headers = Client(), {}
    if role == "program":
        headers = bearer(*program(town, *SCOPES))
    elif role:
        client.force_login(town.accounts[role])
    for operation in OPERATIONS:

        @seed(int(os.environ.get("KIZUNA_API_SEED", "1")))
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def one(case: Any) -> None:
            cache.clear()
            case.validate_response(ask(case, client, headers), checks=CHECKS)

        one()
