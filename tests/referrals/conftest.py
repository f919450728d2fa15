import pytest

from tests.referrals.town import Town, build


@pytest.fixture
def town(db: None) -> Town:
    return build()
