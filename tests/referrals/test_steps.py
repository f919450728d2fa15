from datetime import timedelta
from uuid import uuid4

import pytest

from kizuna.access.viewer import STRANGER, NotFound, Refused, Viewer
from kizuna.ledger.models import Entry
from kizuna.people.queries import consents
from kizuna.referrals import actions, queries
from kizuna.referrals.case import LinkClosed, NewReferral, NewStep
from kizuna.referrals.models import Referral, Step
from kizuna.referrals.pathway import CLOSED, CODES, NEEDS_REASON
from tests.conftest import NOW
from tests.referrals.town import DAY, HOUSE, Town, letters, provider, refer, supported, token_in

WAYS = {
    "draft": ("draft",),
    "requested": ("requested",),
    "accepted": ("requested", "accepted"),
    "rejected": ("requested", "rejected"),
    "cancelled": ("requested", "cancelled"),
    "in-progress": ("requested", "accepted", "in-progress"),
    "on-hold": ("requested", "accepted", "on-hold"),
    "completed": ("requested", "accepted", "completed"),
    "failed": ("requested", "accepted", "failed"),
    "entered-in-error": ("requested", "entered-in-error"),
}


def reason_for(code: str) -> str:
    return "other" if code in NEEDS_REASON else ""


def loaded(town: Town, code: str):
    """A referral that has come to this state."""
    id = uuid4()
    steps = tuple(
        NewStep(after, NOW + i * DAY, "system", reason=reason_for(after))
        for i, after in enumerate(WAYS[code])
    )
    new = NewReferral(id, town.ana, "service", town.club, "Soup", town.north, "company.meal", steps)
    actions.load_referrals(referrals=[new], by=HOUSE, now=NOW)
    return id


def answer(town: Town, to: str, reason: str = "", **more: object) -> str:
    by = more.pop("by", None) or provider(town)
    referral = Referral.objects.get().pk
    return actions.take_step(referral=referral, to=to, reason=reason, by=by, now=NOW + DAY, **more)  # type: ignore[arg-type]


def test_a_provider_takes_the_targets_steps_and_a_worker_the_requesters(town: Town):
    id = refer(town)
    with pytest.raises(Refused, match="other side"):
        actions.take_step(referral=id, to="accepted", by=town.worker, now=NOW)
    with pytest.raises(Refused, match="other side"):
        answer(town, "entered-in-error")
    assert answer(town, "accepted") == "accepted"


def test_a_worker_may_write_down_what_the_provider_said_and_the_history_tells_so(town: Town):
    id = refer(town)
    actions.take_step(referral=id, to="accepted", as_told=True, by=town.worker, now=NOW)
    step = queries.case(town.worker, id, NOW).steps[-1]
    assert (step.after, step.as_told, step.by_role, step.by_name) == ("accepted", True, "worker", "Marta")
    with pytest.raises(Refused, match="other side"):
        actions.take_step(referral=id, to="entered-in-error", as_told=True, by=town.worker, now=NOW)


def test_the_same_step_twice_changes_nothing(town: Town):
    refer(town)
    by = provider(town)
    answer(town, "accepted", by=by)
    counted = Step.objects.count(), Entry.objects.count(), Referral.objects.get().updated_at
    assert answer(town, "accepted", by=by) == "accepted"
    assert (Step.objects.count(), Entry.objects.count(), Referral.objects.get().updated_at) == counted


def test_the_history_is_complete_and_in_order_and_so_is_the_ledger(town: Town):
    id = refer(town)
    by = provider(town)
    for days, (to, reason) in enumerate([("accepted", ""), ("in-progress", ""), ("failed", "did-not-come")]):
        now = NOW + (days + 1) * DAY
        actions.take_step(referral=id, to=to, reason=reason, note=f"note {days}", by=by, now=now)
    steps = queries.case(town.worker, id, NOW).steps
    assert [(s.before, s.after) for s in steps] == [
        ("", "requested"),
        ("requested", "accepted"),
        ("accepted", "in-progress"),
        ("in-progress", "failed"),
    ]
    assert [s.at for s in steps] == sorted(s.at for s in steps)
    assert (steps[-1].reason_label, steps[-1].note) == ("They did not come", "note 2")
    lines = Entry.objects.filter(subject=f"referrals.Referral:{id}").order_by("id")
    assert [e.verb for e in lines] == [f"referral.{s.after}" for s in steps]
    assert lines.last().by == f"provider:referrals:{id}"


