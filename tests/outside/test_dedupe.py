"""Labelled pairs of a public data set: what the rules for duplicates make of them. The labels are noisy."""

import pytest

from tests.pairs import FOLDER, SETS, agreed, labelled, of_two_bodies

pytestmark = pytest.mark.outside


def test_organisations_that_people_called_one_are_found_and_few_others() -> None:
    one, two = labelled(FOLDER / SETS["names"])
    found = agreed(of_two_bodies(one), of_two_bodies(two))
    assert found.precision >= 0.8 and found.recall >= 0.8, found
    every = agreed(one, two)
    assert every.precision >= 0.8 and every.recall >= 0.7, every
