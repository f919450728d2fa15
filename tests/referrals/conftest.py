import pytest

from tests.planted import planted
from tests.referrals.town import Town, build

town_again = planted(build)


@pytest.fixture
def town(db: None) -> Town:
    return town_again()
