"""A referral instead of an earlier one, and one that asks to look first."""

from uuid import uuid4

import pytest
from django.urls import reverse

from kizuna.access.viewer import NotAllowed, NotFound
from kizuna.referrals import queries
from kizuna.referrals.actions import AGREED_BEFORE
from kizuna.referrals.models import Referral
from kizuna.referrals.pathway import STATES, way_to
from tests.conftest import NOW
from tests.referrals.test_every_door import stand
from tests.referrals.town import Town, letters, log_in, refer, token_in


def test_the_shortest_way_to_each_state():
    ways = {state.code: way_to(state.code) for state in STATES}
    assert ways["completed"] == ("accepted", "completed")
    assert ways["in-progress"][-1] == "in-progress"
    assert ways["draft"] == ways["requested"] == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stood", "ends"),
    [
        ("requested", ("cancelled", "referred-elsewhere")),
        ("on-hold", ("cancelled", "referred-elsewhere")),
        ("in-progress", ("failed", "referred-elsewhere")),
        ("rejected", ("rejected", "other")),
    ],
)
def test_the_earlier_one_ends_with_it(town: Town, stood: str, ends: tuple[str, str]):
    old = refer(town)
    stand(old, stood)
    new = refer(town, kind="group", option=town.choir, replaces=old)
    row = Referral.objects.get(pk=old)
    assert (row.status, row.reason) == ends
    assert queries.case(town.worker, new, NOW).replaces == str(old)


@pytest.mark.django_db
def test_the_page_offers_both_and_the_other_side_reads_it(town: Town, client):
    old = refer(town)
    log_in(client, town.worker)
    url = reverse("referrals:open", args=[town.ana, "service", town.shelf])
    assert f'value="{old}"' in client.get(url).content.decode()
    given = {"id": str(uuid4()), "need": "company.meal", "how": "spoken", "send_to": "shelf@harbour.example"}
    assert client.post(url, {**given, "replaces": str(uuid4())}).status_code == 422
    done = client.post(url, {**given, "said": "Yes", "replaces": str(old), "assessment": "on"})
    assert done.status_code == 302
    assert "They look what is needed" in client.get(done.url).content.decode()
    link = reverse("referrals:answer", args=[token_in(letters("shelf@harbour.example")[-1])])
    assert "look first what is needed" in client.get(link).content.decode()


@pytest.mark.django_db
@pytest.mark.doors
def test_nobody_elses_is_replaced_and_nothing_goes_out_without_a_yes(town: Town):
    other = refer(town, person=town.cem, by=town.other_worker)
    with pytest.raises(NotFound):
        refer(town, replaces=other)
    with pytest.raises(NotFound):
        refer(town, replaces=uuid4())
    with pytest.raises(NotAllowed):
        refer(town, option=town.shelf, consent_how=AGREED_BEFORE)
    assert Referral.objects.get().status == "requested"
