"""Volunteers at shifts: rules hold whoever asks, nobody is doubled, papers and rest count, doors are shut."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.activities import actions, queries
from kizuna.activities.models import Check, Helping, Reference, Stint
from kizuna.activities.shifts import About, Offer, mine_token
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.actions import add_person
from tests.helping import kept_role, kept_shift, own_key, own_page, reference_link, who_helps
from tests.meetings import calendar_link
from tests.town import HOUSE, Town, build

pytestmark = pytest.mark.django_db
SHUT = (LogInFirst, NotAllowed, NotFound)


@pytest.fixture
def town() -> Town:
    cache.clear()
    return build(timezone.now())


def another(town: Town, name: str = "Fay") -> str:
    return str(who_helps(town, Offer(name, f"{name.lower()}@linden.example", "", name)))


def take(town: Town, shift: object, volunteer: object) -> None:
    actions.take_shift(shift=shift, volunteer=volunteer, by=own_page(volunteer), now=town.now)  # type: ignore[arg-type]


def states(shift: object) -> list[str]:
    return sorted(Stint.objects.filter(shift=shift).values_list("state", flat=True))


def subjects(name: str) -> list[str]:
    rows = Message.objects.all()
    return sorted(one.subject.split(":")[0] for one in rows if one.address.startswith(name))


def test_a_shift_is_taken_given_up_and_goes_to_whoever_would_step_in(town: Town) -> None:
    dee, fay, shift = str(who_helps(town)), another(town), kept_shift(town)
    for who in (dee, fay, dee):
        take(town, shift, who)
    assert states(shift) == ["booked", "waiting"]
    for _ in range(2):
        actions.give_up_shift(shift=shift, volunteer=dee, by=own_page(dee), now=town.now)
    assert states(shift) == ["booked", "cancelled"]
    assert {"You would step in", "You are needed"} < set(subjects("fay"))
    assert subjects("dee") == ["Thank you for offering your help", "You are welcome to help", "You help"]
    assert actions.remind_of_shifts(by=HOUSE, now=town.now + timedelta(days=6, hours=4)) == 1
    actions.call_off_shift(shift=shift, by=town.viewer("organiser"), now=town.now)
    assert "It does not take place" in subjects("fay")
    assert "It does not take place" not in subjects("dee")
    with pytest.raises(Refused):
        take(town, shift, dee)


def test_rest_holds_against_everybody_and_waiting_for_a_place_is_no_way_round_it(town: Town) -> None:
    dee, fay, organiser = str(who_helps(town)), another(town), town.viewer("organiser")
    actions.say_about(volunteer=dee, about=About(most_week=3, most_month=20), by=own_page(dee), now=town.now)
    first, second = kept_shift(town, 7, hours=2), kept_shift(town, 7.2, hours=2)
    take(town, second, fay)
    take(town, second, dee)  # waits
    take(town, first, dee)
    actions.give_up_shift(shift=second, volunteer=fay, by=own_page(fay), now=town.now)
    same_week = (
        timezone.localdate(town.now + timedelta(days=7)).isocalendar()[1]
        == (timezone.localdate(town.now + timedelta(days=7.2)).isocalendar()[1])
    )
    if same_week:  # on Sunday evenings the second one is in the next week
        assert Stint.objects.get(shift=second, volunteer=dee).state == "waiting"
        third = kept_shift(town, 7.1, hours=2)
        for by in (organiser, own_page(dee)):
            with pytest.raises(Refused):
                actions.take_shift(shift=third, volunteer=dee, by=by, now=town.now)
        with pytest.raises(Refused):
            actions.ask_for_shift(shift=third, volunteer=dee, by=organiser, now=town.now)


def test_papers_that_run_out_stop_the_matching_and_are_shown_in_time(town: Town) -> None:
    dee, organiser = str(who_helps(town)), town.viewer("organiser")
    shift = kept_shift(town, 20)
    kept_role(town, checks=("record",))
    today = timezone.localdate(town.now)
    where = {"group": town.group, "volunteer": dee}

    def seen(done: int, until: int) -> None:
        days = {"done_on": today - timedelta(days=done), "until": today + timedelta(days=until)}
        actions.see_check(**where, kind="record", **days, by=organiser, now=town.now)

    assert queries.roster(organiser, shift, town.now).fits == ()
    seen(300, 19)
    (other,) = queries.roster(organiser, shift, town.now).others
    assert [one.text for one in other.blocks] == ["%(what)s: good until %(day)s only."]
    ((one, check),) = queries.desk(organiser, town.group, town.now).ending
    assert (one.name, check.stands(today)) == ("Dee", "soon")
    assert [actions.watch_checks(by=HOUSE, now=town.now) for _ in range(2)] == [1, 0]
    (letter,) = [one for one in Message.objects.all() if one.subject.startswith("Papers of a volunteer")]
    assert letter.address == "soup@example.org"
    assert "Dee" not in letter.text
    seen(1, 400)
    assert [one.name for one in queries.roster(organiser, shift, town.now).fits] == ["Dee"]
    assert queries.desk(organiser, town.group, town.now).ending == ()
    with pytest.raises(Refused):
        seen(-1, 5)
    assert Check.objects.count() == 2


def test_hours_are_what_was_noted_and_can_be_put_right(town: Town) -> None:
    dee, fay = str(who_helps(town)), another(town)
    shift, organiser = kept_shift(town, 1, places=2), town.viewer("organiser")
    for who in (dee, fay):
        take(town, shift, who)
    over = town.now + timedelta(days=2)
    ids = [str(Stint.objects.get(volunteer=who).pk) for who in (dee, fay)]
    with pytest.raises(Refused):
        actions.keep_hours(shift=shift, said={ids[0]: 60}, by=organiser, now=town.now)
    for said in ({ids[0]: 150, ids[1]: 120}, {ids[0]: 90, ids[1]: None}):
        actions.keep_hours(shift=shift, said=said, by=organiser, now=over)
    people = {one.name: one.minutes_all for one in queries.desk(organiser, town.group, over).people}
    assert people == {"Dee": 90, "Fay": 0}
    assert queries.mine(own_page(dee), dee, over).minutes_all == 90  # type: ignore[arg-type]
    period = (town.now - timedelta(days=1), over)
    told = {one.code: one for one in queries.indicators(town.viewer("analyst"), town.north, period)}
    assert told["activities.volunteering_hours"].hidden  # of one person it would tell how long they helped
    assert actions.thank(group=town.group, volunteer=dee, text="Thank you, Dee.", by=organiser, now=over)
    assert subjects("dee").count("Thank you from Soup and Songs") == 1


def test_somebody_who_was_named_answers_by_a_link_once_and_is_forgotten(town: Town) -> None:
    address = f"/groups/vouch/{reference_link(town)}/"
    page = Client()
    assert "Pouring tea" in page.get(address).content.decode()
    assert page.post(address, {"how": "", "trust": "yes"}).status_code == 422
    said = {"how": "My neighbour for ten years", "trust": "yes", "words": "Kind."}
    for _ in range(2):
        assert page.post(address, said).status_code == 302
    assert page.post(address, {"no": "1"}, follow=True).status_code == 200
    row = Reference.objects.get()
    assert (row.state, row.reach) == ("answered", "")
    found = queries.one_volunteer(town.viewer("organiser"), town.group, row.volunteer_id, town.now)
    assert dict(found.references[0].said)["how"] == "My neighbour for ten years"
    assert Client().get("/groups/vouch/forged/").status_code == 404


@pytest.mark.doors
def test_nobody_but_organisers_of_the_area_and_the_volunteer_themselves(town: Town) -> None:
    dee, fay, shift = str(who_helps(town)), another(town), kept_shift(town)
    far = Viewer(role="organiser", account=str(uuid4()), areas=frozenset({str(town.south)}))
    others = [STRANGER, far, own_page(fay), *map(town.viewer, ("resident", "worker", "coordinator", "admin"))]  # type: ignore[arg-type]
    how = {"shift": shift, "volunteer": dee, "now": town.now}
    for by in others:
        for verb in (actions.take_shift, actions.give_up_shift, actions.ask_for_shift):
            with pytest.raises(SHUT):
                verb(by=by, **how)
        for read in (queries.desk, queries.roster):
            with pytest.raises(SHUT):
                read(by, town.group if read is queries.desk else shift, town.now)
        with pytest.raises(SHUT):
            queries.mine(by, dee, town.now)
        with pytest.raises(SHUT):
            queries.one_volunteer(by, town.group, dee, town.now)
        with pytest.raises(SHUT):
            actions.say_about(volunteer=dee, about=About(), by=by, now=town.now)
        with pytest.raises(SHUT):
            actions.thank(group=town.group, volunteer=dee, text="Hi", by=by, now=town.now)
    with pytest.raises(NotFound):  # an organiser sees only who asked to help in their own groups
        person = add_person(name="Guy", area=town.north, by=HOUSE, now=town.now)
        queries.one_volunteer(town.viewer("organiser"), town.group, person, town.now)
    assert states(shift) == []


def test_the_whole_way_of_somebody_without_an_account(town: Town, django_assert_max_num_queries) -> None:
    role, shift = kept_role(town), kept_shift(town)
    visitor, organiser = Client(), Client()
    organiser.force_login(town.accounts["organiser"])
    assert "Pouring tea" in visitor.get("/groups/help/").content.decode()
    address = f"/groups/help/{role}/"
    assert visitor.post(address, {"key": uuid4(), "name": "Dee", "reach": "nonsense"}).status_code == 422
    said = {"key": uuid4(), "name": "Dee", "reach": "+1 305 555 0123", "words": "I make good tea."}
    own = visitor.post(address, said).headers["Location"]
    assert visitor.post(address, said).status_code == 302
    assert Helping.objects.count() == 1
    assert "Not answered yet" in visitor.get(own).content.decode()
    desk = f"/groups/{town.group}/volunteers/"
    assert "I make good tea." in organiser.get(desk).content.decode()
    one = f"{desk}{Helping.objects.get().volunteer_id}/"
    assert organiser.post(f"{one}answer/", {"role": role, "state": "welcome"}).status_code == 302
    assert Entry.objects.filter(verb="looked", subject="activities.volunteer").count() == 0
    assert "Dee" in organiser.get(one).content.decode()
    assert Entry.objects.filter(verb="looked", subject="activities.volunteer").count() == 1
    assert "I can come" in visitor.get(own).content.decode()
    about = {"skills": ["cooking"], "days": ["mon"], "most_week": 3, "km": 2}
    assert visitor.post(f"{own}about/", about).status_code == 302
    assert visitor.post(f"{own}about/", {"most_week": 99}).status_code == 422
    assert "You help" in visitor.post(f"{own}take/", {"shift": shift}, follow=True).content.decode()
    with django_assert_max_num_queries(12):
        assert visitor.get(own).status_code == 200
    for page in (desk, one, f"/groups/shift/{shift}/"):
        with django_assert_max_num_queries(17):
            assert organiser.get(page).status_code == 200
    assert visitor.post(f"{own}give-up/", {"shift": shift}).status_code == 302
    assert states(shift) == ["cancelled"]
    assert visitor.post(f"{own}stop/", {"role": role}).status_code == 302
    assert Helping.objects.get().state == "ended"


def test_a_resident_offers_with_one_tap_and_finds_the_way_back(town: Town) -> None:
    resident = Client()
    resident.force_login(town.accounts["resident"])
    assert resident.get("/groups/shifts/mine/").headers["Location"] == "/groups/help/"
    assert resident.post(f"/groups/help/{kept_role(town)}/", {"key": uuid4()}).status_code == 302
    assert Helping.objects.get().volunteer.person_id == town.ana
    assert "/groups/shifts/" in resident.get("/groups/shifts/mine/").headers["Location"]
    assert own_key(town) != mine_token(uuid4(), ["another-key-for-tests-0123456789abcdef"], town.now)


def read_feed(address: str) -> dict[str, tuple[int, str]]:
    """What a calendar program reads: by the name of each date how often it changed, and how it stands."""
    answer = Client().get(address)
    assert answer.status_code == 200, address
    calendar = Calendar.from_ical(answer.content)
    found = {str(one["UID"]): (int(one["SEQUENCE"]), str(one["STATUS"])) for one in calendar.walk("VEVENT")}
    return {f"{calendar['METHOD']} {uid}": rest for uid, rest in found.items()}


def test_shifts_stand_in_the_volunteers_own_calendar_and_leave_it_when_they_are_off(town: Town) -> None:
    ana = str(who_helps(town, by=town.viewer("resident")))
    shift, key = kept_shift(town), own_key(town, UUID(ana))
    feeds = [
        f"/groups/mine/{calendar_link(town).rsplit('/', 1)[-1]}/dates.ics",
        f"/groups/shifts/{key}/dates.ics",
        f"/groups/shifts/{key}/{shift}.ics",
    ]
    take(town, shift, ana)
    (first,) = {tuple(read_feed(feed).items()) for feed in feeds}
    ((name, (number, state)),) = first
    assert name.startswith("PUBLISH ") and state == "CONFIRMED"
    actions.give_up_shift(shift=shift, volunteer=ana, by=own_page(ana), now=town.now)
    for feed in feeds[:2]:
        assert read_feed(feed) == {name: (number + 1, "CANCELLED")}
    ((said, gone),) = read_feed(feeds[2]).items()
    assert (said, gone) == (name.replace("PUBLISH", "CANCEL"), (number + 1, "CANCELLED"))
    take(town, shift, ana)
    actions.call_off_shift(shift=shift, by=town.viewer("organiser"), now=town.now)
    assert read_feed(feeds[1]) == {name: (number + 3, "CANCELLED")}
    # Whoever waits to step in has no date yet; nobody reads the shifts of another.
    dee, later = str(who_helps(town)), kept_shift(town, 9)
    take(town, later, dee)
    take(town, later, ana)
    assert len(read_feed(feeds[1])) == 1
    assert Client().get(f"/groups/shifts/{key}/{later}.ics").status_code == 404
    assert Client().get(f"/groups/shifts/x/{shift}.ics").status_code == 404
