"""A very small town for tests that cross rooms: two neighbourhoods, one account of each role."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import timezone

from kizuna.access.secrets import seal_link
from kizuna.access.viewer import STRANGER, SYSTEM, Viewer
from kizuna.activities.actions import load_groups
from kizuna.activities.group import NewGroup
from kizuna.activities.models import Absence
from kizuna.directory.actions import ask_for_booklet, bring_package, propose_change, settle_booklet
from kizuna.directory.booklet import Chosen
from kizuna.directory.models import (
    ChangedField,
    Confirmation,
    ConfirmationOf,
    Organization,
    Service,
    TaxonomyTerm,
)
from kizuna.directory.provider_link import make
from kizuna.ledger.models import Entry
from kizuna.outbox.actions import open_run, plan_run, receive
from kizuna.outbox.message import Draft
from kizuna.outbox.models import Message, Reply
from kizuna.people.actions import (
    add_person,
    ask_correction,
    break_glass,
    give_consent,
    invite,
    merge_persons,
    open_account,
    propose,
    protect,
)
from kizuna.people.asking import PURPOSE as OWN_DATA
from kizuna.people.consent import LINK_WORKERS, REFERRAL, SUPPORT
from kizuna.people.models import Account, Double
from kizuna.people.models.filling import indexes
from kizuna.people.queries import viewer_of
from kizuna.places.actions import add_area
from kizuna.places.models import Area
from kizuna.referrals.actions import open_referral
from kizuna.referrals.models import Referral
from kizuna.referrals.queries import link_url
from kizuna.screening.actions import raise_worry, read_replies, record_check_up
from kizuna.screening.models import Concern, ContactRequest
from kizuna.screening.values import Leaving
from kizuna.screening.worry import Told
from kizuna.signposting.keep import Choice
from kizuna.signposting.queries import kept_link
from kizuna.web.actions import add_hook, add_program, bring_list
from tests.planted import planted

HOUSE = SYSTEM("test town")
SPACE = UUID("6b1f6c0e-8a53-4c52-9d7f-0c5c3f3f9a10")
STAFF = ("worker", "organiser", "provider", "coordinator", "analyst")
"""Roles that work somewhere: in the North, all of them."""


@dataclass
class Town:
    """Ana (who has an account) and Ben live in the North, Cem in the South; Ana and Cem want support."""

    now: datetime
    community: UUID
    north: UUID
    south: UUID
    ana: UUID
    ben: UUID
    cem: UUID
    group: UUID
    consents: dict[UUID, UUID]
    """Of Ana and Cem: the consent to be supported."""
    accounts: dict[str, Account] = field(default_factory=dict)
    """One account a role; "far worker" works in the South."""

    def viewer(self, role: str) -> Viewer:
        """The viewer that the middleware builds for the account of a role."""
        return viewer_of(HOUSE, self.accounts[role])


def identifier(name: str) -> UUID:
    """The same id for the same name in every run."""
    return uuid5(SPACE, name)


KITCHEN = identifier("kitchen")
"""The organisation for which the provider with an account works."""


def build(now: datetime) -> Town:
    """Make the town through the rooms' own actions, or plant what they made before.

    Towns of today differ by hours only: what happened in one lies up to an hour back.
    """
    if Area.objects.exists() or Entry.objects.exists():
        return _build(now)
    of_today = abs(now - timezone.now()) < timedelta(hours=12)
    town = _planted(now.replace(minute=0, second=0, microsecond=0) if of_today else now)
    town.now = now
    return town


def _build(now: datetime) -> Town:
    how: dict[str, Any] = {"by": HOUSE, "now": now}
    community = add_area(name="Linden Bay", level="community", above=None, lat=44.1, lon=-68.4, **how)
    north, south = (
        add_area(name=name, level="neighbourhood", above=community, lat=lat, lon=-68.4, **how)
        for name, lat in (("North", 44.12), ("South", 44.08))
    )
    ana = add_person(name="Ana Ruiz", area=north, birth_year=1950, email="ana@example.org", **how)
    ben = add_person(name="Ben Ono", area=north, **how)
    cem = add_person(name="Cem Öztürk", area=south, email="cem@example.org", **how)
    consents = {
        person: give_consent(person=person, purpose=SUPPORT, recipient=LINK_WORKERS, how="spoken", **how)
        for person in (ana, cem)
    }
    group = identifier("soup and songs")
    load_groups(groups=[_group(group, north)], **how)
    for person in (ana, cem):
        give_consent(person=person, purpose=REFERRAL, recipient=f"group:{group}", how="spoken", **how)
    town = Town(now, community, north, south, ana, ben, cem, group, consents)
    _open_accounts(town, how)
    return town


_planted = planted(_build)


def _group(id: UUID, area: UUID) -> NewGroup:
    return NewGroup(
        id=str(id),
        name="Soup and Songs",
        area=str(area),
        email="soup@example.org",
        helps_with=("company.group",),
    )


def _open_accounts(town: Town, how: dict[str, Any]) -> None:
    def account(name: str, role: str, **more: Any) -> None:
        key = open_account(email=f"{name.replace(' ', '.')}@example.org", role=role, name=name, **more, **how)
        town.accounts[name] = Account.objects.get(pk=key)

    account("resident", "resident", person=town.ana)
    for role in STAFF:
        account(
            role, role, areas=[town.north], organisations=["org", str(KITCHEN)] if role == "provider" else []
        )
    account("far worker", "worker", areas=[town.south])
    account("admin", "admin")


def refer(town: Town, person: UUID) -> UUID:
    """A referral of a person to the group, opened by a worker who may."""
    return open_referral(
        referral_id=identifier(f"referral of {person}"),
        person=person,
        kind="group",
        option=town.group,
        need="company.group",
        consent_how="spoken",
        consent_note="Yes, please ask them.",
        by=HOUSE,
        now=town.now,
    )


def refer_link(town: Town, person: UUID) -> str:
    """What the provider got by e-mail, without the site's address: the last part of the link."""
    row = Referral.objects.get(pk=refer(town, person))
    return link_url(HOUSE, row, town.now).rstrip("/").rpartition("/")[2]


