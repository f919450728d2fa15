"""The example of a client against a running site, and chance against every operation of the document."""

import runpy
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from django.core.cache import cache
from django.utils import timezone

from kizuna.web import actions
from tests.town import HOUSE, build

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "client.py"


@pytest.mark.django_db(transaction=True)
def test_the_example_reads_and_writes(live_server: Any) -> None:
    town = build(timezone.now())
    id, secret = actions.add_program(
        name="Example",
        role="worker",
        areas=[town.north],
        scopes=["places:read", "people:read", "people:write"],
        by=HOUSE,
        now=timezone.now(),
    )
    client = runpy.run_path(str(EXAMPLE))["Kizuna"](live_server.url, str(id), secret)
    assert {area["name"] for area in client.every("/places/areas")} == {"Linden Bay", "North", "South"}
    person = {"name": "Dee Lo", "area": str(town.north)}
    made = [client.post("/people/persons", person, key="dee") for _ in range(2)]
    assert made[0] == made[1]
    with pytest.raises(HTTPError) as refused:
        client.get(f"/people/persons/{town.cem}")
    assert refused.value.code == 404
    refused.value.close()
    cache.clear()
