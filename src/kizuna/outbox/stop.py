"""The words with which people end messages. The whole reply must be one of them."""

import re
import unicodedata

NOT_STOPPED = ("account", "duty")
"""Topics that a STOP does not silence: a code somebody just asked for, the call to whoever is on duty."""

STOP_WORDS = frozenset(
    {
        "stop", "stop all", "stopall", "unsubscribe", "cancel", "end", "quit",
        "opt out", "optout", "remove me", "no more", "stop messages", "stop texting me",
        "alto", "parar", "pare", "cancelar", "baja", "dar de baja", "no mas", "basta",
        "توقف", "الغاء", "إلغاء", "قف", "اوقف", "أوقف", "الغاء الاشتراك", "إلغاء الاشتراك",
    }
)  # fmt: skip


def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s]", " ", bare).split())


_PLAIN_STOP_WORDS = frozenset(_plain(word) for word in STOP_WORDS)


def means_stop(text: str) -> bool:
    """Whether a reply asks to end messages: exact, after case, accents and punctuation are taken off."""
    return _plain(text) in _PLAIN_STOP_WORDS
