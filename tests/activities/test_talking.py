"""What groups write to each other: who gets it, who never does, and that nobody's number shows."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.activities import actions, queries
from kizuna.activities.group import NewGroup
from kizuna.activities.models import Group, Letter, Member
from kizuna.activities.talking import LETTER_STEPS, LETTERS, may_follow, mute_token, too_many_letters, words
from kizuna.outbox.actions import receive
from kizuna.outbox.models import Expected, Message, Reply
from kizuna.people.actions import add_person, block, open_account
from kizuna.people.models import Account, Person
from kizuna.people.queries import viewer_of
from kizuna.screening.models import Worry
from tests.meetings import group_date
from tests.talks import join, wrote
from tests.town import Town, build, guarded

HOUSE = SYSTEM("test")


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


def letter(town: Town, by: Viewer, **more: object) -> UUID:
    said = {"key": uuid4(), "group": town.group, "subject": "Soup", "text": "Who brings bread?", **more}
    actions.write_letter(**said, by=by, now=town.now)  # type: ignore[arg-type]
    return said["key"]  # type: ignore[return-value]


def own(person: UUID) -> Viewer:
    return Viewer(role="resident", person=str(person))


def test_the_table_of_a_letter() -> None:
    assert (
        set(LETTER_STEPS)
        == set(LETTERS)
        == {to for after in LETTER_STEPS.values() for to in after} | {"waiting"}
    )
    assert may_follow("waiting", "sent") and not may_follow("sent", "refused") and not may_follow("x", "sent")
    forms = {"whole": "w", "short": "s", "bare": "b"}
    assert words(forms, "sms", 301, False) == "s" and words(forms, "email", 301, False) == "w"
    assert words(forms, "email", 5, True) == "b"
    now = timezone.now()
    assert too_many_letters([now] * 5, "member", now) and not too_many_letters([now] * 5, "organiser", now)
    assert not too_many_letters([now - timedelta(days=1)] * 5, "member", now)


def test_a_letter_goes_to_each_by_their_own_way_and_shows_no_number(town: Town) -> None:
    how = {"area": town.north, "by": HOUSE, "now": town.now}
    dee = add_person(name="Dee", phone="+13055550101", preferred_channel="text", **how)
    shy = add_person(name="Shy", email="shared@example.org", shared_contact=True, **how)
    gone = add_person(name="Gone", email="gone@example.org", **how)
    away = add_person(name="Away", email="away@example.org", **how)
    join(town, town.ana, town.ben, dee, shy, gone, away)
    actions.mute_group(group=town.group, silent=True, by=own(gone), now=town.now)
    block(person=away, other=town.ana, by=HOUSE, now=town.now)
    key = letter(town, own(town.ana))
    assert not Message.objects.filter(cause=f"activities.Letter:{key}", topic="group", channel="sms").exists()
    for _ in range(2):
        actions.decide_letter(letter=key, state="sent", by=town.viewer("organiser"), now=town.now)
    sent = {
        one.address: one
        for one in Message.objects.filter(key__startswith=f"letter:{key}:").exclude(person=None)
    }
    # Not to Ana herself, not to whoever silenced it, or is kept apart from her; Ben has no address.
    assert set(sent) == {"+13055550101", "shared@example.org"}
    assert "bread" in sent["+13055550101"].text and "Ana" in sent["+13055550101"].text
    assert "bread" not in sent["shared@example.org"].text and "Soup" not in sent["shared@example.org"].subject
    for one in sent.values():
        assert "ana@example.org" not in one.text and "+1305" not in one.text
    assert Expected.objects.filter(topic="activities.hear_member").count() == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, subject FROM activities_letter")
        assert "bread" not in str(cursor.fetchall())


def test_an_answer_by_text_waits_for_the_organiser(town: Town) -> None:
    how = {"area": town.north, "by": HOUSE, "now": town.now}
    dee = add_person(name="Dee", phone="+13055550101", preferred_channel="text", **how)
    join(town, town.ana, dee)
    letter(town, town.viewer("organiser"))
    receive(channel="sms", address="+13055550101", text="I bring some.", reference="r1", now=town.now)
    reply = Reply.objects.get()
    for _ in range(2):
        actions.hear_member(reply=reply.pk, by=HOUSE, now=town.now)
    heard = Letter.objects.get(person=dee)
    assert (heard.state, heard.text) == ("waiting", "I bring some.") and Reply.objects.get().collected_at
    # Who said STOP gets no more.
    receive(channel="sms", address="+13055550101", text="STOP", reference="r3", now=town.now)
    quiet = letter(town, town.viewer("organiser"))
    assert Message.objects.get(key=f"letter:{quiet}:{dee}").status == "stopped"
    # What no group waits for goes on to a human.
    Member.objects.filter(person=dee).delete()
    receive(channel="sms", address="+13055550101", text="Hello?", reference="r2", now=town.now)
    actions.hear_member(reply=Reply.objects.get(reference="r2").pk, by=HOUSE, now=town.now)
    assert (
        Reply.objects.get(reference="r2").collected_at is None
        and Letter.objects.filter(person=dee).count() == 1
    )


def test_too_many_letters_are_refused_and_one_sent_twice_is_one(town: Town) -> None:
    join(town, town.ana)
    key = uuid4()
    assert {letter(town, own(town.ana), key=key) for _ in range(3)} == {key}
    for _ in range(4):
        letter(town, own(town.ana))
    with pytest.raises(Refused):
        letter(town, own(town.ana))
    with pytest.raises(Refused):
        letter(town, town.viewer("organiser"), text=" ")


@pytest.mark.doors
def test_only_members_and_organisers_read_and_nobody_reads_whom_they_are_kept_apart_from(town: Town) -> None:
    key = wrote(town, town.ben)
    assert [one.text for one in queries.talk(own(town.ana), town.group, town.now).letters] == [
        "Who brings soup?"
    ]
    assert queries.talk(town.viewer("organiser"), town.group, town.now).members == 2
    far = Viewer(role="organiser", account=str(uuid4()), areas=frozenset({str(town.south)}))
    for viewer, answer in (
        (STRANGER, LogInFirst),
        (town.viewer("worker"), NotAllowed),
        (own(town.cem), NotFound),
    ):
        with pytest.raises(answer):
            queries.talk(viewer, town.group, town.now)
    for viewer in (far, own(town.ana)):
        with pytest.raises((NotFound, NotAllowed)):
            actions.decide_letter(letter=key, state="refused", by=viewer, now=town.now)
    with pytest.raises((NotFound, NotAllowed)):
        actions.write_to_group(
            key=uuid4(), group=town.group, to=town.group, subject="", text="x", by=own(town.ana), now=town.now
        )
    with pytest.raises(NotFound):
        letter(town, own(town.cem))
    actions.block_writer(letter=key, by=own(town.ana), now=town.now)
    assert queries.talk(own(town.ana), town.group, town.now).letters == ()
    with pytest.raises(NotFound):
        queries.letter_of(own(town.ana), key)
    # Nor does the one who was blocked read what Ana writes.
    wrote(town, town.ana)
    assert [one.mine for one in queries.talk(own(town.ben), town.group, town.now).letters] == [True]


def test_what_somebody_needs_reaches_the_organiser_only_with_their_yes(town: Town) -> None:
    join(town, town.ana)
    Person.objects.filter(pk=town.ana).update(access_needs=["no steps"])
    organiser = town.viewer("organiser")

    def known() -> list[tuple[str, ...]]:
        return [one.needs for one in queries.talk(organiser, town.group, town.now).people]

    assert known() == [()]
    actions.share_access(group=town.group, share=True, by=own(town.ana), now=town.now)
    assert known() == [("no steps",)]
    assert queries.talk(own(town.ana), town.group, town.now).people == ()
    actions.share_access(group=town.group, share=False, by=own(town.ana), now=town.now)
    assert known() == [()]


def test_a_group_writes_to_the_organisers_of_another(town: Town) -> None:
    other = uuid4()
    key = open_account(
        email="o@example.org", role="organiser", name="Ola", areas=[town.south], by=HOUSE, now=town.now
    )
    new = NewGroup(id=str(other), name="Walkers", area=str(town.south), organiser=str(key))
    actions.load_groups(groups=[new], by=HOUSE, now=town.now)
    said = {"group": town.group, "to": other, "subject": "", "text": "A walk together?", "now": town.now}
    actions.write_to_group(key=uuid4(), by=town.viewer("organiser"), **said)
    ola = viewer_of(HOUSE, Account.objects.get(pk=key))
    read = queries.talk(ola, other, town.now).letters[0]
    assert (read.text, read.from_group) == ("A walk together?", "Soup and Songs")
    assert Message.objects.get(topic="group").address == "o@example.org"
    assert "organiser@example.org" not in Message.objects.get(topic="group").text
    member = own(town.ana)
    Member.objects.create(group_id=other, person_id=town.ana, asked_at=town.now, since=town.now)
    assert queries.talk(member, other, town.now).letters == ()


def test_pages_of_the_talk(town: Town, django_assert_max_num_queries) -> None:
    event, at = group_date(town)
    resident, organiser = Client(), Client()
    resident.force_login(town.accounts["resident"])
    organiser.force_login(town.accounts["organiser"])
    talk = f"/groups/{town.group}/talk/"
    assert resident.get(talk).status_code == 404
    assert resident.post(f"/groups/{town.group}/membership/", {"do": "join"})["Location"] == talk
    sent = resident.post(talk, {"key": str(uuid4()), "text": "Hello <b>all</b>"}, follow=True)
    assert "The organiser looks at it first" in sent.content.decode()
    assert "&lt;b&gt;" in organiser.get(talk).content.decode()
    organiser.post(f"/groups/letters/{Letter.objects.get().pk}/decide/", {"state": "sent"})
    organiser.post(f"/groups/dates/{event}/{at}/notes/", {"text": "Ana brings bread."})
    for browser in (resident, organiser):
        with django_assert_max_num_queries(12):
            assert "Ana brings bread." in browser.get(talk).content.decode()
    token = mute_token(town.group, town.ana, settings.SECRET_KEYS, town.now)
    assert "Soup and Songs" in Client().get(f"/groups/hear-less/{token}/").content.decode()
    assert Member.objects.get().muted_at is None
    Client().post(f"/groups/hear-less/{token}/")
    assert Member.objects.get().muted_at is not None


@pytest.mark.doors
def test_a_group_that_is_asked_first_lets_people_in(town: Town) -> None:
    Group.objects.filter(pk=town.group).update(join="ask")
    organiser = town.viewer("organiser")
    Group.objects.filter(pk=town.group).update(organiser=UUID(organiser.account))
    for _ in range(2):
        actions.join_group(group=town.group, by=own(town.ana), now=town.now)
    assert queries.standing_in(own(town.ana), town.group).asked
    with pytest.raises(NotFound):
        queries.talk(own(town.ana), town.group, town.now)
    letter(town, organiser)
    assert not Message.objects.filter(person=town.ana).exists()
    asks = queries.talk(organiser, town.group, town.now)
    assert [(one.name, one.asks) for one in asks.people] == [("Ana Ruiz", True)] and asks.members == 0
    far = Viewer(role="organiser", account=str(uuid4()), areas=frozenset({str(town.south)}))
    for viewer in (far, own(town.ana)):
        with pytest.raises((NotFound, NotAllowed)):
            actions.decide_member(member=asks.people[0].id, stays=True, by=viewer, now=town.now)
    for _ in range(2):
        actions.decide_member(member=asks.people[0].id, stays=True, by=organiser, now=town.now)
    assert queries.talk(own(town.ana), town.group, town.now).standing.member
    assert "Soup and Songs" in Message.objects.get(person=town.ana).text
    # Whoever may not be found is only counted.
    guarded(town, town.ana)
    found = queries.talk(organiser, town.group, town.now)
    assert found.people == () and found.members == 1
    actions.decide_member(member=asks.people[0].id, stays=False, by=organiser, now=town.now)
    assert not Member.objects.exists()


@pytest.mark.parametrize("hidden", [False, True])
def test_words_of_danger_in_a_letter_go_round_in_no_group_and_reach_a_human(town: Town, hidden: bool) -> None:
    join(town, town.ana, town.ben)
    actions.let_talk(group=town.group, moderated=False, by=town.viewer("organiser"), now=town.now)
    if hidden:
        guarded(town, town.ana)
    browser = Client()
    browser.force_login(town.accounts["resident"])
    page = f"/groups/{town.group}/talk/"
    said = {"key": str(uuid4()), "subject": "Soup", "text": "I cannot go on. I want to die."}
    answer = browser.post(page, said)
    assert answer["Location"] == "/crisis/", answer.content.decode()[:500]
    assert "A person from here is told now" in browser.get("/crisis/").content.decode()
    assert Letter.objects.get(pk=said["key"]).state == "waiting"
    worry = Worry.objects.get()
    assert (str(worry.person_id), worry.told["who"]) == (str(town.ana), "Ana Ruiz")
    told = set(Message.objects.filter(key__startswith=f"worry:{worry.pk}").values_list("address", flat=True))
    assert told, "whoever is on duty"
    assert (told == {"keeper.one@example.org", "keeper.two@example.org"}) is hidden
    desk = Client()
    desk.force_login(town.accounts["worker"])
    assert desk.get(f"/worries/{worry.pk}/").status_code == (404 if hidden else 200)
    browser.post(page, {**said, "key": str(uuid4()), "text": "Who brings bread?"})
    assert Worry.objects.count() == 1
