"""Whatever any room holds about two people: a merge changes no row of it, and its undo gives all back."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from kizuna.people import actions
from kizuna.people.models import Keeper, Merge, Person, Protection
from kizuna.people.models.filling import name_key, names_in_use
from tests.conftest import NOW
from tests.house.planting import holding, plant
from tests.people.test_merging import everything
from tests.people.town import HOUSE, LATER, Town

pytestmark = pytest.mark.django_db
TABLES = [model for model in holding() if model not in (Person, Merge)]
OWN = {"people.Person", "people.Merge"}
"""All that a merge may change: rows of rooms above keep the record that they were written for."""


def _of_others(dump: dict[str, Any]) -> dict[str, Any]:
    return {label: rows for label, rows in dump.items() if label not in OWN}


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("of", ["the one who stays", "the one who goes", "both, in turn"])
def test_no_table_that_holds_a_person_is_changed_for_good(town: Town, of: str, swapped: bool) -> None:
    every = {"the one who stays": TABLES, "the one who goes": [], "both, in turn": TABLES[::2]}
    _tried(town, set(every[of]), swapped)


def _tried(town: Town, keeps: set[type[Model]], swapped: bool) -> None:
    """A row of each table about one of the two; put together and apart, and everything looked at."""
    one, two = Person.objects.get(pk=town.ana), Person.objects.get(pk=town.ben)
    for model in TABLES:
        # What was planted along with another row may stand there already.
        with suppress(IntegrityError), transaction.atomic():
            # Two people who must not be found are not put together at all.
            plant(model, one if model in keeps or (keeps and model in (Protection, Keeper)) else two)
    for person in (one, two):  # as every action keeps it, which planting goes round
        person.name_key = name_key(person, names_in_use(person))
        person.save()
    assert all(model._default_manager.exists() for model in TABLES)
    keep, other = (two, one) if swapped else (one, two)
    before = everything()
    merge = actions.merge_persons(keep=keep.pk, other=other.pk, take=("phone", "name"), by=HOUSE, now=NOW)
    assert _of_others(everything()) == _of_others(before)
    actions.undo_merge(merge=merge, by=HOUSE, now=LATER)
    assert everything() == before