def in_danger(town: Town, area: UUID) -> tuple[UUID, UUID]:
    """Somebody in this area told of danger and how to reach them: their concern, their wish to be called."""
    attempt = identifier(f"danger in {area}")
    record_check_up(
        attempt=attempt,
        answers={"safe": ["life"]},
        heard=["mood.crisis"],
        contact=Leaving(name="Dee", phone="+13055550177", email="", area=str(area), shared=False),
        by=STRANGER,
        now=town.now,
    )
    return Concern.objects.get(area=area).pk, ContactRequest.objects.get(area=area).pk


def lunch(town: Town) -> UUID:
    """A service of the directory that can be asked for a place."""
    organisation, _ = Organization.objects.get_or_create(name="Harbour Hall")
    service, _ = Service.objects.get_or_create(
        organization=organisation, name="Lunch club", defaults={"email": "lunch@example.org"}
    )
    return service.pk


def brought_package(town: Town) -> UUID:
    """A package of listings that somebody brought."""
    return bring_package(
        ending=".json", source="linden", content=b"[]", at_once=False, by=HOUSE, now=town.now
    )


def made_booklet(town: Town) -> UUID:
    """A long booklet that is ready."""
    id = ask_for_booklet(chosen=Chosen(language="en"), by=HOUSE, now=town.now)
    settle_booklet(booklet=id, state="ready", content=b"%PDF", volumes=1, by=HOUSE, now=town.now)
    return id


def foreign_term() -> UUID:
    """A term of somebody else's taxonomy."""
    return TaxonomyTerm.objects.get_or_create(name="Congregate Meals")[0].pk


def proposed_change(town: Town) -> UUID:
    """A field of a change that somebody proposed for the lunch club."""
    values = {"service.name": "Dinner club"}
    change = propose_change(service=lunch(town), values=values, by=STRANGER, now=town.now)
    return ChangedField.objects.get(change=change).pk


def provider_link(town: Town, purpose: Any) -> str:
    """The end of a link for the provider of the lunch club."""
    id, address = lunch(town), "lunch@example.org"
    if purpose == "confirm":
        asked, new = Confirmation.objects.get_or_create(
            address=address, id=identifier("letter"), defaults={"sent_at": town.now}
        )
        if new:
            ConfirmationOf.objects.create(confirmation=asked, service_id=id)
        id = asked.pk
    return make(purpose, id, address, settings.SECRET_KEYS, town.now)


def kept_list(town: Town) -> str:
    """The end of a link to a list that somebody kept."""
    return kept_link(town.viewer("resident"), [Choice("group", str(town.group))], town.now)


def brought_list(town: Town) -> UUID:
    """The coordinator brought a list of residents and has not kept it yet."""
    return bring_list(
        kind="residents", content=b"Name,Area\nDee,North\n", by=town.viewer("coordinator"), now=town.now
    )


def written_run(town: Town, area: UUID) -> UUID:
    """Messages to many of an area, written and not started."""
    run = open_run(key=f"run:{area}", label="Newsletter", area=area, now=town.now)
    draft = Draft(f"news:{area}", f"{area}@example.org", "News", "The hall is open.")
    plan_run(run=run, messages=[draft], now=town.now)
    return run


def proposed(town: Town, person: UUID) -> UUID:
    """The worker of where this person lives asks that they are erased on their behalf."""
    near, area = ("worker", town.north) if person == town.ana else ("far worker", town.south)
    return propose(
        deed="person.erase.for",
        task="work.prune",
        subject=f"people.Person:{person}",
        about="Erase what is held about somebody",
        why="They asked for it.",
        area=area,
        person=person,
        by=town.viewer(near),
        now=town.now,
    )


