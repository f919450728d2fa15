"""Somebody says that something about them is wrong; a link worker answers, and they read it."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.outbox.actions import send
from kizuna.people.actions.apart import _block
from kizuna.people.actions.persons import _locked
from kizuna.people.correcting import ABOUT, APART, LONGEST, MOST_OPEN, OUTCOMES
from kizuna.people.models import Correction, Person
from kizuna.people.queries import chosen_readers, colleagues, exactly, visible_corrections
from kizuna.places.identity import known


def _words(text: str, empty: str) -> str:
    clean = text.strip()
    if not clean:
        raise Refused(empty)
    if len(clean) > LONGEST or "\x00" in clean:
        raise Refused(_("This is too long. Write at most 2,000 characters."))
    return clean


def ask_correction(
    *, attempt: UUID, about: str, words: str, reader: str = "", by: Viewer, now: datetime
) -> UUID:
    """The one who looks says what is wrong. The same `attempt` a second time changes nothing.

    `reader`: the one link worker who may read it, where it may be about somebody who works here.
    """
    allow(by, "correction.ask", person=by.person)
    if about not in ABOUT:
        raise Refused(_("Choose what it is about."))
    said = _words(words, _("Write what is wrong, and how it really is."))
    if reader and reader not in dict(chosen_readers(by)):
        raise Refused(_("Choose who may read it."))
    with transaction.atomic():
        row = _locked(by.person)
        mine = Correction.objects.filter(person=row)
        if mine.filter(pk=attempt).exists():
            return attempt
        if Correction.objects.filter(pk=attempt).exists():
            raise NotFound("correction")
        if mine.filter(answered_at__isnull=True).count() >= MOST_OPEN:
            raise Refused(_("We still owe you answers. Please wait for them, or ring us."))
        made = Correction.objects.create(
            pk=attempt,
            person=row,
            about=about,
            words=said,
            reader_id=known(reader) if reader else None,
            asked_at=now,
        )
        note(verb="correction.asked", subject=made, person=row.pk, by=by, now=now)
    return made.pk


def answer_correction(*, correction: object, outcome: str, reply: str, by: Viewer, now: datetime) -> None:
    """Say that it was put right or stays, and why. The first answer counts; a second changes nothing."""
    allow_some(by, "correction.answer")
    if outcome not in OUTCOMES:
        raise Refused(_("Say whether you put it right or leave it as it is."))
    said = _words(reply, _("Write why, so that they understand it."))
    with transaction.atomic():
        mine = Correction.objects.select_for_update(of=("self",)).filter(pk__in=visible_corrections(by))
        row = mine.filter(pk=known(correction)).first()
        if row is None:
            raise NotFound("correction")
        if row.answered_at is not None:
            return
        row.answered_by_id = known(by.account) if by.account else None
        row.answered_at, row.outcome, row.reply = now, outcome, said
        row.save(update_fields=["answered_by", "answered_at", "outcome", "reply"])
        note(verb="correction.answered", subject=row, person=row.person_id, by=by, now=now)
        _tell(row, now)


def hand_back(*, reader: object, by: Viewer, now: datetime) -> None:
    """Nobody else reads what was written for this one reader: whoever wrote it chooses another."""
    allow(by, "account.keep")
    with transaction.atomic():
        left = Correction.objects.select_for_update(of=("self",)).filter(reader=known(reader))
        for row in left.filter(answered_at__isnull=True).select_related("person"):
            with override(row.person.preferred_language or settings.LANGUAGE_CODE):
                reply = _("Whoever you chose can no longer read it. Nobody else did. Choose somebody else.")
            row.answered_at, row.outcome, row.reply = now, "kept", reply
            row.save(update_fields=["answered_at", "outcome", "reply"])
            note(verb="correction.answered", subject=row, person=row.person_id, by=by, now=now)
            _tell(row, now)


def keep_apart(
    *, correction: object, sought: str, works_here: bool = False, by: Viewer, now: datetime
) -> None:
    """Find out who is meant by somebody who does not want to meet them, and keep the two apart from now on.

    `sought` is the whole name, number or address of somebody in this link worker's sight, or the name or
    address of somebody who works here.
    """
    allow_some(by, "correction.answer")
    found = colleagues(by, sought) if works_here else exactly(by, sought)
    if len(found) != 1:
        raise Refused(
            _("Several people have this name. Write a telephone number or e-mail address.")
            if found
            else _("Nobody whom you see is found with exactly this. Check how it is written.")
        )
    with transaction.atomic():
        mine = Correction.objects.select_for_update(of=("self",)).filter(pk__in=visible_corrections(by))
        row = mine.filter(pk=known(correction), about=APART).first()
        if row is None:
            raise NotFound("correction")
        who = _locked(row.person_id)
        if str(who.pk) == found[0]:
            raise Refused(_("Nobody can block themselves."))
        whom = {"account_id" if works_here else "other_id": known(found[0])}
        _block(who, whom, row.words, by, now)
    with override(who.preferred_language or settings.LANGUAGE_CODE):
        reply = _("From now on we bring the two of you together nowhere. They never learn of it.")
    answer_correction(correction=correction, outcome="corrected", reply=reply, by=by, now=now)


def _tell(row: Correction, now: datetime) -> None:
    """A message without content, and none where others read along: then “My data” alone tells."""
    who = Person.objects.select_related("merged_into").get(pk=row.person_id)
    way = (who.merged_into or who).contact()
    if way is None or way.shared or way.channel == "phone":
        return
    language = way.language if way.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with override(language):
        send(
            key=f"correction:{row.pk}",
            channel="sms" if way.channel == "text" else "email",
            address=way.address,
            subject=_("A message from %(site)s") % {"site": settings.SITE_NAME},
            text=_("There is an answer for you under “My data”.\n\n%(link)s")
            % {"link": f"{settings.BASE_URL}/my-data/"},
            topic="own data",
            person=row.person_id,
            now=now,
        )
