"""What is done with a message that came in: answer it, pass it on, or say that nothing is left to do."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import SYSTEM, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.outbox import actions as outbox
from kizuna.outbox.heard import Received
from kizuna.outbox.queries import received_one, reply_to
from kizuna.people.queries import visible_to_keepers_by
from kizuna.web.queries import one_answer

HOUSE = SYSTEM("answers")


def _open(reply: UUID, by: Viewer) -> Received:
    """The message, for whoever may answer it."""
    allow_some(by, "reply.answer")
    found = received_one(by, reply, hidden=visible_to_keepers_by(by, "person"))
    allow(by, "reply.answer", area=found.area)
    return found


def _note(verb: str, found: Received, by: Viewer, now: datetime) -> None:
    note(verb=verb, subject=f"outbox.Reply:{found.id}", person=found.person, by=by, now=now)


def answer_reply(*, reply: UUID, text: str, by: Viewer, now: datetime) -> bool:
    """Answer by the way it came; the number is not shown. False when it was done with before."""
    found = _open(reply, by)
    if found.silent:
        raise Refused(_("They asked us not to write there any more. Find another way, or leave it."))
    channel, address = reply_to(HOUSE, reply)
    subject = _("Your message to %(site)s") % {"site": settings.ORGANISATION or settings.SITE_NAME}
    with transaction.atomic():
        if not outbox.close(reply=reply, outcome="answered", now=now):
            return False
        outbox.send(
            key=f"replied:{reply}",
            channel=channel,
            address=address,
            subject=subject,
            text=text,
            person=found.person,
            now=now,
        )
        _note("reply.answered", found, by, now)
    return True


def close_reply(*, reply: UUID, by: Viewer, now: datetime) -> bool:
    """Nothing is left to be done. False when that was so before."""
    found = _open(reply, by)
    with transaction.atomic():
        if not outbox.close(reply=reply, outcome="done", now=now):
            return False
        _note("reply.done", found, by, now)
    return True


def pass_on_reply(*, reply: UUID, account: str, by: Viewer, now: datetime) -> bool:
    """A colleague answers this one; they are told without a word of it. False when it is done already."""
    found = _open(reply, by)
    to = next((one for one in one_answer(by, reply).colleagues if one.id == account), None)
    if to is None:
        raise Refused(_("Choose one of the colleagues."))
    with transaction.atomic():
        if not outbox.pass_on(reply=reply, account=UUID(to.id), now=now):
            return False
        _note("reply.passed_on", found, by, now)
        with override(settings.LANGUAGE_CODE):
            link = settings.BASE_URL + reverse("answer", args=[reply])
            text = _("A message that came in waits for you. Sign in to see it.\n\n%(link)s") % {"link": link}
            outbox.send(
                key=f"passed-on:{reply}:{to.id}",
                address=to.email,
                subject=_("A message waits for you"),
                text=text,
                now=now,
            )
    return True