def worried(town: Town, area: UUID) -> UUID:
    """Somebody told us that they worry about a person in this area."""
    return raise_worry(
        attempt=identifier(f"worry in {area}"),
        area=area,
        told=Told(who="The man in the blue house", where="Harbour Lane", worry="His light is out."),
        by=STRANGER,
        now=town.now,
    )


def wrote_to_us(town: Town, who: str) -> UUID:
    """Somebody with this address wrote to us, and it was found out who."""
    address = f"{who}@example.org"
    receive(channel="email", address=address, text="Is there tea?", reference=f"of {who}", now=town.now)
    read_replies(by=HOUSE, now=town.now)
    return Reply.objects.get(reference=f"of {who}").pk


def invitation(town: Town, area: UUID) -> UUID:
    """A link worker who was invited to work in this area."""
    made = invite(email=f"{area}@example.org", role="worker", areas=[area], by=HOUSE, now=town.now)
    assert made
    return made


def program(town: Town) -> UUID:
    """A program that was let in."""
    said: dict[str, Any] = {"name": "Clinic", "role": "worker", "scopes": ["people:read"]}
    return add_program(**said, areas=[town.north], by=HOUSE, now=town.now)[0]


def webhook(town: Town) -> UUID:
    """Where that program is told who was added."""
    there = {"url": "https://clinic.example/news", "events": ["person.added"], "program": program(town)}
    return add_hook(**there, by=HOUSE, now=town.now)[0]  # type: ignore[arg-type]


def invitation_link(town: Town) -> str:
    """The end of the link that an invited person got."""
    made = invite(email="new@example.org", role="worker", areas=[town.north], by=HOUSE, now=town.now)
    text = Message.objects.get(key=f"invitation:{made}:1").text
    return str(re.search(r"/account/invited/([^/]+)/", text)[1])  # type: ignore[index]


def opened_glass(town: Town, person: UUID) -> UUID:
    """The worker of where this person lives opened their record in an emergency."""
    near, name = ("worker", "Ana Ruiz") if person == town.ana else ("far worker", "Cem Öztürk")
    return break_glass(
        sought=name, reason="missing", words="No answer.", minutes=60, by=town.viewer(near), now=town.now
    )


def _likeness(town: Town, person: UUID, name: str) -> UUID:
    """Another record of somebody, in the same part of town, seen by the same workers."""
    where = {town.ana: town.north, town.cem: town.south}[person]
    how: dict[str, Any] = {"by": HOUSE, "now": town.now}
    double = add_person(name=name, area=where, person_id=identifier(f"{name} of {person}"), **how)
    give_consent(person=double, purpose=SUPPORT, recipient=LINK_WORKERS, how="spoken", **how)
    return double


def doubled(town: Town, person: UUID) -> UUID:
    """A pair that waits for a human: somebody, and a record that looks like theirs."""
    two = _likeness(town, person, "Look-alike")
    found, _ = Double.objects.get_or_create(
        one_id=person, two_id=two, defaults={"score": 90, "reasons": ["name", "phone"], "found_at": town.now}
    )
    return found.pk


def put_together(town: Town, person: UUID) -> UUID:
    """A merge that can be undone."""
    other = _likeness(town, person, "Other record")
    return merge_persons(keep=person, other=other, by=HOUSE, now=town.now)


def missed(town: Town, person: UUID) -> UUID:
    """The organiser asked a link worker to see after this person, who has not come for a while."""
    row, _ = Absence.objects.get_or_create(
        id=identifier(f"absence of {person}"),
        group_id=town.group,
        person_id=person,
        last_came_at=town.now - timedelta(weeks=5),
        passed_on_at=town.now,
    )
    return row.pk


def guarded(town: Town, person: UUID) -> UUID:
    """A protection: nobody of this town's accounts keeps it but two workers made for it."""
    keepers = []
    for name in ("keeper.one", "keeper.two"):
        found = Account.objects.filter(email=f"{name}@example.org").first()
        how: dict[str, Any] = {"by": HOUSE, "now": town.now}
        keepers.append(
            found.pk
            if found
            else open_account(
                email=f"{name}@example.org", role="worker", name=name, areas=[town.community], **how
            )
        )
    return protect(person=person, keepers=keepers, reason="She fled.", by=HOUSE, now=town.now)


def own_data_link(town: Town) -> str:
    """The end of a link to her own data that Ana got at her address."""
    held = {"person": str(town.ana), "number": "1", "marks": indexes("ana@example.org", "email")}
    return seal_link(held, settings.SECRET_KEYS, purpose=OWN_DATA, now=town.now)


def said_wrong(town: Town, person: UUID) -> UUID:
    """This person says that a note about them is wrong."""
    return ask_correction(
        attempt=identifier(f"wrong about {person}"),
        about="notes",
        words="I never said that.",
        by=Viewer(role="resident", person=str(person)),
        now=town.now,
    )
