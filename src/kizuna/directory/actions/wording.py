"""Curators say which words of listings a word of the people stands for."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused, Viewer
from kizuna.directory.actions.upkeep import new_edition
from kizuna.directory.finding import LONGEST_KEY
from kizuna.directory.models import Synonym
from kizuna.directory.synonyms import SYNONYMS, plain_words
from kizuna.ledger.actions import note


def set_synonym(*, said: str, listed: str, by: Viewer, now: datetime) -> None:
    """From now on who says `said` also finds what listings call `listed`; empty: it stands for nothing.

    What is the same as ours is kept as ours.
    """
    allow(by, "need.map")
    word, words = plain_words(said), plain_words(listed)
    if not word or len(word.split()) > LONGEST_KEY or len(word) > 100:
        raise Refused(_("Write one to three words that people say."))
    if len(words) > 400:
        raise Refused(_("These are too many words. Keep those that listings use most."))
    if word in words.split():
        raise Refused(_("A word need not stand for itself. Take it out."))
    with transaction.atomic():
        if SYNONYMS.get(word, "") == words:
            Synonym.objects.filter(pk=word).delete()
        else:
            Synonym.objects.update_or_create(said=word, defaults={"listed": words})
        note(verb="synonym.set", subject="directory.Synonym:*", by=by, now=now)
        new_edition(now, [])


def forget_synonym(*, said: str, by: Viewer, now: datetime) -> None:
    """A word stands again for what it stood for before anybody changed it."""
    allow(by, "need.map")
    with transaction.atomic():
        if Synonym.objects.filter(pk=plain_words(said)).delete()[0]:
            note(verb="synonym.set", subject="directory.Synonym:*", by=by, now=now)
            new_edition(now, [])
