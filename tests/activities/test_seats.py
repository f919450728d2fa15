"""Places at a date: nobody is counted twice, who waits moves up, and each is told once."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.activities import actions, queries
from kizuna.activities.actions import load_groups
from kizuna.activities.calendar_file import read
from kizuna.activities.group import NewEvent, NewGroup
from kizuna.activities.models import Attendance, Event, Group, Seat
from kizuna.activities.seats import HOLDS, MOST_TO_ONE, first_state, moment, moving_up, stamp
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.models import Person
from tests.activities.town import HOUSE, town
from tests.conftest import NOW

DAY = timedelta(days=1)


@given(st.integers(0, 9), st.lists(st.booleans(), max_size=40))
def test_never_more_than_there_are_and_first_come_first(places, asks):
    """`asks`: somebody asks for a place, or the one who has waited or had one longest gives it up."""
    there: list[tuple[int, str]] = []
    for number, comes in enumerate(asks):
        if comes:
            held = sum(state in HOLDS for _, state in there)
            there.append((number, first_state(held, len(there) - held, places)))
        elif there:
            there.pop(0)
        held = sum(state in HOLDS for _, state in there)
        waiting = [one for one in there if one[1] == "waiting"]
        up = {number for number, _ in moving_up(held, waiting, places)}
        there = [(number, "booked" if number in up else state) for number, state in there]
        states = [state for _, state in there]
        assert states == ["booked"] * min(places, len(there)) + ["waiting"] * max(0, len(there) - places)


def test_without_a_count_there_is_room_for_everybody():
    assert first_state(10_000, 0, None) == "booked"
    assert moving_up(10_000, [1, 2], None) == [1, 2]


@given(st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)))
def test_a_date_and_its_number(at):
    whole = at.replace(microsecond=0, tzinfo=UTC)
    assert moment(stamp(whole)) == whole


def holder(seat: UUID) -> Viewer:
    """Whoever has the link to this place."""
    return Viewer(role="resident", token=f"activities.Seat:{seat}")


class Choir:
    """A date of two places next week, in a town with an organiser and Ana."""

    def __init__(self) -> None:
        cache.clear()
        self.town = town()
        self.at = timezone.now().replace(microsecond=0) + 7 * DAY
        new = NewEvent(
            self.town.walk, "Long walk", self.at, self.at + timedelta(hours=2), "FREQ=WEEKLY", places=2
        )
        Group.objects.filter(pk=self.town.walk).update(join="open")
        actions.load_events(events=[new], by=HOUSE, now=NOW)
        self.event = new.known_id

    def take(self, name: str, *, by: Viewer = STRANGER, reach: str = "", key: str = "") -> UUID:
        return actions.take_seat(
            event=self.event,
            starts_at=self.at,
            name=name,
            reach=reach or f"{name.lower()}@linden.example",
            key=key or f"form:{uuid4()}",
            by=by,
            now=timezone.now(),
        )

    def states(self) -> dict[str, str]:
        return {one.name: one.state for one in Seat.objects.all()}

    @property
    def address(self) -> str:
        return f"/groups/dates/{self.event}/{stamp(self.at)}/"


@pytest.fixture
def choir(db: None) -> Choir:
    return Choir()


def subjects(name: str) -> list[str]:
    found = Message.objects.order_by("created_at")
    return [one.subject.split(":")[0] for one in found if one.address.startswith(name.lower())]


def test_a_place_a_wait_and_a_place_that_became_free(choir: Choir) -> None:
    ana, _, _ = choir.take("Ana"), choir.take("Bo"), choir.take("Cy")
    assert choir.states() == {"Ana": "booked", "Bo": "booked", "Cy": "waiting"}
    actions.give_up_seat(seat=ana, by=holder(ana), now=timezone.now())
    actions.give_up_seat(seat=ana, by=holder(ana), now=timezone.now())
    assert choir.states() == {"Ana": "cancelled", "Bo": "booked", "Cy": "booked"}
    assert subjects("Cy") == ["You are on the waiting list", "A place is free for you"]
    assert queries.date(STRANGER, choir.event, stamp(choir.at), timezone.now()).left == 0
    assert [e.verb for e in Entry.objects.filter(verb__startswith="seat").order_by("id")] == [
        *("seat.booked", "seat.booked", "seat.waiting", "seat.cancelled", "seat.booked")
    ]


def test_the_same_form_twice_is_one_place_and_so_is_whoever_is_signed_in(choir: Choir) -> None:
    first = choir.take("Ana", key="form:1")
    assert choir.take("Ana", key="form:1", reach="other@linden.example") == first
    assert Message.objects.count() == 1
    ana = choir.town.ana_herself
    assert choir.take("Ana", by=ana) == choir.take("Ana", by=ana, reach="other@linden.example") != first


def test_an_address_leads_nobody_to_the_place_of_whoever_it_belongs_to(choir: Choir) -> None:
    said = {"name": "Vera", "reach": "vera@linden.example", "needs": "A seat near the door"}
    own = Client().post(choir.address, {"key": uuid4(), **said}).headers["Location"]
    stranger = Client()
    place = stranger.post(choir.address, {"key": uuid4(), **said}).headers["Location"]
    stranger.post(place)
    assert "cancelled" in stranger.get(place).content.decode()
    assert "You have a place" in Client().get(own).content.decode()
    assert Seat.objects.filter(state="booked").count() == 1


@pytest.mark.parametrize("days", [-7, 1, 3650])
def test_a_date_that_there_is_not_takes_nobody(choir: Choir, days: int) -> None:
    choir.at += days * DAY
    if days != 3650:
        with pytest.raises(Refused):
            choir.take("Ana")
        assert Client().get(choir.address).status_code == 404
    assert Client().get(f"/groups/dates/{choir.event}/{10**18}/").status_code == 404


def test_a_group_that_wants_to_be_asked_gives_no_place_by_a_form(choir: Choir) -> None:
    Group.objects.filter(pk=choir.town.walk).update(join="ask")
    with pytest.raises(Refused):
        choir.take("Ana")
    assert "Take a place" not in Client().get(choir.address).content.decode()


@pytest.mark.doors
def test_whoever_holds_another_link_gives_up_nothing(choir: Choir) -> None:
    ana, bo = choir.take("Ana"), choir.take("Bo")
    for by in (holder(bo), choir.town.ana_herself, choir.town.organiser, STRANGER):
        with pytest.raises((NotFound, NotAllowed, LogInFirst)):
            actions.give_up_seat(seat=ana, by=by, now=timezone.now())
    assert choir.states()["Ana"] == "booked"


def test_on_paper_and_telephone_who_came_is_noted_and_stays_the_same_when_sent_twice(choir: Choir) -> None:
    Person.objects.filter(pk=choir.town.ana).update(name="Ana")
    ana, bo = choir.take("Ana", by=choir.town.ana_herself), choir.take("Bo")
    for _ in range(2):
        actions.take_attendance(
            event=choir.event,
            starts_at=choir.at,
            came=[ana],
            missed=[bo],
            also=["Walk-in Wim"],
            by=choir.town.organiser,
            now=timezone.now(),
        )
    assert choir.states() == {"Ana": "came", "Bo": "missed", "Walk-in Wim": "came"}
    assert Seat.objects.count() == 3
    assert Attendance.objects.get(event=choir.event).status == "came"


@pytest.mark.doors
def test_only_the_organiser_sees_who_comes(choir: Choir) -> None:
    choir.take("Ana")
    sheet = queries.sheet(choir.town.organiser, choir.event, stamp(choir.at))
    assert [one.name for one in sheet.seats] == ["Ana"]
    far = Viewer(role="organiser", account=str(uuid4()), areas=frozenset({choir.town.shore}))
    for by in (
        STRANGER,
        choir.town.ana_herself,
        far,
        Viewer(role="worker", areas=frozenset({choir.town.hill})),
    ):
        with pytest.raises((NotFound, NotAllowed, LogInFirst)):
            queries.sheet(by, choir.event, stamp(choir.at))
        with pytest.raises((NotFound, NotAllowed, LogInFirst)):
            actions.call_off(event=choir.event, starts_at=choir.at, by=by, now=timezone.now())


def test_a_date_that_is_called_off_is_gone_everywhere_and_everybody_is_told_once(choir: Choir) -> None:
    for name in ("Ana", "Bo", "Cy"):
        choir.take(name)
    for _ in range(2):
        actions.call_off(event=choir.event, starts_at=choir.at, by=choir.town.organiser, now=timezone.now())
    assert set(choir.states().values()) == {"cancelled"}
    assert [subjects(name)[-1] for name in ("Ana", "Bo", "Cy")] == ["It does not take place"] * 3
    assert Client().get(choir.address).status_code == 404
    starts = [one.starts_at for one in queries.group(STRANGER, choir.town.walk, timezone.now()).next_dates]
    assert choir.at not in starts
    assert choir.at + 7 * DAY in starts
    content = Client().get(f"/groups/{choir.town.walk}/dates.ics").content
    (meeting,) = [one for one in read(content, zone=timezone.get_default_timezone()) if "Long" in one.title]
    assert (meeting.skips, meeting.sequence) == ((choir.at,), 1)
    event = Event.objects.get(pk=choir.event)
    same = NewEvent(str(event.group_id), event.title, event.starts_at, event.ends_at, event.rule, places=2)
    actions.load_events(events=[same], by=HOUSE, now=NOW)  # brought again, it stays called off
    assert choir.at not in [
        one.starts_at for one in queries.group(STRANGER, choir.town.walk, timezone.now()).next_dates
    ]


def test_who_has_a_place_is_reminded_once_and_who_asked_just_now_is_not(choir: Choir) -> None:
    choir.take("Ana")
    near = choir.at - timedelta(hours=20)
    for hours in range(3):
        actions.remind(by=SYSTEM("test"), now=near + timedelta(hours=hours))
    assert subjects("Ana") == ["Your place", "Soon"]
    Seat.objects.all().delete()
    late = choir.take("Bo")
    Seat.objects.filter(pk=late).update(asked_at=near)
    assert actions.remind(by=SYSTEM("test"), now=near + timedelta(hours=1)) == 0


@pytest.mark.parametrize("status", ["died", "moved_away", "quiet"])
def test_nobody_reminds_the_dead_the_gone_and_who_wants_no_word(choir: Choir, status: str) -> None:
    """Also where they typed the address on the form itself."""
    person = Person.objects.get(name="Ana Lima").pk
    choir.take("Ana", by=Viewer(role="resident", account=str(uuid4()), person=str(person)))
    choir.take("Bo")
    changed = {"do_not_contact": True} if status == "quiet" else {"status": status}
    Person.objects.filter(pk=person).update(**changed)
    assert actions.remind(by=SYSTEM("test"), now=choir.at - timedelta(hours=20)) == 1
    assert (subjects("Ana"), subjects("Bo")) == (["Your place"], ["Your place", "Soon"])


def test_the_whole_way_of_somebody_without_an_account(choir: Choir) -> None:
    visitor = Client()
    page = visitor.get(choir.address)
    assert "There are 2 places left" in page.content.decode()
    assert visitor.post(choir.address, {"key": uuid4(), "name": "", "reach": "nonsense"}).status_code == 422
    said = {"key": uuid4(), "name": "Dee", "reach": "+1 305 555 0123"}
    answer = visitor.post(choir.address, said)
    assert visitor.post(choir.address, said).status_code == 302
    place = answer.headers["Location"]
    assert "You have a place" in visitor.get(place).content.decode()
    assert Seat.objects.get().reach == "+13055550123"
    message = Message.objects.get()
    assert (message.channel, place.rsplit("/", 2)[0] in message.text) == ("sms", True)
    assert read(visitor.get(f"{place}date.ics").content, zone=timezone.get_default_timezone())[0].title
    assert "cancelled" in visitor.post(place, follow=True).content.decode()
    assert b"METHOD:CANCEL" in visitor.get(f"{place}date.ics").content
    assert Client().get("/groups/place/forged/").status_code == 404
    assert "sessionid" not in visitor.cookies


def test_what_somebody_needs_is_for_the_organiser_alone_and_photos_are_said_before(choir: Choir) -> None:
    visitor, said = Client(), {"key": uuid4(), "name": "Dee", "reach": "dee@linden.example"}
    assert "No photos, please." in visitor.get(choir.address).content.decode()
    place = visitor.post(choir.address, {**said, "needs": "A stool, and a seat near the door"}).headers[
        "Location"
    ]
    assert "stool" not in visitor.get(choir.address).content.decode()
    (seat,) = queries.sheet(choir.town.organiser, choir.event, stamp(choir.at)).seats
    assert seat.needs == "A stool, and a seat near the door"
    assert "stool" not in visitor.get(place).content.decode() + Message.objects.get().text
    assert not Entry.objects.filter(subject__contains="stool").exists()
    Event.objects.filter(pk=choir.event).update(photos=True)
    assert "Say so if you want to be in none." in visitor.get(choir.address).content.decode()


def test_nobody_is_flooded_by_places_that_another_asks_for_in_their_name(choir: Choir) -> None:
    made = []
    for week in range(MOST_TO_ONE + 2):
        address = f"/groups/dates/{choir.event}/{stamp(choir.at + 7 * week * DAY)}/"
        said = {"key": uuid4(), "name": "Dee", "reach": "Victim@linden.example"}
        made.append(Client(REMOTE_ADDR=f"203.0.113.{week}").post(address, said).status_code)
    assert made == [302] * MOST_TO_ONE + [429] * 2
    assert Message.objects.count() == MOST_TO_ONE


def test_a_secret_calendar_shows_one_s_own_dates_until_a_new_one_is_made(choir: Choir) -> None:
    ana = choir.town.ana_herself
    choir.take("Ana", by=ana)
    actions.new_calendar(by=ana, now=timezone.now())
    first = queries.own_feed(ana, timezone.now())
    content = Client().get(f"/groups/mine/{first}/dates.ics").content
    assert [one.starts_at for one in read(content, zone=timezone.get_default_timezone())] == [choir.at]
    actions.new_calendar(by=ana, now=timezone.now())
    assert Client().get(f"/groups/mine/{first}/dates.ics").status_code == 404


def test_an_organiser_s_calendar_is_brought_whole_or_not_at_all(choir: Choir) -> None:
    content = Client().get(f"/groups/{choir.town.walk}/dates.ics").content
    before = Event.objects.filter(group=choir.town.choir).count()
    group = NewGroup(id=str(uuid4()), name="Band", area=choir.town.hill)
    load_groups(groups=[group], by=HOUSE, now=NOW)
    found = [
        NewEvent(group.id, one.title, one.starts_at, one.ends_at, one.rule, skips=one.skips)
        for one in read(content, zone=timezone.get_default_timezone())
    ]
    for _ in range(2):
        actions.load_events(events=found, by=choir.town.organiser, now=NOW)
    assert Event.objects.filter(group=group.id).count() == len(found) > 1
    assert Event.objects.filter(group=choir.town.choir).count() == before
