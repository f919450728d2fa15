"""Messages to many, before they are written: who gets them, in which words, in how many parts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kizuna.access.wording import N_
from kizuna.outbox.auto_answers import WORDS
from kizuna.outbox.forecast import Forecast, Load
from kizuna.outbox.segments import MOST_PARTS, Counted, Dear, cheaper, counted, dear

NEWS = "news"
AUDIENCES: dict[str, str] = {
    NEWS: N_("People who agreed to news"),
    "organiser": N_("Organisers of groups"),
    "worker": N_("Link workers"),
    "coordinator": N_("Coordinators"),
}
"""Who a message to many can go to: people by what they agreed to, others by what they do here."""
TASK = "web.write_notice"
LONGEST_TEXT = 2000
FEW = 6
SUBJECT_LENGTH = 120
ENDINGS = {
    "en": "To end these messages, reply %(stop)s.",
    "es": "Para terminar, responda %(stop)s.",
    "ar": "لإيقاف الرسائل أرسل %(stop)s.",
}
"""Under each text message of this kind, in the words that are understood when they come back, and in letters
that make nothing dearer (`á` would)."""


def task_key(id: object) -> str:
    """The key of the task that writes it, and of its run."""
    return f"notice:{id}"


def spoken(language: str, texts: Mapping[str, str], usual: str) -> str:
    """In which of the languages that were written somebody reads it."""
    return language if texts.get(language) else usual


def as_sms(text: str, language: str) -> str:
    """The text as a telephone gets it: with the word that ends such messages."""
    known = language if language in ENDINGS else "en"
    return f"{text.strip()}\n{ENDINGS[known] % WORDS[known]}"


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets it: `mark` is made of identifiers, and the same whenever it is written."""

    mark: str
    channel: str
    address: str = field(repr=False)
    language: str
    person: str = ""
    cause: str = ""
    instead_of: str = ""
    """The mark of a message on a device: this one goes only when that one cannot."""


@dataclass(frozen=True)
class Gathered:
    """Everybody who gets it, and how many share their telephone or address: nothing is sent there."""

    recipients: tuple[Recipient, ...]
    sharing: int = 0


@dataclass(frozen=True)
class Wording:
    """What a text costs by telephone. `cost`: of one message, in ten-thousandths of the site's money."""

    language: str
    count: Counted
    dear: tuple[Dear, ...]
    cheaper: str
    """The same in cheaper spelling, without our ending; empty when that saves nothing."""
    cheaper_parts: int
    readers: int
    cost: int

    @property
    def too_long(self) -> bool:
        """Whether networks may lose a part of it."""
        return self.count.segments > MOST_PARTS

    @property
    def price(self) -> float:
        """Of one message, in the site's money."""
        return self.cost / 10_000

    @property
    def whole(self) -> int:
        """Characters in one part of a text that needs several, by its alphabet."""
        return 153 if self.count.encoding == "GSM-7" else 67


@dataclass(frozen=True)
class Preview:
    """What is told before a message to many is written."""

    forecast: Forecast
    wordings: tuple[Wording, ...]
    sharing: int


def worded(
    texts: Mapping[str, str], recipients: Iterable[Recipient], usual: str, cost: int
) -> tuple[Wording, ...]:
    """What each language of the text costs as a text message, and who reads it."""
    direct = [one for one in recipients if one.channel == "sms" and not one.instead_of]
    by_phone = Counter(spoken(one.language, texts, usual) for one in direct)
    return tuple(_wording(code, text, by_phone[code], cost) for code, text in texts.items() if text)


def _wording(language: str, text: str, readers: int, cost: int) -> Wording:
    said = counted(as_sms(text, language))
    better = cheaper(as_sms(text, language))
    saving = cheaper(text) or (better.rpartition("\n")[0] if better else "")
    return Wording(
        language,
        said,
        _worth_telling(dear(text)),
        saving if better else "",
        counted(better).segments if better else said.segments,
        readers,
        said.segments * cost,
    )


def _worth_telling(signs: tuple[Dear, ...]) -> tuple[Dear, ...]:
    """Those that could be spelt anew or take two places; of a whole script, all of it alike, none."""
    return signs if len(signs) <= FEW else tuple(one for one in signs if one.instead or one.places > 1)


def loads(recipients: Iterable[Recipient], texts: Mapping[str, str], usual: str) -> list[Load]:
    """What each channel has to carry."""
    messages: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    long = {code: counted(as_sms(text, code)).segments for code, text in texts.items() if text}
    for one in (one for one in recipients if not one.instead_of):
        messages[one.channel] += 1
        reads = spoken(one.language, texts, usual)
        parts[one.channel] += long.get(reads, 1) if one.channel == "sms" else 1
    return [Load(channel, "", number, parts[channel]) for channel, number in messages.items()]
