"""A provider with an account: what waits at its organisation, several answers at once, ready replies."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.directory.models import Organization, Service
from kizuna.people.actions import add_person, merge_persons, open_account, withdraw_consent
from kizuna.people.queries import consents
from kizuna.referrals import actions, queries
from kizuna.referrals.models import Referral, Reply, Step
from tests.conftest import NOW
from tests.referrals.town import HOUSE, Town, log_in, refer, service, supported, viewer_for


def provider_of(organisation: object, label: str = "pia") -> Viewer:
    """Somebody with an account who works for this organisation."""
    opened = open_account(
        email=f"{label}@provider.example",
        role="provider",
        name=label.title(),
        areas=(),
        organisations=[str(organisation)],
        by=HOUSE,
        now=NOW,
    )
    return viewer_for(opened)


@pytest.fixture
def pia(town: Town) -> Viewer:
    return provider_of(Organization.objects.get(name="Harbour Hall").pk)


def consent_of(town: Town, person: UUID) -> str:
    return next(c.id for c in consents(HOUSE, person) if c.purpose == "referral")


def test_the_queue_shows_what_each_agreed_to_and_the_name_after_the_yes(town: Town, pia: Viewer):
    asked = refer(town)
    other = refer(town, person=town.cem, by=HOUSE)
    found = queries.queue(pia, NOW)
    assert (found.total, found.asked, {one.name for one in found.rows}) == (2, 2, {""})
    case, holder = queries.in_queue(pia, asked, NOW)
    assert (case.name, case.contact, holder.account) == ("", None, pia.account)
    actions.take_step(referral=asked, to="accepted", by=holder, now=NOW)
    rows = {one.id: one for one in queries.queue(pia, NOW).rows}
    assert (rows[str(asked)].name, rows[str(other)].name) == ("Anita", "")
    assert queries.in_queue(pia, asked, NOW)[0].contact is not None
    step = Step.objects.filter(referral=asked).last()
    assert step is not None
    assert (step.by_role, str(step.by_account_id)) == ("provider", pia.account)


def test_whoever_takes_their_yes_back_leaves_the_queue_at_once(town: Town, pia: Viewer, client):
    id = refer(town, now=timezone.now())
    log_in(client, pia)
    page = reverse("referrals:queued", args=[id])
    assert client.get(page).status_code == 200
    withdraw_consent(consent=consent_of(town, town.ana), by=town.resident, now=timezone.now())
    assert queries.queue(pia, timezone.now()).total == 0
    assert client.get(page).status_code == 404
    assert client.post(page, {"to": "accepted"}).status_code == 404
    assert actions.answer_many(referrals=[id], to="accepted", by=pia, now=NOW).left == 1
    assert Referral.objects.get().status == "requested"


def test_what_was_loaded_without_its_own_agreement_stands_on_the_one_for_its_provider(town: Town, pia):
    id = refer(town)
    Referral.objects.update(consent=None)
    assert [one.id for one in queries.queue(pia, NOW).rows] == [str(id)]
    twin = supported_twin(town)
    merge_persons(keep=twin, other=town.ana, by=HOUSE, now=NOW)
    assert [one.id for one in queries.queue(pia, NOW).rows] == [str(id)]


def supported_twin(town: Town) -> UUID:
    twin = add_person(name="Ana Ruiz", area=town.north, by=HOUSE, now=NOW)
    supported(twin)
    return twin


def test_several_are_answered_at_once_each_wholly_or_not_at_all(town: Town, pia: Viewer):
    asked, over, foreign = refer(town), refer(town, person=town.cem, by=HOUSE), uuid4()
    actions.take_step(referral=over, to="cancelled", reason="other", by=HOUSE, now=NOW)
    said = actions.answer_many(
        referrals=[asked, over, foreign, asked],
        to="on-hold",
        via=("accepted",),
        weeks=4,
        note="After the holidays.",
        by=pia,
        now=NOW,
    )
    assert (said.done, said.left) == (1, 2)
    assert [Referral.objects.get(pk=each).status for each in (asked, over)] == ["on-hold", "cancelled"]
    assert Step.objects.filter(referral=over).count() == 2
    # A second click changes nothing; a "no" needs its reason, and is not half taken.
    assert actions.answer_many(referrals=[asked], to="on-hold", by=pia, now=NOW).done == 1
    assert Step.objects.filter(referral=asked).count() == 3
    assert actions.answer_many(referrals=[asked], to="rejected", reason="", by=pia, now=NOW).left == 1
    for wrong in ([], [uuid4() for _ in range(101)]):
        with pytest.raises(Refused):
            actions.answer_many(referrals=wrong, to="accepted", by=pia, now=NOW)


def test_the_page_answers_several_with_a_ready_reply_and_says_what_was_left(
    town: Town, pia: Viewer, client, django_assert_max_num_queries
):
    one, two = refer(town, now=timezone.now()), refer(town, person=town.cem, by=HOUSE, now=timezone.now())
    log_in(client, pia)
    own = queries.own_organisations(pia)[0][0]
    ready = {"attempt": str(uuid4()), "organisation": own, "title": "Full", "text": "We are full until May."}
    for _ in range(2):
        assert client.post(reverse("referrals:ready"), ready).status_code == 302
    reply = queries.replies(pia)
    assert [each.title for each in reply] == ["Full"]
    page = reverse("referrals:queue")
    with django_assert_max_num_queries(12):
        shown = client.get(page).content.decode()
    assert "Ana" not in shown
    assert "Full" in shown
    for wrong in ({}, {"to": "rejected", "which": [str(one)]}, {"which": [str(one)]}, {"to": "accepted"}):
        assert client.post(page, wrong).status_code == 422
    given = {"to": "rejected", "reason": "no-places", "which": [str(one), str(two), str(uuid4())]}
    said = client.post(page, {**given, "reply": reply[0].id}, follow=True).content.decode()
    assert "2 are answered" in said
    assert "1 was left as it is" in said
    notes = {step.note for step in Step.objects.filter(after="rejected")}
    assert notes == {"We are full until May."}
    assert client.post(reverse("referrals:drop", args=[reply[0].id])).status_code == 302
    assert not Reply.objects.exists()


def test_a_service_that_was_put_together_with_another_waits_where_that_one_belongs(town: Town, pia: Viewer):
    id = refer(town)
    elsewhere = provider_of(Organization.objects.create(name="Elsewhere").pk, "eva")
    theirs = service("Lunch for all", "lunch@elsewhere.example")
    Service.objects.filter(pk=theirs).update(organization=elsewhere_body(elsewhere))
    assert queries.queue(elsewhere, NOW).total == 0
    Service.objects.filter(pk=town.club).update(merged_into=theirs)
    assert [one.id for one in queries.queue(elsewhere, NOW).rows] == [str(id)]
    assert queries.queue(pia, NOW).total == 0


def elsewhere_body(viewer: Viewer) -> str:
    return next(iter(viewer.organisations))


@pytest.mark.doors
def test_the_queue_is_for_the_people_of_that_organisation_alone(town: Town, pia: Viewer, client):
    id = refer(town)
    actions.keep_reply(
        attempt=uuid4(), organisation=next(iter(pia.organisations)), title="A", text="B", by=pia, now=NOW
    )
    eva = provider_of(Organization.objects.create(name="Elsewhere").pk, "eva")
    held_by_link = queries.in_queue(pia, id, NOW)[1]
    for viewer in (eva, held_by_link):
        assert queries.queue(viewer, NOW).total == 0
        assert queries.replies(viewer) == []
        with pytest.raises(NotFound):
            queries.in_queue(viewer, id, NOW)
        assert actions.answer_many(referrals=[id], to="accepted", by=viewer, now=NOW).done == 0
        with pytest.raises(NotFound):
            actions.drop_reply(reply=Reply.objects.get().pk, by=viewer, now=NOW)
        with pytest.raises(NotFound):
            actions.keep_reply(
                attempt=uuid4(),
                organisation=next(iter(pia.organisations)),
                title="A",
                text="B",
                by=viewer,
                now=NOW,
            )
    for viewer, shut in ((STRANGER, LogInFirst), (town.worker, NotAllowed), (town.resident, NotAllowed)):
        for read in (
            lambda v: queries.queue(v, NOW),
            lambda v: queries.in_queue(v, id, NOW),
            queries.replies,
            queries.own_organisations,
            lambda v: actions.answer_many(referrals=[id], to="accepted", by=v, now=NOW),
        ):
            with pytest.raises(shut):
                read(viewer)
    assert Referral.objects.get().status == "requested"
    assert Reply.objects.count() == 1
