"""A provider says whether there is room: one tap by a link, at once for everybody."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from kizuna.access.viewer import STRANGER, SYSTEM, Refused
from kizuna.directory import actions, queries
from kizuna.directory.models import Edition, ServiceCapacity
from kizuna.directory.provider_link import make
from kizuna.ledger.models import Entry
from tests.conftest import NOW
from tests.directory.packages import bring_in, identify_lunch
from tests.directory.shelf import listing

pytestmark = pytest.mark.django_db
BY = SYSTEM("test")


@pytest.fixture(autouse=True)
def _fresh_count():
    cache.clear()


def lunch():
    return queries.options_by_id(STRANGER, [identify_lunch()], NOW)[identify_lunch()]


def say(service, state, **more) -> None:
    actions.set_capacity(service=service, state=state, by=BY, now=NOW, **more)


def of(service):
    return queries.options_by_id(STRANGER, [service.pk], NOW)[str(service.pk)]


def test_one_tap_by_the_link_is_seen_by_everybody(client) -> None:
    row, now = listing(), timezone.now()
    address = reverse(
        "directory:room_link", args=[make("room", row.pk, row.email, settings.SECRET_KEYS, now)]
    )
    page = client.get(address).content.decode()
    assert [f'value="{state}"' in page for state in ("places", "none", "waiting", "assessment")] == [True] * 4
    assert client.post(address, {"state": "waiting", "unit": "", "waiting_days": "30"}).status_code == 302
    assert "Waiting list" in client.get(address).content.decode()
    assert "Waiting list: about 30 days" in client.get(f"/services/{row.pk}/").content.decode()
    assert client.post(address, {"state": "rubbish"}).status_code == 422
    assert client.post(address, {"state": "places", "available": "9", "maximum": "2"}).status_code == 422
    assert client.post(address, {"state": "places", "available": "-1"}).status_code == 422


def test_the_later_word_counts_and_one_row_holds_it() -> None:
    row = listing()
    for state, available in (("none", None), ("places", 3), ("assessment", 7), ("places", 2)):
        say(row.pk, state, available=available)
    assert ServiceCapacity.objects.count() == 1
    assert (of(row).capacity, of(row).places_left) == ("places", 2)
    assert Entry.objects.filter(verb="service.capacity").count() == 4
    say(row.pk, "none", unit="beds")
    assert of(row).capacity == "places"


def test_a_word_about_room_makes_copies_old_and_leaves_the_search_index_alone() -> None:
    bring_in()
    before, stamp = Edition.objects.get(), queries.stamp(STRANGER)
    say(lunch().id, "none")
    assert Edition.objects.get().token == before.token
    assert queries.stamp(STRANGER) != stamp


def test_an_import_leaves_a_providers_word_alone() -> None:
    bring_in()
    say(lunch().id, "none")
    assert not bring_in().changed
    assert lunch().capacity == "none"


def test_numbers_that_cannot_be_are_refused() -> None:
    row = listing()
    for wrong in ({"available": -1}, {"available": 5, "maximum": 4}, {"waiting_days": 10**9}):
        with pytest.raises(Refused):
            say(row.pk, "places", **wrong)
    with pytest.raises(Refused):
        say(row.pk, "perhaps")
