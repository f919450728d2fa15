"""The few answers that a machine gives by itself, each to what somebody wrote just now."""

from kizuna.access.wording import N_

WORDS: dict[str, dict[str, str]] = {
    "en": {"stop": "STOP", "start": "START", "life": "LIFE"},
    "es": {"stop": "ALTO", "start": "ALTA", "life": "VIDA"},
    "ar": {"stop": "توقف", "start": "ابدأ", "life": "حياة"},
}
"""The words to reply with, in each language: `stop_words` knows them all."""

STOPPED = N_(
    "%(site)s: you get no more messages from us here. For warnings of danger to life only, reply "
    "%(life)s. For everything again, reply %(start)s."
)
ON_ITS_WAY = N_("A message that left before you wrote may still arrive.")
LIFE_KEPT = N_(
    "%(site)s: you only get warnings of danger to life here. To end those too, reply %(stop)s. For "
    "everything again, reply %(start)s."
)
STARTED = N_("%(site)s: you get our messages here again. To end them, reply %(stop)s.")
SUBJECT = N_("Your messages from %(site)s")
