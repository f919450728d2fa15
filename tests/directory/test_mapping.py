"""Terms of other people's taxonomies: what they stand for is chosen by a curator, and services follow."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotFound, Refused, Viewer
from kizuna.directory import actions, queries
from kizuna.directory.models import Taxonomy, TaxonomyTerm
from kizuna.directory.needs import GROUPS, NEEDS
from kizuna.directory.package import identify
from kizuna.directory.tasks import map_needs
from tests.conftest import NOW
from tests.directory.packages import bring_in, identify_lunch
from tests.directory.test_pages import admin, page

pytestmark = pytest.mark.django_db
BY = SYSTEM("test")
TERM = identify("linden", "taxonomy_term", "BD")
__all__ = ["admin"]


def needs() -> frozenset[str]:
    lunch = identify_lunch()
    return queries.options_by_id(STRANGER, [lunch], NOW)[lunch].needs


def follow() -> None:
    map_needs.func(key=f"term:{TERM}:0")


def test_services_follow_what_a_curator_says_of_a_term() -> None:
    bring_in()
    assert needs() == {"company.meal"}
    actions.set_term_needs(term=TERM, needs=["food.today", "food"], by=BY, now=NOW)
    follow()
    assert needs() == {"food.today", "food", "company.meal"}  # the name of the club still says: a meal
    bring_in()
    assert needs() == {"food.today", "food", "company.meal"}
    actions.set_term_needs(term=TERM, needs=None, by=BY, now=NOW)
    follow()
    assert needs() == {"company.meal"}


def test_what_a_person_said_of_a_service_stays() -> None:
    bring_in()
    actions.set_needs(service=identify_lunch(), needs=["company.friend"], by=BY, now=NOW)
    actions.set_term_needs(term=TERM, needs=["food.today"], by=BY, now=NOW)
    follow()
    assert needs() == {"company.friend"}


def test_the_page_shows_terms_and_keeps_a_choice(admin: Client, django_assert_max_num_queries: Any) -> None:
    bring_in()
    with django_assert_max_num_queries(12):
        found = page(admin, reverse("directory:terms"))
    assert "Congregate Meals" in found
    assert "its words" in found
    address = reverse("directory:term", args=[TERM])
    assert "1 service has this term" in page(admin, address)
    assert admin.post(address, {"needs": ["food.today"], "do": "keep"}).status_code == 302
    assert "a curator" in page(admin, reverse("directory:terms"))
    assert admin.post(address, {"needs": ["no.such"]}).status_code == 422


@pytest.mark.doors
@pytest.mark.parametrize(
    ("viewer", "closed"), [(STRANGER, LogInFirst), (Viewer(role="worker", account="1"), Exception)]
)
def test_only_curators_say_what_a_term_stands_for(viewer: Viewer, closed: type[Exception]) -> None:
    bring_in()
    with pytest.raises(closed):
        actions.set_term_needs(term=TERM, needs=[], by=viewer, now=NOW)
    with pytest.raises(closed):
        queries.terms_to_map(viewer, start=0, stop=1)
    with pytest.raises(closed):
        actions.bring_package(ending=".zip", source="a", content=b"", at_once=False, by=viewer, now=NOW)


def test_what_is_no_need_and_what_is_no_term() -> None:
    bring_in()
    with pytest.raises(Refused, match=r"no\.such"):
        actions.set_term_needs(term=TERM, needs=["no.such"], by=BY, now=NOW)
    with pytest.raises(NotFound):
        actions.set_term_needs(term="nonsense", needs=[], by=BY, now=NOW)


def test_our_needs_stand_among_the_taxonomies_in_two_levels() -> None:
    assert 60 <= len(GROUPS) + len(NEEDS) <= 90
    assert all(need.sdoh for need in (*GROUPS, *NEEDS))
    bring_in()
    (ours,) = Taxonomy.objects.filter(name="Kizuna needs")
    terms = TaxonomyTerm.objects.filter(taxonomy=ours)
    assert terms.count() == len(GROUPS) + len(NEEDS)
    assert terms.filter(parent=None).count() == len(GROUPS)
    assert not terms.filter(parent__parent__isnull=False).exists()
    meal = terms.get(code="company.meal")
    found = queries.one_published(STRANGER, "taxonomy_terms", meal.pk, profile="hsds")
    assert found["x_kizuna_sdoh"] == "social-connection"
    assert found["taxonomy_detail"]["name"] == "Kizuna needs"