def test_closing_sets_the_moment_and_taking_up_again_clears_it(town: Town):
    id = refer(town)
    with pytest.raises(Refused, match="reason"):
        actions.take_step(referral=id, to="cancelled", by=town.worker, now=NOW)
    actions.take_step(referral=id, to="cancelled", reason="could-not-reach", by=town.worker, now=NOW + DAY)
    row = Referral.objects.get()
    assert (row.closed_at, row.reason) == (NOW + DAY, "could-not-reach")
    actions.take_step(referral=id, to="in-progress", as_told=True, by=town.worker, now=NOW + 2 * DAY)
    row = Referral.objects.get()
    assert (row.closed_at, row.reason, row.status) == (None, "", "in-progress")


def test_withdrawing_by_the_worker_takes_the_consent_back_too(town: Town):
    id = refer(town)
    token = token_in(letters()[0])
    actions.take_step(referral=id, to="cancelled", reason="consent-withdrawn", by=town.worker, now=NOW + DAY)
    given = next(c for c in consents(town.worker, town.ana) if c.purpose == "referral")
    assert given.withdrawn_at == NOW + DAY
    with pytest.raises(LinkClosed):
        queries.by_link(STRANGER, token, NOW + DAY)


def test_an_answer_is_news_until_a_worker_has_seen_it(town: Town):
    id = refer(town)
    answer(town, "rejected", "no-places")
    assert queries.case(town.worker, id, NOW).news_at == NOW + DAY
    actions.seen(referral=id, by=town.worker, now=NOW + DAY)
    actions.seen(referral=id, by=town.worker, now=NOW + DAY)
    assert queries.case(town.worker, id, NOW).news_at is None
    assert Entry.objects.filter(verb="referral.seen").count() == 1


def test_what_is_loaded_has_walked_the_pathway(town: Town):
    ids = [loaded(town, code) for code in CODES]
    for code, id in zip(CODES, ids, strict=True):
        case = queries.case(town.worker, id, NOW)
        assert case.status == code
        assert tuple(s.after for s in case.steps) == WAYS[code]
        assert (case.closed_at is not None) is (code in CLOSED)
    assert Entry.objects.filter(verb__startswith="referral.").count() == Step.objects.count()
    steps = (NewStep("requested", NOW, "system"), NewStep("completed", NOW, "system"))
    wrong = NewReferral(uuid4(), town.ana, "service", town.club, "Soup", town.north, "company.meal", steps)
    with pytest.raises(Refused):
        actions.load_referrals(referrals=[wrong], by=HOUSE, now=NOW)
    assert Referral.objects.count() == len(CODES)


def test_what_is_held_can_be_taken_along_and_erased(town: Town):
    id = refer(town)
    answer(town, "accepted", note="Tuesday at ten")
    (held,) = queries.held_about(town.resident, town.ana)["referrals"]
    assert held["asked"] == "Soup and songs"
    assert [s["to"] for s in held["steps"]] == ["requested", "accepted"]
    assert held["steps"][1]["note"] == "Tuesday at ten"
    token = token_in(letters()[0])
    actions.erase(person=town.ana, by=town.resident, now=NOW + DAY)
    assert not Referral.objects.exists()
    assert not Step.objects.exists()
    assert not any(queries.held_about(town.resident, town.ana).values())
    with pytest.raises(LinkClosed):
        queries.by_link(STRANGER, token, NOW + DAY)
    with pytest.raises(NotFound):
        queries.case(town.worker, id, NOW)


def test_figures_count_the_areas_of_the_one_who_looks(town: Town):
    refer(town)
    supported(town.cem)
    assert queries.figures(town.coordinator, NOW) == {
        "referrals_open": 1,
        "referrals_closed": 0,
        "referrals_overdue": 0,
    }
    assert queries.figures(town.coordinator, NOW + timedelta(days=9))["referrals_overdue"] == 1
    elsewhere = Viewer(role="coordinator", areas=frozenset({str(town.south)}))
    assert queries.figures(elsewhere, NOW)["referrals_open"] == 0
    answer(town, "rejected", "no-places")
    assert queries.figures(town.coordinator, NOW)["referrals_closed"] == 1
