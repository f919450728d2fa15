"""A colleague takes over all of a person, or all that somebody looks after."""

import pytest
from django.urls import reverse

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.referrals import actions, queries
from kizuna.referrals.models import Referral
from tests.conftest import NOW
from tests.referrals.town import Town, account, letters, log_in, refer

MARA = "mara@example.org"


def test_all_of_a_person_goes_to_a_colleague_who_hears_of_it_without_content(town: Town):
    first, second = refer(town), refer(town, option=town.shelf)
    over = refer(town, option=town.choir, kind="group", need="company.group")
    actions.take_step(referral=over, to="cancelled", reason="other", by=town.worker, now=NOW)
    mara = account("mara", "worker", (town.north,))
    for _ in range(2):
        said = actions.hand_over_person(person=town.ana, to=mara.account, by=town.worker, now=NOW)
        assert (said.done, said.left) == (2, 0)
    owners = {str(r.pk): str(r.owner_id) for r in Referral.objects.all()}
    assert owners[str(first)] == owners[str(second)] == mara.account
    assert owners[str(over)] == town.worker.account
    (letter,) = letters(MARA)
    assert "2 things were handed over to you" in letter.text
    assert "Ana" not in letter.text
    for wrong in (town.other_worker.account, town.coordinator.account, "nobody", ""):
        with pytest.raises(Refused):
            actions.hand_over_person(person=town.ana, to=wrong, by=town.worker, now=NOW)


def test_a_whole_caseload_goes_where_the_colleague_works_and_the_rest_stays(town: Town, client):
    both = account("bo", "worker", (town.north, town.south))
    mine, far = refer(town, by=both), refer(town, person=town.cem, by=both)
    log_in(client, both)
    page = reverse("referrals:hand_over_all")
    assert "You look after 2 open things" in client.get(page).content.decode()
    assert client.post(page, {"to": town.coordinator.account}).status_code == 422
    said = client.post(page, {"to": town.worker.account}, follow=True).content.decode()
    assert "They look after 1 thing now" in said
    assert "1 thing stays" in said
    owners = {str(r.pk): str(r.owner_id) for r in Referral.objects.all()}
    assert (owners[str(mine)], owners[str(far)]) == (town.worker.account, both.account)
    assert queries.looked_after(both) == 1
    one = reverse("referrals:hand_over_person", args=[town.cem])
    assert client.get(one).status_code == 200
    assert client.post(one, {"to": town.other_worker.account}).status_code == 302
    assert queries.looked_after(both) == 0


@pytest.mark.doors
def test_nobody_hands_over_what_they_do_not_see(town: Town):
    refer(town)
    to = town.worker.account
    with pytest.raises(NotFound):
        actions.hand_over_person(person=town.ana, to=to, by=town.other_worker, now=NOW)
    assert actions.hand_over_all(to=to, by=town.other_worker, now=NOW).done == 0
    for viewer, shut in ((STRANGER, LogInFirst), (town.coordinator, NotAllowed), (town.resident, NotAllowed)):
        for deed in (
            lambda v: actions.hand_over_all(to=to, by=v, now=NOW),
            lambda v: actions.hand_over_person(person=town.ana, to=to, by=v, now=NOW),
            queries.looked_after,
            queries.colleagues_near,
        ):
            with pytest.raises(shut):
                deed(viewer)
    assert str(Referral.objects.get().owner_id) == town.worker.account
