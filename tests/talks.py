"""Members of the test town's group, what they wrote, and reports: what the doors are tried with."""

from uuid import UUID

from django.conf import settings

from kizuna.activities.models import Greeting, Letter, Member, Newsletter
from kizuna.activities.talking import mute_token
from kizuna.voice.actions import make_report
from kizuna.voice.models import About, Report
from kizuna.voice.report import NewReport, about_token, report_token
from tests.town import HOUSE, Town, identifier


def join(town: Town, *people: UUID) -> None:
    """These people belong to the group."""
    for person in people:
        here = {"asked_at": town.now, "since": town.now}
        Member.objects.get_or_create(group_id=town.group, person_id=person, defaults=here)


def member_of(town: Town, person: UUID) -> int:
    """This person as a member of the group."""
    join(town, person)
    return Member.objects.get(group=town.group, person=person).pk


def wrote(town: Town, person: UUID) -> UUID:
    """A letter of this person that went round in the group; Ana and Ben belong to it."""
    join(town, town.ana, town.ben)
    said = {
        "group_id": town.group,
        "person_id": person,
        "text": "Who brings soup?",
        "state": "sent",
        "at": town.now,
    }
    return Letter.objects.get_or_create(id=identifier(f"letter of {person}"), defaults=said)[0].pk


def greeting(town: Town, buddy: UUID, newcomer: UUID) -> UUID:
    """A newcomer of the group whom this member meets at the door."""
    member_of(town, buddy)
    said = {"group_id": town.group, "person_id": buddy, "state": "given", "at": town.now}
    return Greeting.objects.get_or_create(member_id=member_of(town, newcomer), defaults=said)[0].pk


def mute_link(town: Town) -> str:
    """The key under a letter that silences the group for Ana."""
    join(town, town.ana)
    return mute_token(town.group, town.ana, settings.SECRET_KEYS, town.now)


def newsletter(town: Town, area: UUID, state: str) -> UUID:
    """A newsletter of this area."""
    said = {
        "area_id": area,
        "title": "News",
        "texts": {"en": "Soup is ready."},
        "state": state,
        "at": town.now,
    }
    return Newsletter.objects.get_or_create(id=identifier(f"news of {area}"), defaults=said)[0].pk


def made_report(town: Town, area: UUID) -> UUID:
    """A report from this area, about nobody by name."""
    key = identifier(f"report from {area}")
    id = make_report(new=NewReport(key, "hurtful", "Somebody shouted."), by=HOUSE, now=town.now)
    Report.objects.filter(pk=id).update(area=area)
    return id


def about_link(town: Town) -> str:
    """The key to what was decided about Ben."""
    report = made_report(town, town.north)
    Report.objects.filter(pk=report).update(told_them="Please be kind.")
    row, _ = About.objects.get_or_create(report_id=report, person_id=town.ben)
    return about_token(row.pk, settings.SECRET_KEYS, town.now)


def report_link(town: Town) -> str:
    """The key to the secret page of a report."""
    return report_token(made_report(town, town.north), settings.SECRET_KEYS, town.now)
