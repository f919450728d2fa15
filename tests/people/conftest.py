import pytest

from tests.people.town import Town, build


@pytest.fixture
def town(db: None) -> Town:
    return build()
