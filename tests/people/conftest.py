import pytest

from tests.people.town import Town, build
from tests.planted import planted

town_again = planted(build)


@pytest.fixture
def town(db: None) -> Town:
    return town_again()
