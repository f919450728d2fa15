"""The directory by HSDS 3.1 and Open Referral UK 3.0: open to read, as many queries for all."""

import gzip
import json
from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kizuna.access.viewer import STRANGER, Refused
from kizuna.directory import queries
from kizuna.directory.asked import asked, envelope
from kizuna.directory.interface import LISTS, document
from kizuna.directory.models import Metadata, Organization, PassedOn, Service, ServiceTerm
from kizuna.directory.passing import OTHER_ATTRIBUTE
from tests.directory.packages import bring_in, tables

LUNCH, LEGAL = "Lunch club", "Legal advice"


def ask(client: Client, address: str, **given: Any) -> Any:
    answer = client.get(address, given)
    assert answer.status_code == 200, answer.content
    return answer.json()


def names(found: Any) -> list[str]:
    return sorted(each["name"] for each in found["contents"])


@pytest.fixture
def here(db: None) -> None:
    bring_in()


def test_a_page_after_the_last_is_empty() -> None:
    found = envelope([], 4089, asked({"per_page": "100", "page": "42"}))
    assert (found["total_pages"], found["empty"], found["last_page"]) == (41, True, True)
    first = envelope([{}] * 50, 4089, asked({}))
    assert (first["first_page"], first["last_page"], first["empty"], first["size"]) == (
        True,
        False,
        False,
        50,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "0"), ("page", "-1"), ("page", "²"), ("per_page", "many"), ("format", "xml"),
        ("taxonomy_id", "7"), ("modified_after", "soon"), ("modified_after", "0001-01-01T00:00:00+14:00"),
        ("proximity", "nan"), ("day", "someday"), ("day", "Mon-Fri"), ("start_time", "noonish"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(name: str, value: str) -> None:
    with pytest.raises(Refused, match=f"^{name} cannot be read"):
        asked({name: value})


def test_times_and_days_are_read() -> None:
    found = asked({"day": "Monday", "start_time": "09:00", "modified_after": "2026-01-01T00:00:00 02:00"})
    assert (found.day, found.start_time) == ("MO", time(9))
    assert found.modified_after is not None
    assert found.modified_after.isoformat() == "2025-12-31T22:00:00+00:00"


@pytest.mark.parametrize("profile", ["hsds", "oruk"])
def test_the_first_page_says_what_is_spoken(client: Client, profile: str) -> None:
    found = ask(client, f"/{profile}/")
    assert found["version"] == {"hsds": "3.1", "oruk": "HSDS-UK-3.0"}[profile]
    assert {"profile", "openapi_url", "description", "publisher", "data_guide"} <= set(found)
    described = ask(client, f"/{profile}/openapi.json")
    site = found["openapi_url"].rpartition(f"/{profile}/")[0]
    assert described == json.loads(json.dumps(document(profile, site, found["publisher"]["name"])))
    assert ("/organizations" in described["paths"]) is (profile == "hsds")


def test_one_service_with_everything_around_it(client: Client, here: None) -> None:
    row = Service.objects.get(name=LUNCH)
    found = ask(client, f"/hsds/services/{row.pk}")
    assert found["organization"]["name"] == "Linden Kitchen"
    assert found["phones"][0]["extension"] == 5
    assert found["schedules"][0]["freq"] == "WEEKLY"
    assert found["schedules"][0]["opens_at"] == "09:00"
    site = found["service_at_locations"][0]
    assert site["location"]["addresses"][0]["address_1"] == "1 Elm Street"
    assert site["location"]["accessibility"][0]["description"] == "ramp"
    assert found["attributes"][0]["taxonomy_term"]["taxonomy_detail"]["name"] == "AIRS"
    assert found["capacities"][0]["available"] == 4
    assert "contacts" not in json.dumps(found)

    uk = ask(client, f"/oruk/services/{row.pk}")
    assert "phones" not in uk
    assert uk["service_areas"][0]["service_area"] == "Linden Bay"
    assert "timezone" not in uk["schedules"][0]


def test_lists_and_their_filters(client: Client, here: None) -> None:
    term = ServiceTerm.objects.select_related("term").get().term
    body = Organization.objects.get()
    assert names(ask(client, "/hsds/services")) == [LEGAL, LUNCH]
    assert names(ask(client, "/hsds/services", taxonomy_term_id=term.pk)) == [LUNCH]
    assert names(ask(client, "/hsds/services", taxonomy_id=term.taxonomy_id)) == [LUNCH]
    assert names(ask(client, "/hsds/services", organization_id=body.pk)) == [LEGAL, LUNCH]
    assert names(ask(client, "/hsds/services", search="lunch"))[-1:] == [LUNCH]
    assert names(ask(client, "/oruk/services", day="MO", start_time="08:00", end_time="17:00")) == [LUNCH]
    assert names(ask(client, "/oruk/services", day="SU")) == []
    assert ask(client, "/hsds/services", modified_after="2030-01-01")["empty"]
    assert ask(client, "/hsds/services", minimal="true")["contents"][0].keys() == {"id"}
    assert "organization" in ask(client, "/hsds/services")["contents"][0]
    assert "service_at_locations" in ask(client, "/hsds/services", full="true")["contents"][0]
    sites = ask(client, "/hsds/service_at_locations")["contents"]
    assert {each["service"]["name"] for each in sites} == {LUNCH, LEGAL}
    assert ask(client, f"/hsds/service_at_locations/{sites[0]['id']}")["location"]["addresses"]
    assert names(ask(client, "/hsds/organizations")) == ["Linden Kitchen"]
    whole = ask(client, f"/hsds/organizations/{body.pk}")
    assert {each["name"] for each in whole["services"]} == {LUNCH, LEGAL}
    lists = {each["name"]: each["id"] for each in ask(client, "/hsds/taxonomies")["contents"]}
    assert set(lists) == {"AIRS", "Kizuna needs"}
    top = ask(client, "/hsds/taxonomy_terms", top_only="true", taxonomy_id=lists["AIRS"])
    assert names(top) == ["Congregate Meals"]
    assert ask(client, "/hsds/services", page=9)["empty"]


def test_near_a_postcode(client: Client, db: None) -> None:
    found = tables()
    found["physical_addresses"][0]["postal_code"] = "AB1 2CD"
    bring_in(found)
    assert ask(client, "/oruk/services", postcode="ab1 2cd")["total_items"] == 2
    assert ask(client, "/oruk/services", postcode="AB1 2CD", proximity=100)["total_items"] == 2
    assert ask(client, "/hsds/service_at_locations", postcode="ZZ9 9ZZ")["empty"]
    answer = client.get("/oruk/services", {"postcode": "ZZ9 9ZZ", "proximity": "100"})
    assert answer.status_code == 400
    assert "postcode" in answer.json()["detail"]


def test_what_nobody_may_read_is_not_there(client: Client, here: None) -> None:
    row = Service.objects.get(name=LUNCH)
    for change in ({"emergency_only": True}, {"emergency_only": False, "withdrawn": True}):
        Service.objects.filter(pk=row.pk).update(**change)
        assert names(ask(client, "/hsds/services")) == [LEGAL]
        assert client.get(f"/hsds/services/{row.pk}").status_code == 404
        assert len(ask(client, "/hsds/service_at_locations")["contents"]) == 1
        assert "Lunch" not in "".join(s.decode() for s in client.get("/hsds/services?format=ndjson"))  # type: ignore[attr-defined]
        assert [r["name"] for r in queries.table_rows(STRANGER, "service")] == [LEGAL]


def test_words_in_a_body_are_not_in_an_address(client: Client, here: None) -> None:
    given = json.dumps({"search": "lunch", "per_page": 1, "minimal": True})
    answer = client.post("/hsds/services", given, content_type="application/json")
    assert answer.json()["size"] == 1
    assert client.post("/hsds/services", {"search": "lunch"}).status_code == 200
    for broken in ("[", "[]", "[" * 40_000, '"x"' + " " * 70_000):
        assert client.post("/hsds/services", broken, content_type="application/json").status_code == 400
    assert client.post("/hsds/").status_code == 405


def test_open_to_pages_of_other_sites_and_cheap_to_ask_again(client: Client, here: None) -> None:
    answer = client.get("/hsds/services", headers={"accept-encoding": "gzip"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    mark = client.get("/hsds/services")["ETag"]
    again = client.get("/hsds/services", headers={"if-none-match": mark})
    assert (again.status_code, again.content) == (304, b"")
    changed = tables()
    changed["services"][0]["name"] = "Lunch for all"
    bring_in(changed)
    assert client.get("/hsds/services", headers={"if-none-match": mark}).status_code == 200
    assert client.options("/hsds/services").status_code == 204
    whole = client.get("/hsds/services?full=true", headers={"accept-encoding": "gzip"})
    assert json.loads(gzip.decompress(whole.content))["total_items"] == 2


def test_a_stream_is_a_stream(client: Client, here: None) -> None:
    answer = client.get("/hsds/services?format=ndjson&per_page=1&full=true")
    assert answer.streaming
    lines = b"".join(answer).decode().splitlines()  # type: ignore[attr-defined]
    assert sorted(json.loads(line)["name"] for line in lines) == [LEGAL, LUNCH]


@pytest.mark.parametrize("what", LISTS)
def test_a_long_page_costs_as_many_queries_as_a_short_one(client: Client, db: None, what: str) -> None:
    bring_in()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queried:
            ask(client, f"/hsds/{what}", full="true", full_service="true")
        return len(queried)

    before = cost()
    more = tables()
    more["organizations"] += [{"id": str(n), "name": f"Body {n}"} for n in range(100, 130)]
    more["services"] += [
        {"id": str(n), "organization_id": str(n), "name": f"Service {n}"} for n in range(100, 130)
    ]
    more["services_at_location"] += [
        {"id": str(n), "service_id": str(n), "location_id": "3"} for n in range(100, 130)
    ]
    bring_in(more)
    assert cost() <= before <= 26


def test_one_nested_document_takes_few_queries(
    client: Client, here: None, django_assert_max_num_queries: Any
) -> None:
    """With terms given to other rows, and something changed: then every table is looked at."""
    row = Service.objects.select_related("organization").order_by("pk")[0]
    PassedOn.objects.create(table=OTHER_ATTRIBUTE, link=row.pk, link_table="service", values={"value": "x"})
    Metadata.objects.create(resource_type="service", resource_id=row.pk, field_name="name")
    with django_assert_max_num_queries(20):
        found = ask(client, f"/hsds/services/{row.pk}")
    assert found["metadata"] and found["attributes"]
