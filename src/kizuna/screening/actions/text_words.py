"""What a machine writes in text messages, in the language that is switched on: for actions alone."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from kizuna.access.viewer import Viewer
from kizuna.outbox.auto_answers import WORDS
from kizuna.places.queries import crisis_numbers
from kizuna.screening.texting import word_for

NUMBERS = 3
"""So many crisis numbers go back: a text message is short."""


def site_name() -> str:
    """What this site calls itself."""
    return settings.ORGANISATION or settings.SITE_NAME


def numbers_to_ring(by: Viewer, language: str) -> str:
    """The first crisis numbers with their names, in one line."""
    found = [one for one in crisis_numbers(by, language=language) if one.kind != "chat"]
    return "; ".join(f"{one.label} {one.number}".strip() for one in found[:NUMBERS])


def _first_number(by: Viewer, language: str) -> str:
    found = [one for one in crisis_numbers(by, language=language) if one.kind != "chat"]
    return found[0].number if found else ""


def _stop(language: str) -> str:
    return WORDS.get(language, WORDS["en"])["stop"]


def welcome(by: Viewer, language: str, of: int, *, invited: bool, kept: bool) -> str:
    """The first message: who writes, why, what becomes of answers, whom to ring, how to end it."""
    told = {"site": site_name(), "of": of, "number": _first_number(by, language), "stop": _stop(language)}
    told["yes"] = word_for("yes", language)
    lines = [
        _("%(site)s here. You agreed to be asked how you are, in %(of)s short messages.") % told
        if invited
        else _("%(site)s here, with %(of)s short questions about how you are.") % told,
        _("Your answers are kept in your record.")
        if kept
        else _("We keep no answers. If you may be in danger, we tell somebody here."),
        *([_("In danger now? Call %(number)s.") % told] if told["number"] else []),
        _("Reply %(yes)s to begin, %(stop)s for no more messages.") % told
        if invited
        else _("%(stop)s ends our messages.") % told,
    ]
    return " ".join(lines)


def how_to_begin(language: str) -> str:
    """For a reply that is neither yes nor no."""
    told = {"yes": word_for("yes", language), "no": word_for("no", language)}
    return _("Reply %(yes)s if you want to be asked, or %(no)s.") % told


def not_understood(how: str) -> str:
    """For a reply that is no answer to the question."""
    return _("Thank you. We did not find that among the answers.") + " " + how


def left_out() -> str:
    """When a question is left out after some replies that were no answers."""
    return _("Never mind, we leave this one out.")


def declined() -> str:
    """For those who said no."""
    return _("That is fine. We ask you nothing. You can always find help on our site, without an account.")


def in_danger(by: Viewer, language: str, *, more: bool) -> str:
    """The numbers at once, who reads it, and how to go on."""
    told = {"site": site_name(), "numbers": numbers_to_ring(by, language), "go": word_for("yes", language)}
    lines = [
        _("Thank you for telling us. If you or someone else is in danger now: %(numbers)s.") % told,
        _("Somebody at %(site)s is told now and reads it as soon as they can.") % told,
        *([_("Reply %(go)s when you want the next question.") % told] if more else []),
    ]
    return " ".join(lines)


def thanks(labels: Sequence[str], link: str) -> str:
    """After the last answer: what we heard, in short, and the private link."""
    lines = [_("Thank you. That was the last question.")]
    if labels:
        lines.append(_("We heard: %(what)s.") % {"what": "; ".join(_(label) for label in labels)})
    if link:
        lines.append(
            _("See it all and what could help, for 7 days, only with this link: %(link)s") % {"link": link}
        )
    return " ".join(lines)
