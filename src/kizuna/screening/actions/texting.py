"""A questionnaire by text message: begun by a link worker or by a word, one question a message, resumable.

Each reply and all that follows from it is one transaction: a task that is killed runs again and finds either
nothing done or everything. The provider's own id makes a reply that is delivered twice one reply.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.deeds import allow
from kizuna.access.secrets import blinds
from kizuna.access.viewer import SYSTEM, Refused, Viewer
from kizuna.instruments.definition import Instrument, Item
from kizuna.instruments.queries import instrument
from kizuna.ledger.actions import note
from kizuna.outbox import queries as outbox
from kizuna.outbox.actions import collected, expect_reply, hand_on, send
from kizuna.outbox.address import forms, found_by
from kizuna.outbox.message import ReplyValue
from kizuna.outbox.quiet import TALK
from kizuna.people.queries import contact, details, profile
from kizuna.places.identity import known
from kizuna.places.queries import areas
from kizuna.screening.actions.dangers import tell_of_danger, tell_of_words
from kizuna.screening.actions.recording import record_check_up
from kizuna.screening.actions.saving import put_aside
from kizuna.screening.actions.text_words import (
    declined,
    how_to_begin,
    left_out,
    not_understood,
    thanks,
    welcome,
)
from kizuna.screening.flow import CHECK_UP, State
from kizuna.screening.models import TextRound
from kizuna.screening.needs import corrected
from kizuna.screening.needs import heard as needs_heard
from kizuna.screening.numbered import Places
from kizuna.screening.safety import danger, spoken
from kizuna.screening.short import short
from kizuna.screening.texting import (
    Talk,
    Turn,
    asked_by_text,
    following,
    heard,
    how,
    number_of_item,
    pieces,
    question,
)
from kizuna.screening.values import Manner, Used
from kizuna.work.actions import enqueue

TOPIC = "screening.hear_text"
LASTS = timedelta(days=3)
"""After so long without an answer a round ends; how far it got stays."""
BETWEEN = timedelta(milliseconds=1)
A_MOMENT = timedelta(minutes=30)
"""Whoever wrote within this time is awake; an answer that comes later waits for the morning."""
PURPOSE = "screening.text"


def _marks(address: str) -> list[str]:
    """Every index under which a round with this number may stand."""
    found = [
        blinds(found_by("sms", form), settings.SECRET_KEYS, PURPOSE)
        for form in forms("sms", address, settings.COUNTRY)
    ]
    return list(dict.fromkeys(mark for some in found for mark in some))


def _places(by: Viewer) -> Places:
    found = areas(by)
    near = [area for area in found if area.level == "neighbourhood"] or found
    return [(area.id, area.name) for area in near]


def _form(by: Viewer, code: str, language: str) -> Instrument:
    found = instrument(by, code, "" if code == CHECK_UP else language)
    if not found.worded:
        raise Refused(_("This questionnaire has no words in the language of this person."))
    return found


def invite_by_text(*, person: object, instrument_code: str, agreed: bool, by: Viewer, now: datetime) -> UUID:
    """Ask somebody by text message whether they want to answer; nothing is asked before they say yes.

    Raises Refused with a sentence: without their agreement, to a shared number, or to one that wants silence.
    """
    who = profile(by, person)
    allow(by, "check_up.record", area=who.area_id, person=who.id)
    reach, way = details(by, who.id), contact(by, who.id, now)
    if not agreed:
        raise Refused(_("Ask them first whether they want to be asked by text message."))
    if way is None or not reach.phone:
        raise Refused(_("There is no number to write to, or they asked not to be contacted."))
    if reach.shared:
        raise Refused(_("Others use this number too: no questions go there. Ask face to face, or on paper."))
    if outbox.silence_of(by, "sms", reach.phone) != "all":
        raise Refused(_("This number asked for no more messages. That counts here, too."))
    language = (
        who.preferred_language
        if who.preferred_language in dict(settings.LANGUAGES)
        else settings.LANGUAGE_CODE
    )
    _form(by, instrument_code, language)
    return _begun(reach.phone, who.id, who.area_id, instrument_code, language, "", by, now)


def _begun(
    address: str,
    person: object | None,
    area: object,
    code: str,
    language: str,
    item: str,
    by: Viewer,
    now: datetime,
) -> UUID:
    """A round with its first message; refused while another one with this number is under way."""
    items = asked_by_text(_form(by, code, language), _places(by), person is not None)
    mark = _marks(address)
    try:
        with transaction.atomic():
            if TextRound.objects.filter(address_index__in=mark, status="asked").exists():
                raise Refused(_("They are being asked by text message already."))
            row = TextRound.objects.create(
                id=uuid4(),
                person_id=known(person) if person else None,
                area_id=known(area),
                instrument=code,
                language=language,
                address=forms("sms", address, settings.COUNTRY)[0],
                address_index=mark[0],
                item=item,
                of=len(items),
                asked_by_id=known(by.account) if by.account else None,
                begun_at=now,
                until=now + LASTS,
            )
            note(verb="text_round.begun", subject=row, person=row.person_id, by=by, now=now)
            _open(row, SYSTEM("text round"), now)
    except IntegrityError:
        raise Refused(_("They are being asked by text message already.")) from None
    return row.pk


def begin_by_word(
    *, address: str, person: object | None, area: object | None, language: str, by: Viewer, now: datetime
) -> UUID:
    """The check-up for somebody who asked for it by its word; the first question comes at once.

    Of a number that is nobody's the answers are kept nowhere but in the round, and go when it ends.
    """
    allow(by, "reply.place")
    if area is None:
        raise Refused("Nobody knows where this message belongs.")
    found = _form(by, CHECK_UP, language)
    items = asked_by_text(found, _places(by), person is not None)
    first = following(found, items, {}, "")
    return _begun(address, person, area, CHECK_UP, language, first, by, now)


def _open(row: TextRound, by: Viewer, now: datetime) -> None:
    """The first message, and whoever waits for the reply."""
    with override(row.language):
        lines = [welcome(by, row.language, row.of, invited=not row.item, kept=row.person_id is not None)]
        if row.item:
            lines += _question(row, _form(by, row.instrument, row.language), by)
        _say(row, lines, now, awake=bool(row.item))
    _wait(row, now)
    enqueue("screening.end_text", key=_end_key(row), now=now, after=row.until)


def _end_key(row: TextRound) -> str:
    return f"end-text:{row.pk}:{int(row.until.timestamp())}"


def _wait(row: TextRound, now: datetime) -> None:
    expect_reply(address=row.address, topic=TOPIC, until=row.until, channel="sms", now=now)


def _question(row: TextRound, found: Instrument, by: Viewer) -> list[str]:
    places = _places(by)
    items = asked_by_text(found, places, row.person_id is not None)
    return question(items, row.item, places, row.language, _)


def _say(row: TextRound, lines: Sequence[str], now: datetime, *, awake: bool) -> None:
    """Messages of this round, each once: their keys count. A moment lies between two: they leave in order.

    `awake`: they wrote a moment ago, so that no quiet hours hold the answer back.
    """
    for line in lines:
        for piece in pieces(line):
            row.sent += 1
            at = now + row.sent * BETWEEN
            send(
                key=f"text-round:{row.pk}:{row.sent}",
                channel="sms",
                address=row.address,
                subject="",
                text=piece,
                topic=TALK if awake else "check-up",
                person=row.person_id,
                until=row.until,
                now=at,
            )
    row.save(update_fields=["sent"])


def hear_text(*, reply: UUID, by: Viewer, now: datetime) -> None:
    """Take a reply, and what came before it from the same number, into the round that is under way.

    What belongs to none goes on to whoever waits next, at last a human. Run again, it finds nothing to do.
    """
    allow(by, "reply.place")
    _channel, address, _some = outbox.waiting_with(by, reply, TOPIC)
    if not address:
        return
    with transaction.atomic():
        rows = TextRound.objects.select_for_update().filter(address_index__in=_marks(address), status="asked")
        row = rows.first()
        # Read after the lock: another task may have taken them meanwhile.
        _channel, _address, waiting = outbox.waiting_with(by, reply, TOPIC)
        for one in waiting:
            if row is not None and outbox.silence_of(by, "sms", row.address) != "all":
                _end(row, "stopped", by, now)
            if row is None or row.status != "asked" or row.until <= now or not _heard(row, one, by, now):
                tell_of_words(reply=one, address=address, by=by, now=now)
                hand_on(reply=one.id, topic=TOPIC, now=now)


def _heard(row: TextRound, reply: ReplyValue, by: Viewer, now: datetime) -> bool:
    """Whether a reply could be taken. Where the questionnaire is gone, or breaks, a human reads it."""
    try:
        with transaction.atomic():
            _hear(row, reply, by, now)
    except Exception as broken:
        if isinstance(broken, DatabaseError):
            raise  # nothing could be written: the task runs again
        row.refresh_from_db()
        _end(row, "expired", by, now)
        return False
    return True


def _hear(row: TextRound, reply: ReplyValue, by: Viewer, now: datetime) -> None:
    found, places = _form(by, row.instrument, row.language), _places(by)
    items = asked_by_text(found, places, row.person_id is not None)
    talk = Talk(row.answers, row.item, row.wrong, row.paused)
    with override(row.language):
        turn = heard(found, [_worded(item) for item in items], talk, reply.text, places)
        words = spoken(reply.text)
        row.quiet = row.quiet or "home" in words
        told = bool(words) or danger(found, turn.given) is not None
        if told:
            more = bool(turn.talk.item) and turn.kind != "done"
            answers = turn.talk.answers
            tell_of_danger(row=row, found=found, answers=answers, reply=reply, more=more, by=by, now=now)
        _move(row, turn, items, told, now)
        _answer(row, found, turn, told, by, now, awake=now - reply.at < A_MOMENT)
    if turn.strange and not told:
        hand_on(reply=reply.id, topic=TOPIC, now=now)
    else:
        collected(ids=[reply.id], now=now)


def _worded(item: Item) -> Item:
    """The question with its answers in the language that is switched on: people may use the words."""
    return replace(item, choices=tuple(replace(one, label=_(one.label)) for one in item.choices))


def _move(row: TextRound, turn: Turn, items: Sequence[Item], told: bool, now: datetime) -> None:
    talk = replace(turn.talk, paused=told and bool(turn.talk.item))
    row.answers, row.item, row.wrong, row.paused = talk.answers, talk.item, talk.wrong, talk.paused
    row.reached = (
        len(items) if turn.kind == "done" else number_of_item(items, talk.item) - 1 if talk.item else 0
    )
    row.until = now + LASTS
    row.save(update_fields=["answers", "item", "wrong", "paused", "quiet", "reached", "until"])
    _wait(row, now)


def _answer(
    row: TextRound, found: Instrument, turn: Turn, told: bool, by: Viewer, now: datetime, *, awake: bool
) -> None:
    """What goes back after a reply; after a danger nothing more until they write again."""
    if turn.kind == "done":
        _finish(row, found, by, now, awake=awake)
    elif told or turn.kind == "silent":
        return
    elif turn.kind == "declined":
        _say(row, [declined()], now, awake=awake)
        _end(row, "declined", by, now)
    elif turn.kind == "how":
        _say(row, [how_to_begin(row.language)], now, awake=awake)
    elif turn.kind == "wrong":
        item = found.item(row.item)
        _say(row, [not_understood(how(item, row.language, _))], now, awake=awake)
    else:
        lines = [*([left_out()] if turn.strange else []), *_question(row, found, by)]
        _say(row, lines, now, awake=awake)


def _finish(row: TextRound, found: Instrument, by: Viewer, now: datetime, *, awake: bool) -> None:
    """Keep the answers of those whom we know; what we heard, and a link that only they have."""
    told = danger(found, row.answers)
    codes: tuple[str, ...] = ()
    if found.code == CHECK_UP:
        codes = corrected(need.code for need in needs_heard(row.answers))
    if row.person_id:
        with suppress(Used):  # what they had sent is erased: nothing is kept again
            record_check_up(
                attempt=row.pk,
                person=row.person_id,
                answers=row.answers,
                heard=codes,
                manner=Manner("by text message"),
                instrument_code=found.code,
                by=by,
                now=now,
            )
    link = ""
    if not row.quiet and (told is None or not told.quiet):
        state = State(
            str(uuid4()),
            answers=row.answers,
            page=len(found.pages),
            told=told is not None,
            counted=told is not None,
            instrument=found.code,
        )
        token, _until = put_aside(state=state.packed(), by=by, now=now)
        link = settings.BASE_URL + reverse("screening:come_back", args=[token])
    _say(row, [thanks(short(codes) if link else [], link)], now, awake=awake)
    _end(row, "done", by, now)


def _end(row: TextRound, status: str, by: Viewer, now: datetime) -> None:
    """It is over: the number and the answers go, how far it got stays."""
    row.status, row.ended_at, row.answers = status, now, {}
    row.address, row.address_index, row.item, row.paused = "", "", "", False
    row.save()
    note(verb="text_round.ended", subject=row, person=row.person_id, by=by, now=now)


def end_text(*, row: UUID, by: Viewer, now: datetime) -> None:
    """End a round of which nothing was heard for days; look again later when something was."""
    allow(by, "reply.place")
    with transaction.atomic():
        found = TextRound.objects.select_for_update().filter(pk=row, status="asked").first()
        if found is None:
            return
        if found.until > now:
            enqueue("screening.end_text", key=_end_key(found), now=now, after=found.until)
            return
        silent = outbox.silence_of(by, "sms", found.address) != "all"
        _end(found, "stopped" if silent else "expired", by, now)
