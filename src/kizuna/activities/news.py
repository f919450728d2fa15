"""A newsletter of an area: gathered by the house, checked and sent by a human, read by whoever agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kizuna.access.wording import N_
from kizuna.outbox.auto_answers import WORDS

NEWS: dict[str, str] = {
    "draft": N_("A draft: nothing of it is sent"),
    "checked": N_("Checked: it is written to those who agreed"),
    "gone": N_("Thrown away"),
}
"""How a newsletter stands. What becomes of the messages stands with their run."""
NEWS_STEPS: dict[str, frozenset[str]] = {
    "draft": frozenset({"checked", "gone"}),
    "checked": frozenset(),
    "gone": frozenset(),
}
"""From each state of a newsletter, those that may follow."""
TITLE, LONGEST, DAYS = 120, 6000, 14
MOST_DATES, MOST_NEW, MOST_ASKS, SEVERAL = 10, 8, 5, 3
TASK = "activities.write_news"
ENDINGS = {
    "en": "To end these messages, reply %(stop)s.",
    "es": "Para terminar, responda %(stop)s.",
    "ar": "لإيقاف الرسائل أرسل %(stop)s.",
}
"""Under a text message, in words that are understood when they come back."""

CHANNELS: dict[str, str] = {
    "email": N_("E-mail"),
    "sms": N_("Text message"),
    "push": N_("Message on a device"),
    "chat": N_("Chat"),
}


@dataclass(frozen=True)
class NewsValue:
    """A newsletter: its words by language, and the run of its messages."""

    id: str
    area: str
    area_name: str
    title: str
    texts: Mapping[str, str]
    state: str
    at: datetime
    checked_at: datetime | None = None
    run: str = ""
    reached: tuple[tuple[str, int | None], ...] = ()
    """How many messages left, by channel, as far as it may be told; None: hidden."""

    @property
    def state_text(self) -> str:
        """How it stands, to be translated where it is shown."""
        return NEWS[self.state]


def task_key(news: UUID | str) -> str:
    """The key of the task that writes its messages, and of their run."""
    return f"news:{news}"


def of_task(key: str) -> UUID:
    """The newsletter of such a key."""
    return UUID(key.removeprefix("news:"))


def spoken(language: str, texts: Mapping[str, str], usual: str) -> str:
    """In which of the languages that were written somebody reads it."""
    if texts.get(language):
        return language
    return usual if texts.get(usual) else next((code for code in texts if texts[code]), usual)


def as_sms(title: str, address: str, language: str) -> str:
    """The text message: the title and where the whole stands, with the word that ends such messages."""
    known = language if language in ENDINGS and language in WORDS else "en"
    return f"{title}\n{address}\n{ENDINGS[known] % WORDS[known]}"
