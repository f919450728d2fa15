"""What people wrote to us, before a human reads it: who wrote, and whether somebody may be in danger.

Danger words make a worry for whoever is on duty, and the crisis numbers go back at once, once a day. However
much somebody wrote before, the first cry rings; more of them are listed while nobody has taken it. A wrong
alarm costs a look; Kizuna never says what ails anybody.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.deeds import allow
from kizuna.access.secrets import blind
from kizuna.access.viewer import Refused, Viewer
from kizuna.outbox import queries as outbox
from kizuna.outbox.actions import answer, place
from kizuna.outbox.auto_answers import WORDS
from kizuna.outbox.heard import Placed, Unplaced
from kizuna.people.profile import Writer
from kizuna.people.queries import writers
from kizuna.places.area import AreaValue
from kizuna.places.queries import top_area
from kizuna.screening.actions.text_words import numbers_to_ring, site_name
from kizuna.screening.actions.texting import TOPIC, begin_by_word
from kizuna.screening.actions.worries import raise_worry, waits_untaken
from kizuna.screening.safety import language_of, spoken
from kizuna.screening.texting import means
from kizuna.screening.worry import Told

NOBODY = Writer(None, None)
LONGEST = 2000
"""Characters of a message that stand in a worry; the whole of it is kept where it came in."""


def read_replies(*, by: Viewer, now: datetime, limit: int = 200) -> int:
    """Read the oldest that nobody has read, in one transaction; how many there were."""
    allow(by, "reply.place")
    found = outbox.unplaced(by, limit)
    try:
        _read(found, by, now)
    except Exception:
        # One that cannot be read must not hold up the others: it goes to a human as it is.
        for one in found:
            _read_alone(one, by, now)
    return len(found)


def _read_alone(one: Unplaced, by: Viewer, now: datetime) -> None:
    try:
        _read([one], by, now)
    except Exception:
        top = top_area(by)
        place(placed=[Placed(one.id, None, UUID(top.id) if top else None)], now=now)


def _read(found: Sequence[Unplaced], by: Viewer, now: datetime) -> None:
    with transaction.atomic():
        top = top_area(by)
        known = writers(by, {(one.channel, one.address) for one in found})
        rung: set[str] = set()
        place(placed=[_placed(one, known, top, rung, by, now) for one in found], now=now)


def _placed(
    one: Unplaced,
    known: Mapping[tuple[str, str], Writer],
    top: AreaValue | None,
    rung: set[str],
    by: Viewer,
    now: datetime,
) -> Placed:
    who = known.get((one.channel, one.address), NOBODY)
    area = who.area or (UUID(top.id) if top else None)
    if one.topic == TOPIC:
        return Placed(
            one.id, who.person, area
        )  # an answer to a question by text: looked at where it is taken
    kinds = spoken(one.text) if one.kind != "auto" else frozenset()
    if kinds:
        # Who may be in danger at home is written to only where nobody else reads it.
        if "home" not in kinds or who.alone:
            _send_numbers(one, who, by, now)
        if area is not None:
            quiet = one.address in rung or waits_untaken(one.worries)
            rung.add(one.address)
            _raise(one, area, quiet, by, now)
            return Placed(one.id, who.person, area, "worry")
    elif one.channel == "sms" and one.alone and (language := means("start", one.text)):
        if _begin(one, who, area, language, by, now):
            return Placed(one.id, who.person, area, "done")
    elif one.kind == "help" and one.alone:
        _say_who_we_are(one, who, by, now)
    return Placed(one.id, who.person, area)


def _begin(one: Unplaced, who: Writer, area: UUID | None, language: str, by: Viewer, now: datetime) -> bool:
    """The check-up, for whoever asks for it by its word; False where it cannot be begun."""
    spoken_here = {code for code, _name in settings.LANGUAGES}
    person = who.person if who.alone else None
    try:
        begin_by_word(
            address=one.address,
            person=person,
            area=area,
            language=language if language in spoken_here else _language(one, who),
            by=by,
            now=now,
        )
    except Refused:
        return False  # a human reads it
    return True


def _raise(one: Unplaced, area: UUID, quiet: bool, by: Viewer, now: datetime) -> None:
    with override(settings.LANGUAGE_CODE):
        told = Told(
            who=_("Whoever sent us this message"),
            where="",
            worry=_("A message came in with words that may mean danger:") + "\n\n" + one.text[:LONGEST],
            danger="yes",
            reach=one.address,
        )
    raise_worry(attempt=one.id, area=area, told=told, quiet=quiet, by=by, now=now)


def _language(one: Unplaced, who: Writer) -> str:
    """The language of an answer: their own, else that in which they wrote, else the site's first."""
    spoken_here = {code for code, _name in settings.LANGUAGES}
    wanted = (who.language, one.language, language_of(one.text))
    return next((code for code in wanted if code in spoken_here), settings.LANGUAGE_CODE)


def _send_numbers(one: Unplaced, who: Writer, by: Viewer, now: datetime) -> None:
    language = _language(one, who)
    mark = blind(f"{one.channel}:{one.address}", settings.SECRET_KEYS, "crisis answer")
    with override(language):
        told = {"site": site_name(), "numbers": numbers_to_ring(by, language)}
        lines = [
            _("If you or someone else is in danger now: %(numbers)s.") % told,
            _("Somebody at %(site)s reads your message as soon as they can.") % told,
        ]
        _answer(f"crisis:{mark[:32]}:{now:%Y%m%d}", one, lines, now)


def _say_who_we_are(one: Unplaced, who: Writer, by: Viewer, now: datetime) -> None:
    language = _language(one, who)
    with override(language):
        told = {
            "site": site_name(),
            "numbers": numbers_to_ring(by, language),
            **WORDS.get(language, WORDS["en"]),
        }
        lines = [
            _("This is %(site)s. We help people here find support.") % told,
            _("Somebody reads your message. In danger now: %(numbers)s.") % told,
            _("To end our messages, reply %(stop)s.") % told,
        ]
        _answer(f"answer:{one.id}", one, lines, now)


def _answer(key: str, one: Unplaced, lines: Sequence[str], now: datetime) -> None:
    subject = _("Your message to %(site)s") % {"site": site_name()}
    answer(
        key=key,
        channel=one.channel,
        address=one.address,
        subject=subject,
        lines=lines,
        now=now,
    )
