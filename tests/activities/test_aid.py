"""Help among neighbours: without an account, brought together by a human, private until both say yes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.utils import timezone

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.activities import actions, queries
from kizuna.activities.aid import ASK, OFFER, NewAid, aid_token, opens
from kizuna.activities.models import Aid, AidMatch, Check
from kizuna.outbox.models import Message
from kizuna.people.actions import block, set_status
from tests.town import HOUSE, Town, build, guarded

DAY = timedelta(days=1)


class Street:
    """The test town with what its people ask and offer."""

    def __init__(self) -> None:
        cache.clear()
        self.town: Town = build(timezone.now())
        self.now = timezone.now()
        self.coordinator = self.town.viewer("coordinator")

    def give(self, side: str, name: str, kind: str = "lift", *, by: Viewer = STRANGER, **more: Any) -> UUID:
        said = {"reach": f"{name.lower()}@linden.example", "area": str(self.town.north), **more}
        new = NewAid(side, (kind,), name, **said)
        id = actions.give_aid(new=new, key=uuid4(), by=by, now=self.now)
        actions.look_at_aid(aid=id, good=True, by=HOUSE, now=self.now)
        return id

    def propose(self, ask: UUID, offer: UUID) -> UUID:
        return actions.propose_match(ask=ask, offer=offer, by=self.coordinator, now=self.now)

    def answer(self, match: UUID, aid: UUID, yes: bool = True) -> str:
        return actions.answer_match(match=match, aid=aid, yes=yes, by=holder(aid), now=self.now)

    def own(self, aid: UUID) -> Any:
        return queries.aid_by_link(STRANGER, aid_token(aid, settings.SECRET_KEYS, self.now), self.now)[0]

    def suggested(self) -> dict[str, list[str]]:
        lines = queries.board(self.coordinator, self.now).asks
        return {one.name: [each.name for each in one.suggestions] for one in lines}


def holder(aid: UUID) -> Viewer:
    """Whoever has the link to this ask or offer."""
    return Viewer(role="resident", token=opens(aid))


@pytest.fixture
def street(db: None) -> Street:
    return Street()


def told(name: str) -> list[str]:
    return sorted(one.subject for one in Message.objects.all() if one.address.startswith(name.lower()))


def test_from_the_ask_to_the_thanks_nobody_is_told_too_much_or_twice(street: Street) -> None:
    ask, offer = street.give(ASK, "Dee", words="To the doctor"), street.give(OFFER, "Edo")
    assert street.suggested() == {"Dee": ["Edo"]}
    match = street.propose(ask, offer)
    assert street.propose(ask, offer) == match
    assert street.suggested() == {}
    for aid in (ask, offer):
        (seen,) = street.own(aid).matches
        assert (seen.asked, seen.reach) == (True, "")
    assert [street.answer(match, ask) for _ in range(2)] == ["proposed"] * 2
    assert [street.own(aid).matches[0].reach for aid in (ask, offer)] == ["", ""]
    assert street.answer(match, offer) == "agreed"
    assert [street.own(aid).matches[0].reach for aid in (ask, offer)] == [
        "edo@linden.example",
        "dee@linden.example",
    ]
    for _ in range(2):
        actions.finish_match(match=match, aid=ask, worked=True, by=holder(ask), now=street.now)
    assert street.own(ask).state == "done"
    assert street.own(ask).matches[0].reach == ""
    assert told("Edo") == [
        "It is written down",
        "Thank you",
        "There may be somebody for you",
        "You both said yes",
    ]
    assert not any("doctor" in one.text or "lift" in one.text.lower() for one in Message.objects.all())


def test_what_did_not_work_is_heard_and_the_two_are_not_brought_together_again(street: Street) -> None:
    ask, offer = street.give(ASK, "Dee"), street.give(OFFER, "Edo")
    match = street.propose(ask, offer)
    assert [street.answer(match, aid) for aid in (ask, offer)] == ["proposed", "agreed"]
    actions.finish_match(
        match=match, aid=ask, worked=False, words="Nobody came", by=holder(ask), now=street.now
    )
    found = queries.under_way(street.coordinator, street.now)
    assert [(one.kind, one.words) for one in found.failures] == [("lift", "Nobody came")]
    assert street.suggested() == {"Dee": []}
    assert "Nobody came" not in str(street.own(offer))
    street.give(ASK, "Dee")  # another ask of the same human
    assert street.suggested() == {"Dee": []}


def test_a_no_ends_it_and_somebody_else_can_be_asked(street: Street) -> None:
    ask, offer, other = street.give(ASK, "Dee"), street.give(OFFER, "Edo"), street.give(OFFER, "Fay")
    match = street.propose(ask, offer)
    with pytest.raises(Refused):  # one at a time
        street.propose(ask, other)
    assert street.answer(match, offer, yes=False) == "declined"
    assert street.answer(match, ask) == "declined"
    assert street.suggested() == {"Dee": ["Fay"]}
    assert street.propose(ask, other)


def test_nobody_gets_more_than_they_have_room_for(street: Street) -> None:
    asks = [street.give(ASK, name) for name in ("Ann", "Bob", "Cat")]
    one, two = street.give(OFFER, "Edo", room=1), street.give(OFFER, "Fay", room=2)
    found = queries.together(street.coordinator, street.now)
    given = {pair.ask.name: pair.suggestion.name for pair in found.pairs}
    assert sorted(given.values()) == ["Edo", "Fay", "Fay"]
    ids = {"Edo": one, "Fay": two}
    pairs = [(ask, ids[given[name]]) for name, ask in zip(("Ann", "Bob", "Cat"), asks, strict=True)]
    assert actions.propose_matches(pairs=pairs, by=street.coordinator, now=street.now) == (3, 0)
    fourth = street.give(ASK, "Dee")
    assert actions.propose_matches(pairs=[(fourth, one)], by=street.coordinator, now=street.now) == (0, 1)
    assert [line.name for line in queries.together(street.coordinator, street.now).left] == ["Dee"]


def test_people_kept_apart_or_hidden_are_never_brought_together(street: Street) -> None:
    town = street.town
    ana, ben = (Viewer(role="resident", person=str(one)) for one in (town.ana, town.ben))
    ask, offer = street.give(ASK, "Ana", by=ana), street.give(OFFER, "Ben", by=ben)
    assert street.suggested() == {"Ana": ["Ben"]}
    block(person=town.ben, other=town.ana, by=HOUSE, now=street.now)
    assert street.suggested() == {"Ana": []}
    with pytest.raises(Refused):
        street.propose(ask, offer)


@pytest.mark.parametrize("since", ["hidden", "apart"])
@pytest.mark.parametrize("both", [False, True])
def test_who_is_hidden_or_kept_apart_since_is_shown_to_the_other_no_more(
    street: Street, since: str, both: bool
) -> None:
    town = street.town
    ana, ben = (Viewer(role="resident", person=str(one)) for one in (town.ana, town.ben))
    ask, offer = street.give(ASK, "Ana", by=ana), street.give(OFFER, "Ben", by=ben)
    match = street.propose(ask, offer)
    for aid in (ask, offer) if both else (ask,):
        street.answer(match, aid)
    if since == "hidden":
        guarded(town, town.ana)
    else:
        block(person=town.ana, other=town.ben, by=HOUSE, now=street.now)
    assert street.own(offer).matches == ()
    assert street.answer(match, offer) == ("agreed" if both else "ended")
    assert "ana@linden.example" not in str(street.own(offer))


def test_who_must_not_be_found_is_counted_and_not_shown(street: Street) -> None:
    town = street.town
    ana = Viewer(role="resident", person=str(town.ana))
    street.give(ASK, "Ana", by=ana)
    guarded(town, town.ana)
    found = queries.board(street.coordinator, street.now)
    assert (found.asks, found.total, found.hidden) == ((), 0, 1)
    with pytest.raises(Refused):
        street.give(ASK, "Ana", by=ana)


def test_risky_help_waits_for_somebody_who_was_checked(street: Street) -> None:
    ben = Viewer(role="resident", person=str(street.town.ben))
    street.give(ASK, "Dee", "childcare")
    street.give(ASK, "Eve", "shopping", risks=("money",))
    for name in ("Edo", "Fay", "Gus"):
        street.give(OFFER, name, "childcare")
    street.give(OFFER, "Ben", "childcare", by=ben)
    street.give(OFFER, "Fay", "shopping")
    assert street.suggested() == {"Dee": [], "Eve": []}
    today = street.now.date()
    seen = {"person_id": street.town.ben, "kind": "children", "at": street.now}
    check = Check.objects.create(**seen, done_on=today - 400 * DAY, until=today - 2 * DAY)
    assert street.suggested() == {"Dee": [], "Eve": []}
    Check.objects.filter(pk=check.pk).update(until=today + 2 * DAY)
    # Nobody borrows the check of somebody else by typing their address.
    street.give(OFFER, "Thief", "childcare", reach="ben@linden.example")
    assert street.suggested() == {"Dee": ["Ben"], "Eve": []}


def test_trust_goes_with_whoever_signs_in_and_not_with_an_address(street: Street) -> None:
    ben = Viewer(role="resident", person=str(street.town.ben))
    street.give(OFFER, "Ben", by=ben)
    ask, offer = street.give(ASK, "Dee"), Aid.objects.get(side=OFFER).pk
    match = street.propose(ask, offer)
    for aid in (ask, offer):
        street.answer(match, aid)
    actions.finish_match(match=match, aid=ask, worked=True, by=holder(ask), now=street.now)
    street.give(ASK, "Dee")

    def parts() -> set[str]:
        (line,) = queries.board(street.coordinator, street.now).asks
        return {reason.part for one in line.suggestions for reason in one.reasons}

    assert {"before", "thanks"} <= parts()
    Aid.objects.filter(pk=offer).update(person=None)
    assert not {"before", "thanks"} & parts()


def test_what_is_new_is_read_first_unless_the_site_says_otherwise(street: Street, settings: Any) -> None:
    new = NewAid(ASK, ("lift",), "Dee", "dee@linden.example", str(street.town.north))
    first = actions.give_aid(new=new, key=uuid4(), by=STRANGER, now=street.now)
    assert [one.name for one in queries.board(street.coordinator, street.now).waiting] == ["Dee"]
    for _ in range(2):
        actions.look_at_aid(aid=first, good=False, by=street.coordinator, now=street.now)
    assert (street.own(first).state, told("Dee")) == (
        "refused",
        ["About what you told us", "It is written down"],
    )
    settings.AID_MODERATED = False
    second = actions.give_aid(new=new, key=uuid4(), by=STRANGER, now=street.now)
    assert street.own(second).state == "open"


def test_of_the_dead_nobody_asks_whether_it_is_still_so(street: Street) -> None:
    ana = Viewer(role="resident", account=str(uuid4()), person=str(street.town.ana))
    ask = street.give(ASK, "Ana", by=ana)
    street.give(OFFER, "Edo")
    assert street.suggested() == {"Ana": ["Edo"]}
    set_status(person=street.town.ana, status="died", by=HOUSE, now=street.now)
    assert street.suggested() == {"Ana": []}, "nobody is sent to them either"
    actions.age_aid(by=SYSTEM("test"), now=street.now + 31 * DAY)
    assert street.own(ask).state == "expired" and told("Ana") == ["It is written down"]


def test_what_is_over_ends_and_counts_as_unmet(street: Street) -> None:
    ask, offer = street.give(ASK, "Dee"), street.give(OFFER, "Edo")
    match = street.propose(ask, offer)
    house = SYSTEM("test")
    assert actions.age_aid(by=house, now=street.now + 4 * DAY) == 1
    assert AidMatch.objects.get(pk=match).state == "lapsed"
    assert actions.age_aid(by=house, now=street.now + 31 * DAY) == 1
    assert actions.age_aid(by=house, now=street.now + 31 * DAY) == 0
    assert (street.own(ask).state, street.own(offer).state) == ("expired", "open")
    assert "Is it still so?" in told("Dee")
    since = (street.now - DAY).date()
    assert queries.aid_unmet(street.coordinator, since) == [("moving.lift", str(street.town.north), 1)]


def test_taken_back_it_ends_for_the_other_too_and_erased_it_is_gone(street: Street) -> None:
    town = street.town
    ana = Viewer(role="resident", person=str(town.ana))
    ask, offer = street.give(ASK, "Ana", by=ana, words="Secret words"), street.give(OFFER, "Edo")
    match = street.propose(ask, offer)
    actions.withdraw_aid(aid=offer, by=holder(offer), now=street.now)
    assert AidMatch.objects.get(pk=match).state == "ended"
    assert "It does not come about this time" in told("Ana")
    assert "Secret words" in str(queries.held_about(ana, town.ana))
    street.give(OFFER, "Fay")
    actions.erase(person=town.ana, by=ana, now=street.now)
    assert not Aid.objects.filter(side=ASK).exists()
    assert queries.held_about(ana, town.ana)["asks"] == []


@pytest.mark.doors
def test_only_who_keeps_the_area_sees_asks_and_only_the_two_answer(street: Street) -> None:
    ask, offer = street.give(ASK, "Dee"), street.give(OFFER, "Edo")
    match = street.propose(ask, offer)
    far = Viewer(role="coordinator", account=str(uuid4()), areas=frozenset({str(street.town.south)}))
    ana = Viewer(role="resident", person=str(street.town.ana))
    closed = (NotFound, NotAllowed, LogInFirst)
    for by in (STRANGER, ana, street.town.viewer("worker"), holder(ask)):
        with pytest.raises(closed):
            queries.board(by, street.now)
    assert queries.under_way(far, street.now).lines == ()
    for by in (STRANGER, ana, street.coordinator, far, holder(uuid4())):
        with pytest.raises(closed):
            actions.answer_match(match=match, aid=ask, yes=True, by=by, now=street.now)
        with pytest.raises(closed):
            actions.withdraw_aid(aid=ask, by=by, now=street.now)
    with pytest.raises(closed):  # whoever holds the one side does not answer for the other
        actions.answer_match(match=match, aid=offer, yes=True, by=holder(ask), now=street.now)
    with pytest.raises(closed):
        actions.look_at_aid(aid=ask, good=False, by=far, now=street.now)


@pytest.mark.django_db(transaction=True)
def test_both_at_the_same_moment_agree_once_and_an_ask_gets_one_helper() -> None:
    street = Street()
    ask = street.give(ASK, "Dee")
    offers = [street.give(OFFER, name) for name in ("Edo", "Fay")]

    def at_once(*deeds: Any) -> list[Any]:
        start = Barrier(len(deeds))

        def do(deed: Any) -> Any:
            try:
                start.wait(20)
                return deed()
            except Refused:
                return None
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(deeds)) as pool:
            return [each.result() for each in [pool.submit(do, deed) for deed in deeds]]

    made = at_once(*(lambda offer=offer: street.propose(ask, offer) for offer in offers * 2))
    assert len({one for one in made if one}) == 1
    match = AidMatch.objects.get()
    answers = [lambda aid=aid: street.answer(match.pk, aid) for aid in (ask, match.offer_id)] * 2
    assert "agreed" in at_once(*answers)
    assert AidMatch.objects.get().state == "agreed"
    assert Message.objects.filter(key__contains=":agreed:").count() == 2
