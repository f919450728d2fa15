"""A letter leaves: to each member by their own way, to organisers, and answers to it come back."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.deeds import allow
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.activities.models import Group, Letter, Member
from kizuna.activities.talking import ANSWERS, LONGEST, mute_token, too_many_letters, words
from kizuna.ledger.actions import note
from kizuna.outbox.actions import collected, expect_reply, hand_on, send, send_many
from kizuna.outbox.message import Draft
from kizuna.outbox.queries import waiting_with
from kizuna.people.profile import Contact
from kizuna.people.queries import account_names, accounts, contacts, kept_apart, profiles, viewer_for, writers
from kizuna.screening.actions import heed_words

HOUSE = SYSTEM("activities: letters")
TOPIC = "activities.hear_member"
CHANNELS = {"text": "sms", "email": "email"}
"""Nobody is called because of a letter: whoever likes calls best reads it on the page."""
_REPLIES = UUID("0d7f4b2a-1f0c-5e0e-8d35-3f7a3c1f6b61")


def _author(letter: Letter) -> str:
    if letter.person_id:
        who = profiles(HOUSE, [letter.person_id])
        return next((one.call_them for one in who.values()), "")
    names = account_names(HOUSE, [letter.account_id]) if letter.account_id else {}
    return next(iter(names.values()), "")


def heed_letter(letter: Letter, now: datetime) -> None:
    """Whoever is on duty reads a member's words of danger, and learns how to reach them."""
    way = contacts(HOUSE, [letter.person_id], now).get(str(letter.person_id))
    heed_words(
        text=f"{letter.subject}\n\n{letter.text}",
        attempt=letter.pk,
        area=letter.group.area_id,
        name=_author(letter),
        reach=way.address if way else "",
        person=letter.person_id,
        by=HOUSE,
        now=now,
    )


def _away(letter: Letter) -> frozenset[str]:
    """Members who do not get it: whoever wrote it, and who is kept apart from them."""
    writer = str(letter.person_id or "")
    if letter.account_id:
        writer = viewer_for(HOUSE, letter.account_id).person
    return kept_apart(HOUSE, writer).persons | {writer} if writer else frozenset()


def post(letter: Letter, now: datetime) -> int:
    """A letter to every member who hears from the group and can be reached; how many. Each once."""
    rows = Member.objects.filter(group=letter.group_id, muted_at__isnull=True, since__lte=letter.at)
    away = _away(letter)
    who = [str(id) for id in rows.values_list("person", flat=True) if str(id) not in away]
    ways = contacts(HOUSE, who, now)
    # Two records of one person, or two who share an address, get it once.
    once = {(one.channel, one.address): one for one in _drafts(letter, ways, now)}
    drafts = list(once.values())
    send_many(messages=drafts, now=now)
    for one in drafts:
        expect_reply(address=one.address, topic=TOPIC, until=now + ANSWERS, now=now, channel=one.channel)
    return len(drafts)


def _drafts(letter: Letter, ways: dict[str, Contact], now: datetime) -> Iterator[Draft]:
    group, by = letter.group, _author(letter)
    spoken = dict(settings.LANGUAGES)
    for person, way in ways.items():
        channel = CHANNELS.get(way.channel)
        if channel is None:
            continue
        language = way.language if way.language in spoken else settings.LANGUAGE_CODE
        with override(language):
            text = words(_forms(letter, by, person, now), channel, len(letter.text), way.shared)
            subject = _("A message from %(site)s") % {"site": settings.SITE_NAME}
        yield Draft(
            key=f"letter:{letter.pk}:{person}",
            channel=channel,
            address=way.address,
            subject=subject if way.shared else f"{group.name}: {letter.subject}"[:200],
            text=text,
            topic="group",
            cause=f"activities.Letter:{letter.pk}",
            person=person,
            many=True,
        )


def _forms(letter: Letter, by: str, person: str, now: datetime) -> dict[str, str]:
    """The three forms of a letter, in the language that is set now."""
    token = mute_token(letter.group_id, person, settings.SECRET_KEYS, now)
    silent = settings.BASE_URL + reverse("activities:hear_less", args=[token])
    facts = {"name": by, "group": letter.group.name, "text": letter.text}
    facts |= {"page": _page(letter.group), "silent": silent}
    return {
        "whole": _(
            "%(name)s wrote to the group “%(group)s”:\n\n%(text)s\n\nYou can answer this message. The "
            "organiser reads your answer first. Read everything here: %(page)s\nNo more letters of this "
            "group: %(silent)s"
        )
        % facts,
        "short": _(
            "%(name)s wrote to the group “%(group)s”. Read it here: %(page)s\nNo more letters of this group: "
            "%(silent)s"
        )
        % facts,
        "bare": _("There is something new for you. Sign in to read it: %(page)s") % facts,
    }


