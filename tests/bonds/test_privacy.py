"""Nobody learns a tie of somebody else: page by page and role by role, and from two counts or more."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuna.access.small_numbers import STEP
from kizuna.access.viewer import Viewer
from kizuna.activities.actions import load_attendance, load_events
from kizuna.activities.group import NewAttendance, NewEvent
from kizuna.bonds import actions, queries
from kizuna.bonds.community import Community, community
from kizuna.bonds.growth import Said, drawn, growth
from kizuna.bonds.indicators import indicators
from kizuna.bonds.survey import Around, Named, NewAnswer
from kizuna.bonds.tie import Report, combined
from kizuna.people.actions import open_account
from kizuna.people.models import Account
from kizuna.web import queries as web
from tests.house.api_doors import API_DOORS
from tests.house.test_doors import all_routes
from tests.ties import kept_tree
from tests.town import HOUSE, Town, build

MARK = "Zebedee"
CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[^'\"]*|datetime\.datetime\([^)]*\)")
ROLES = ("worker", "far worker", "organiser", "provider", "coordinator", "analyst", "admin")
# Pages whose words are made by chance or by the clock, about nobody; and those that say who opened them.
MOVING = re.compile(r"^(account/passkeys/add|account/second-factor/app|metrics|my-data/(export|who)?/?$)")


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


def words(account: Account | None, address: str) -> tuple[int, str]:
    """The status of a page, and what stands on it; what a browser sends back unseen is left out."""
    client = Client()
    if account:  # anew for each page: some of them end what was begun
        client.force_login(account)
    answer = client.get(address)
    if answer.streaming:
        return answer.status_code, ""
    return answer.status_code, " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def addresses(town: Town, tie: object, tree: object) -> Iterator[str]:
    """Every page of the site that needs no number, and every page of bonds, about Ana and Ben."""
    for route in all_routes():
        if "<" not in route and not MOVING.match(route) and "^" not in route:
            yield f"/{route}"
    for person in (town.ana, town.ben):
        yield from (f"/bonds/of/{person}/", f"/bonds/of/{person}/three/")
    yield from (f"/bonds/ties/{tie}/forget/", f"/bonds/trees/{tree}/", f"/bonds/?area={town.north}&by=age")
    yield f"/bonds/growth/?area={town.north}"


def kept_of(viewer: Viewer, person: object) -> dict[str, object]:
    """All that a person takes home of their own data, but for who did what: reading it is a line there."""
    found = dict(web.held_about(viewer, person))
    del found["ledger"]
    return found


def test_no_page_tells_a_tie_of_somebody_else_and_none_changes_by_it(town: Town) -> None:
    """Ben was named by Ana. Whoever he asks, whatever he opens: it is as if she had not."""
    ben = open_account(
        email="ben@example.org", role="resident", name="", person=town.ben, by=HOUSE, now=town.now
    )
    town.accounts["ben"] = Account.objects.get(pk=ben)
    tree = kept_tree(town, town.north)
    looking = {name: town.accounts.get(name) for name in ("ben", "stranger", *ROLES)}
    resident = [*dict.fromkeys(addresses(town, uuid4(), tree))]
    before = {address: words(looking["ben"], address) for address in resident}
    his = Viewer(role="resident", account=str(ben), person=str(town.ben))
    held = kept_of(his, town.ben)
    new = NewAnswer(
        str(uuid4()), str(town.ana), "self", (Named(MARK, str(town.ben), "friend", ("emotional",)),), "ring"
    )
    actions.load_answers(answers=[new], by=HOUSE, now=town.now)
    assert kept_of(his, town.ben) == held
    (tie,) = queries.standing(town.viewer("worker"), town.ana).ties
    after = {address: words(looking["ben"], address) for address in resident}
    # Two pages say what o'clock it is, and a minute may end between the two looks.
    still = [re.sub(r"\d?\d:\d\d", "", repr(before[one])) for one in resident]
    assert [re.sub(r"\d?\d:\d\d", "", repr(after[one])) for one in resident] == still
    assert sum(status == 200 for status, _ in after.values()) > 20, "the pages did not open"
    # Pages about Ana: her link worker alone reads whom she named.
    for name, account in looking.items():
        for address in (*addresses(town, tie.id, tree), f"/people/{town.ana}/", f"/cases/{town.ana}/"):
            if name != "ben" and not address.startswith(("/bonds/", "/people/", "/cases/", "/my-data")):
                continue
            about_ana = f"/bonds/of/{town.ana}/"
            shown = MARK in words(account, address)[1]
            assert shown == (name == "worker" and address == about_ana), (name, address)


@st.composite
def communities(draw: st.DrawFn) -> Around:
    """A part of town at random, around the sizes at which figures begin to show."""
    rng = Random(draw(st.integers(0, 10_000)))
    people = [f"{at:03}" for at in range(draw(st.integers(8, 60)))]
    lone = people[: draw(st.integers(0, 14))]
    tied = people[len(lone) :] or people
    pairs = {tuple(sorted(rng.sample(tied, 2))) for _ in range(draw(st.integers(0, 70))) if len(tied) > 1}
    said = tuple(Report(a, b, "friend") for a, b in sorted(pairs))
    groups = {one: {"area": rng.choice("nse"), "age": rng.choice(("", "65+"))} for one in people}
    nobody: frozenset[str] = frozenset()
    return Around(
        frozenset(people),
        said,
        nobody,
        nobody,
        nobody,
        nobody,
        groups,
        frozenset(lone),
        tuple(combined(said)),
    )


def counts(found: Community) -> dict[str, int | None]:
    """Every count that a coordinator reads."""
    told: dict[str, int | None] = {
        "people": found.people_asked, "ties": found.ties, "alone": found.isolated, "together": found.together,
        "within": found.within, "across": found.across,
    }  # fmt: skip
    told |= {f"in {one.label}": one.people for one in found.bubbles}
    told |= {f"inside {one.label}": one.inside for one in found.bubbles}
    return told | {f"{one.one.label} to {one.other.label}": one.ties for one in found.bridges}


@given(communities(), st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_two_pictures_that_differ_by_one_tie_are_the_same_or_differ_by_steps(
    around: Around, seed: int
) -> None:
    rng = Random(seed)
    one, other = rng.sample(sorted(around.asked), 2)
    more = replace(around, said=(*around.said, Report(one, other, "friend")), lone=around.lone - {one, other})
    fewer = replace(around, asked=around.asked - {one}, lone=around.lone - {one})
    first = community(around, "area", {})
    for changed in (more, fewer):
        second = community(changed, "area", {})
        here, there = counts(first), counts(second)
        for name in {*here, *there}:
            a, b = here.get(name), there.get(name)
            assert a is None or b is None or abs(a - b) in (0, STEP)
            assert all(each is None or (each >= 10 and each % STEP == 0) for each in (a, b))
        if here == there:
            # Shares, indices and the picture are worked out of these counts and of nothing else.
            assert first == second
            assert indicators(around)[:2] == indicators(changed)[:2]


def test_growth_shows_no_single_answer() -> None:
    now = timezone.now()
    moments = [now - timedelta(days=each) for each in (30, 20, 10, 0)]
    for count in range(4, 40):
        people = [f"{at:03}" for at in range(count)]
        said = [
            Said(one, moments[at % 4] - timedelta(hours=1), frozenset(people[at - 1 : at]))
            for at, one in enumerate(people)
        ]
        points = growth(said, {}, moments)
        shown = [each for one in points for each in (one.people, one.ties, one.together) if each is not None]
        assert all(each >= 10 and each % STEP == 0 for each in shown)
        whole = points, drawn(points)
        less = growth(said[:-1], {}, moments)
        if less == points:
            assert (less, drawn(less)) == whole


def test_who_comes_to_the_same_meetings_counts_where_both_agreed_and_is_never_said(town: Town) -> None:
    how = {"by": HOUSE, "now": town.now}
    start = town.now.replace(microsecond=0) - timedelta(days=21)
    weekly = NewEvent(str(town.group), "Soup", start, start + timedelta(hours=2), "FREQ=WEEKLY")
    load_events(events=[weekly], **how)
    people = [str(person) for person in (town.ana, town.ben, town.cem)]
    weeks = [start + timedelta(weeks=each) for each in range(3)]
    load_attendance(
        attendance=[
            NewAttendance(str(weekly.known_id), at, one, "came", at) for at in weeks for one in people
        ],
        **how,
    )

    def asked(*agree: bool, hours: int) -> Around:
        answers = [
            NewAnswer(str(uuid4()), one, "self", together=yes, at=town.now - timedelta(hours=hours))
            for one, yes in zip(people, agree, strict=True)
        ]
        actions.load_answers(answers=answers, **how)
        return queries.around(HOUSE, town.community, town.now)

    found = asked(True, True, False, hours=2)
    (tie,) = found.known
    assert {tie.a, tie.b} == set(people[:2]) and tie.said == "inferred" and tie.kinds == {"group"}
    assert tie.seen_on == weeks[-1].date() and tie.weight < 1
    # It is no tie that somebody told of: not in exports, pictures or the circle of anybody.
    assert found.ties == () and found.lone == set(people) and found.together == 1
    assert queries.standing(town.viewer("worker"), town.ana).ties == ()
    # It fades: half a year later it is gone. Whoever takes their yes back is out at once.
    later = queries.around(HOUSE, town.community, town.now + timedelta(days=180))
    assert later.known == ()
    assert asked(True, False, False, hours=1).known == ()


def test_who_named_them_too_learns_nothing_of_it_and_neither_does_any_program_of_theirs(town: Town) -> None:
    """Ben named Ana; then she names him. His pages, his export and each answer of the API stay the same."""
    ben = open_account(
        email="ben@example.org", role="resident", name="", person=town.ben, by=HOUSE, now=town.now
    )
    account = Account.objects.get(pk=ben)
    his = Viewer(role="resident", account=str(ben), person=str(town.ben))

    def named(who: object, other: object) -> None:
        tie = Named("Somebody dear", str(other), "friend", ("emotional",))
        new = NewAnswer(str(uuid4()), str(who), "self", (tie,), "ring", together=True, at=town.now)
        actions.load_answers(answers=[new], by=HOUSE, now=town.now)

    def told() -> dict[str, object]:
        """What he reads; but for who did what and when he last signed in: looking is a line there."""
        held = kept_of(his, town.ben)
        found: dict[str, object] = {"held": CLOCK.sub("", repr(held)), "own": queries.standing(his, town.ben)}
        for address in ("/bonds/mine/", "/bonds/three/", f"/bonds/of/{town.ben}/"):
            found[address] = words(account, address)
        for operation in API_DOORS:
            method, _, path = operation.partition(" ")
            path = path.partition("?")[0].replace("{person}", str(town.ben))
            # What is held of him is compared above; both say who looked.
            if method == "GET" and "{" not in path and not re.search(r"/ledger/|/data$", path):
                status, text = words(account, path)
                found[path] = status, CLOCK.sub("", text)
        return found

    named(town.ben, town.ana)
    told()  # signed in once
    before = told()
    named(town.ana, town.ben)
    after = told()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == set(), changed
    assert len(before) > 15
