"""Breaking the glass: opened with a reason, for a while; told to the person; reviewed by a second."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotAllowed, NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.ledger.actions import looked, note
from kizuna.outbox.actions import send
from kizuna.people.actions.approvals import carry_out, propose
from kizuna.people.glass import LONGEST_MINUTES, QUIET, REASONS, VERDICTS, WAIT_FOR_SECOND
from kizuna.people.models import Account, Glass, Person
from kizuna.people.queries import behind_glass, glasses_to_say
from kizuna.places.identity import known
from kizuna.work.actions import enqueue

LONGEST = 2000
BY_CHANNEL = {"email": "email", "text": "sms", "phone": "voice"}
BY_MAIL = N_("There is something new under “My data”. Sign in to read it.\n\n%(link)s")
BY_TEXT = N_("%(site)s: there is something new under “My data”. %(link)s")
BY_VOICE = N_(
    "Hello, this is %(site)s. There is something new under “My data”. "
    "You can read it at %(link)s, or come by and we read it with you."
)


def break_glass(
    *, sought: str, reason: str, words: str, minutes: int, tell_later: bool = False, by: Viewer, now: datetime
) -> UUID:
    """Open one person's record for a while without their agreement; the person is told, a second reviews it.

    `sought` is a whole name, telephone number or e-mail address. `tell_later` asks a second person to agree
    that telling them now would put them in danger; without an answer they are told after a day.
    """
    allow_some(by, "glass.break")
    said = words.strip()
    if reason not in REASONS or not said or len(said) > LONGEST:
        raise Refused(_("Choose a reason, and say in your own words why you have to look."))
    if not 0 < minutes <= LONGEST_MINUTES:
        raise Refused(_("Choose a time of at most eight hours."))
    found = behind_glass(by, sought)
    if len(found) != 1:
        _note_try(by, now)
        if found:
            raise Refused(_("Several people have this name. Write a telephone number or e-mail address."))
        raise Refused(_("Nobody in your area is found with exactly this. Check how it is written."))
    with transaction.atomic():
        person = Person.objects.get(pk=known(found[0]))
        allow(by, "glass.break", area=person.area_id)
        row = Glass.objects.create(
            person=person, account_id=known(by.account), area_id=person.area_id, reason=reason, words=said,
            opened_at=now, until=now + timedelta(minutes=minutes),
        )  # fmt: skip
        # Who must not be told yet does not read it in the ledger either.
        about = None if tell_later else person.pk
        note(verb="glass.broken", subject=row, person=about, by=by, now=now)
        if tell_later:
            _ask_for_silence(row, by, now)
        after = now + WAIT_FOR_SECOND if tell_later else None
        enqueue("people.tell_glass", key=f"glass:{row.pk}:0", now=now, after=after)
    return row.pk


def _note_try(by: Viewer, now: datetime) -> None:
    with transaction.atomic():
        account = Account.objects.get(pk=known(by.account))
        note(verb="glass.tried", subject=account, by=by, now=now)


def _ask_for_silence(row: Glass, by: Viewer, now: datetime) -> None:
    propose(
        deed="glass.silence",
        task="people.keep_quiet",
        subject=f"people.Glass:{row.pk}",
        about=_("Not tell somebody yet that their record was opened in an emergency"),
        why=row.words,
        arguments={"glass": str(row.pk)},
        area=row.area_id,
        by=by,
        now=now,
    )


def look_through(*, glass: object, by: Viewer, now: datetime) -> None:
    """Note that somebody looks through the glass: each time, before they see anything."""
    allow_some(by, "glass.break")
    with transaction.atomic():
        row = Glass.objects.filter(pk=known(glass), account=known(by.account), until__gt=now).first()
        if row is None:
            raise NotFound("glass")
        person = row.person_id if row.told_at else None
        looked(at_what=row, person=person, by=by, now=now)


def keep_quiet(*, approval: object, by: Viewer, now: datetime) -> None:
    """A second person agreed: the person is told later."""
    allow(by, "glass.tell")
    with transaction.atomic():
        done = carry_out(approval=approval, task="people.keep_quiet", by=by, now=now)
        if done is None:
            return
        row = Glass.objects.select_for_update().filter(pk=known(done.arguments["glass"])).first()
        if row is None or row.told_at:
            return
        row.quiet_until = now + QUIET
        row.save(update_fields=["quiet_until"])


def tell_glass(*, glass: object, turn: int, by: Viewer, now: datetime) -> None:
    """Tell the person that somebody looked; later, while a second person agreed that it endangers them."""
    allow(by, "glass.tell")
    with transaction.atomic():
        row = Glass.objects.select_for_update(of=("self",)).filter(pk=known(glass)).first()
        if row is None or row.told_at:
            return
        if row.quiet_until and row.quiet_until > now:
            key = f"glass:{row.pk}:{turn + 1}"
            enqueue("people.tell_glass", key=key, now=now, after=row.quiet_until)
            return
        row.told_at = now
        if not _write(row, now):
            row.unreached_at = now
        row.save(update_fields=["told_at", "unreached_at"])
        note(verb="glass.told", subject=row, person=row.person_id, by=by, now=now)


def _write(row: Glass, now: datetime) -> bool:
    """A message without content, by the way they prefer; False when a human has to tell them.

    So it is where others read along, and for whoever has no way. Who wants no word from us gets none.
    """
    person = Person.objects.get(pk=row.person_id)
    if person.status != "living":
        return True  # nobody is left to be told, or here
    person.restricted_at = None  # a record that rests: this, too, was promised to them
    way = person.contact()
    if way is None or way.shared:
        return False
    channel = BY_CHANNEL[way.channel]
    language = way.language if way.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with override(language):
        words = BY_MAIL if channel == "email" else BY_VOICE if channel == "voice" else BY_TEXT
        said = {"link": f"{settings.BASE_URL}/my-data/", "site": settings.SITE_NAME}
        message = send(
            key=f"glass:{row.pk}",
            channel=channel,
            address=way.address,
            subject=_("A message from %(site)s") % said if channel == "email" else "",
            text=_(words) % said,
            cause=f"glass:{row.pk}",
            person=row.person_id if channel == "voice" else None,
            topic="glass",
            now=now,
        )
    return bool(message)


def say_glass(*, glass: object, by: Viewer, now: datetime) -> None:
    """Note that somebody told the person. A second time changes nothing."""
    allow_some(by, "glass.say")
    with transaction.atomic():
        row = Glass.objects.select_for_update(of=("self",)).filter(pk=known(glass)).first()
        if row is None or not any(one.glass.id == str(row.pk) for one in glasses_to_say(by)):
            if row is not None and row.said_by_id == known(by.account):
                return
            raise NotFound("glass")
        row.said_by_id, row.said_at = known(by.account), now
        row.save(update_fields=["said_by", "said_at"])
        note(verb="glass.said", subject=row, person=row.person_id, by=by, now=now)


def review_glass(*, glass: object, verdict: str, words: str, by: Viewer, now: datetime) -> None:
    """Say as a second person whether it was needed. A second time changes nothing."""
    allow_some(by, "glass.review")
    with transaction.atomic():
        row = Glass.objects.select_for_update(of=("self",)).filter(pk=known(glass)).first()
        if row is None:
            raise NotFound("glass")
        allow(by, "glass.review", area=row.area_id)
        if str(row.account_id) == by.account:
            raise NotAllowed(_("You looked yourself. Somebody else has to review it."))
        if row.reviewed_at:
            return
        if verdict not in VERDICTS or len(words) > LONGEST:
            raise Refused(_("Say whether it was needed."))
        row.reviewed_by_id, row.reviewed_at, row.verdict = known(by.account), now, verdict
        row.review_words = words.strip() or None
        row.save(update_fields=["reviewed_by", "reviewed_at", "verdict", "review_words"])
        note(
            verb="glass.reviewed", subject=row, person=row.person_id if row.told_at else None, by=by, now=now
        )