def to_organisers(letter: Letter, now: datetime) -> None:
    """Ask the organiser of a group to look: a letter waits, or another group wrote."""
    ask_organiser(letter.group, f"letter:{letter.pk}", now)


def ask_organiser(group: Group, what: str, now: datetime) -> None:
    """Ask the organiser of a group to look at its letters; `what` makes it one message."""
    for one in accounts(HOUSE):
        if one.id != str(group.organiser_id) or not one.email:
            continue
        with override(settings.LANGUAGE_CODE):
            send(
                key=f"{what}:organiser:{one.id}",
                address=one.email,
                subject=_("Something to read for your group"),
                text=_("There is a message for the group “%(group)s”. It stands here: %(link)s")
                % {"group": group.name, "link": _page(group)},
                topic="group",
                cause=f"activities.Group:{group.pk}",
                now=now,
            )


def _page(group: Group) -> str:
    return settings.BASE_URL + reverse("activities:talk", args=[group.pk])


def welcome(member: Member, now: datetime) -> None:
    """Tell somebody who asked that they belong to the group. Where others read along, without its name."""
    way = contacts(HOUSE, [member.person_id], now).get(str(member.person_id))
    channel = CHANNELS.get(way.channel) if way else None
    if way is None or channel is None:
        return
    language = way.language if way.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with override(language):
        facts = {"group": member.group.name, "page": _page(member.group)}
        bare = _("There is something new for you. Sign in to read it: %(page)s") % facts
        said = _("You belong to the group “%(group)s” now. Its letters stand here: %(page)s") % facts
        send(
            key=f"member:{member.pk}:in",
            channel=channel,
            address=way.address,
            subject=_("A message from %(site)s") % {"site": settings.SITE_NAME},
            text=bare if way.shared else said,
            topic="group",
            person=member.person_id,
            now=now,
        )


def hear_member(*, reply: UUID, by: Viewer, now: datetime) -> None:
    """A member answered by e-mail or text message: it becomes their letter, for the organiser to look at.

    What comes from an address that is nobody's alone, or of no group, goes on to a human.
    """
    allow(by, "letter.hear")
    house = SYSTEM("activities: who answered")
    with transaction.atomic():
        channel, address, waiting = waiting_with(house, reply, TOPIC)
        found = writers(house, [(channel, address)]).get((channel, address)) if address else None
        group = _last_group(found.person, now) if found and found.person and found.alone else None
        for one in waiting:
            if group is None or found is None or not _fits(one.text, group, found.person, now):
                hand_on(reply=one.id, topic=TOPIC, now=now)
                continue
            letter, made = Letter.objects.get_or_create(
                id=uuid5(_REPLIES, str(one.id)),
                defaults={
                    "group": group,
                    "person_id": found.person,
                    "subject": group.name[:120],
                    "text": one.text.strip(),
                    "state": "waiting",
                    "at": now,
                },
            )
            if made:
                note(verb="letter.waiting", subject=letter, person=found.person, by=by, now=now)
                to_organisers(letter, now)
            collected(ids=[one.id], now=now)


def _fits(text: str, group: Group, person: UUID | None, now: datetime) -> bool:
    """Whether an answer can be a letter: not empty, not too long, and not one of very many in a day."""
    mine = Letter.objects.filter(group=group, person=person).order_by("-at").values_list("at", flat=True)[:20]
    return 0 < len(text.strip()) <= LONGEST and not too_many_letters(list(mine), "member", now)


def _last_group(person: UUID, now: datetime) -> Group | None:
    """The group whose letter this person got last, within the time in which answers are heard."""
    mine = Member.objects.filter(person=person, since__isnull=False).values("group")
    rows = Letter.objects.filter(group__in=mine, state="sent", from_group__isnull=True, at__gt=now - ANSWERS)
    last = rows.exclude(person=person).order_by("-at", "pk").select_related("group").first()
    return last.group if last else None
