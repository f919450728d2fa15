"""A danger that somebody tells of by text message: a human is told, and the numbers go back, at once."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.deeds import allow
from kizuna.access.secrets import blind
from kizuna.access.viewer import Viewer
from kizuna.instruments.answers import Answers
from kizuna.instruments.definition import DangerKind, Instrument, Item
from kizuna.outbox.actions import send
from kizuna.outbox.message import ReplyValue
from kizuna.places.queries import top_area
from kizuna.screening.actions.recording import record_check_up
from kizuna.screening.actions.text_words import in_danger
from kizuna.screening.actions.worries import raise_worry
from kizuna.screening.models import TextRound
from kizuna.screening.numbered import WrongNumber, label_of, typed
from kizuna.screening.safety import danger, language_of, spoken
from kizuna.screening.values import Manner, Used
from kizuna.screening.worry import Told

LONGEST = 2000


def tell_of_danger(
    *,
    row: TextRound,
    found: Instrument,
    answers: Answers,
    reply: ReplyValue,
    more: bool,
    by: Viewer,
    now: datetime,
) -> None:
    """Open the concern with the answers so far, or a worry where nobody is known; then the numbers.

    Called inside the transaction that takes the reply. `more`: questions are left.
    """
    allow(by, "reply.place")
    if not (row.person_id and _concern(row, found, answers, spoken(reply.text), by, now)):
        _worry(row, found, reply, by, now)
    own = f"text-round:{row.pk}:danger:{reply.id}"
    key = _key_of_day(row.address, now) if spoken(reply.text) else own
    # Who is in danger falls back on their own language: they read the numbers in it.
    said_in = language_of(reply.text)
    language = said_in if said_in in dict(settings.LANGUAGES) else row.language
    with override(language):
        text = in_danger(by, language, more=more)
    _send_numbers(row.address, text, key, row.person_id, now)


def tell_of_words(*, reply: ReplyValue, address: str, by: Viewer, now: datetime) -> None:
    """Words of danger in a reply for which no round is open any more: whoever is on duty reads it today."""
    allow(by, "reply.place")
    kinds, top = spoken(reply.text), top_area(by)
    if not kinds or top is None:
        return
    with override(settings.LANGUAGE_CODE):
        told = Told(
            who=_("Whoever sent us this message"),
            where="",
            worry=_("A message came in with words that may mean danger:") + "\n\n" + reply.text[:LONGEST],
            danger="yes",
            reach=address,
        )
    raise_worry(attempt=reply.id, area=UUID(top.id), told=told, by=by, now=now)
    if "home" not in kinds:  # nobody knows here who else reads this number
        said_in = language_of(reply.text)
        language = said_in if said_in in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with override(language):
            text = in_danger(by, language, more=False)
            _send_numbers(address, text, _key_of_day(address, now), None, now)


def _key_of_day(address: str, now: datetime) -> str:
    """Words of danger are also found where every message is read: the same key makes one answer of both."""
    mark = blind(f"sms:{address}", settings.SECRET_KEYS, "crisis answer")
    return f"crisis:{mark[:32]}:{now:%Y%m%d}"


def _send_numbers(address: str, text: str, key: str, person: UUID | None, now: datetime) -> None:
    send(
        key=key,
        channel="sms",
        address=address,
        subject="",
        text=text,
        life_safety=True,
        topic="answer",
        person=person,
        now=now,
    )


def _concern(
    row: TextRound,
    found: Instrument,
    answers: Answers,
    words: frozenset[DangerKind],
    by: Viewer,
    now: datetime,
) -> bool:
    """With the answers, so that whoever takes it can read them; False where they may not be kept any more."""
    try:
        record_check_up(
            attempt=row.pk,
            person=row.person_id,
            answers=answers,
            heard=(),
            manner=Manner("by text message"),
            urgent=danger(found, answers) is None,
            spoken=words,
            instrument_code=found.code,
            by=by,
            now=now,
        )
    except Used:
        return False
    return True


def _worry(row: TextRound, found: Instrument, reply: ReplyValue, by: Viewer, now: datetime) -> None:
    with override(settings.LANGUAGE_CODE):
        asked = next((item for item in found.items if item.id == row.item), None)
        said = _said(asked, reply.text) if asked is not None else reply.text
        told = Told(
            who=_("Whoever answered our questions by text message"),
            where="",
            worry=_("An answer came in that may mean danger:") + "\n\n" + said[:LONGEST],
            danger="yes",
            reach=row.address,
        )
    area: UUID = row.area_id
    raise_worry(attempt=reply.id, area=area, told=told, by=by, now=now)


def _said(item: Item, text: str) -> str:
    """The question and the answer in words; the text itself where it is no answer."""
    try:
        answer = typed(item, text)
    except WrongNumber:
        return text
    return f"{_(item.text)} {', '.join(_(label) for label in label_of(item, answer))}"
