"""What is kept in memory is what stands in the database, at once after a change."""

from datetime import timedelta

import pytest

from kizuna.access.viewer import STRANGER
from kizuna.activities.queries import options as groups
from kizuna.activities.queries import standing_groups
from kizuna.directory.actions import set_needs
from kizuna.directory.models import Edition, Service
from kizuna.directory.queries import options as services
from kizuna.directory.queries import standing_services
from kizuna.signposting import queries
from kizuna.signposting.facts import PersonFacts
from kizuna.signposting.matching import rank
from tests.conftest import NOW
from tests.signposting.town import HOUSE, service, town

pytestmark = pytest.mark.django_db
NOBODY = PersonFacts(local_language="en")


def names(*needs: str) -> set[str]:
    found = queries.suggestions(STRANGER, needs=needs, facts=NOBODY, now=NOW)
    return {one.option.name for one in found}


def test_it_is_made_once_and_anew_when_something_was_written(django_assert_num_queries):
    made = town()
    first = standing_services(STRANGER, NOW), standing_groups(STRANGER, NOW)
    with django_assert_num_queries(2):
        again = standing_services(STRANGER, NOW), standing_groups(STRANGER, NOW)
    assert all(one is other for one, other in zip(first, again, strict=True))
    assert "Lunch club" not in names("money.debt")
    set_needs(service=made.lunch, needs=["money.debt"], by=HOUSE, now=NOW)
    assert "Lunch club" in names("money.debt")
    service("Debt advice", "money.debt")
    assert names("money.debt") == {"Lunch club", "Debt advice"}
    tomorrow = standing_services(STRANGER, NOW + timedelta(days=1))
    assert tomorrow is not standing_services(STRANGER, NOW)


def test_without_a_mark_of_the_last_change_nothing_is_kept():
    town()
    service("Debt advice", "money.debt")
    Edition.objects.all().delete()
    assert "Debt advice" in names("money.debt")
    Service.objects.filter(name="Debt advice").update(status="inactive")
    assert names("money.debt") == set()


def test_it_says_what_the_options_themselves_say():
    made = town()
    wanted, who = ("company",), PersonFacts(local_language="en", areas=frozenset({made.groups.hill}))
    offered = [*services(STRANGER, now=NOW), *groups(STRANGER, now=NOW)]
    plain = rank(wanted, who, offered, now=NOW)
    found = queries.suggestions(STRANGER, needs=wanted, facts=who, now=NOW)
    assert len(plain) > 2
    assert tuple(found) == tuple(plain)
    assert [int(score) for score in sorted(found.scores)] == sorted(one.score for one in plain)


def test_what_has_gone_since_is_not_shown():
    town()
    found = queries.suggestions(STRANGER, needs=["company"], facts=NOBODY, now=NOW)
    before = len(found[:])
    Service.objects.filter(name="Lunch club").delete()
    assert len(found[:]) == before - 1
