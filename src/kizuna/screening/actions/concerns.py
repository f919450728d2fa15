"""Safety concerns: opened with the answers, told without content, closed with what was done."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.ledger.actions import looked, note
from kizuna.outbox.actions import send
from kizuna.people.profile import AccountValue
from kizuna.people.queries import (
    account_names,
    accounts_with_role,
    keepers_of,
    kept_apart,
    on_duty,
    visible_to_keepers,
)
from kizuna.places.identity import known
from kizuna.places.queries import above
from kizuna.screening.ladder import LADDER, Told, due, key_of, next_look
from kizuna.screening.models import CheckUp, Concern, Worry
from kizuna.screening.safety import in_order
from kizuna.screening.values import id_for
from kizuna.work.actions import enqueue

LONGEST = 2000


def open_concern(
    *,
    check_up: CheckUp,
    kinds: Sequence[str],
    anew: bool = False,
    answered: bool = False,
    by: Viewer,
    now: datetime,
) -> None:
    """Open one concern with every danger that this check-up tells of, and tell somebody; once.

    With `anew` somebody asks now: if what they asked before is dealt with, this is another one. `answered`
    says that they had been reached already, so that a concern which was taken counts as dealt with too.
    Called inside the transaction that keeps the answers, which has checked the deed for the same person.
    """
    allow(by, "check_up.record", area=check_up.area_id, person=check_up.person_id)
    id = _id_of(check_up, frozenset(kinds), anew, answered)
    row, made = Concern.objects.get_or_create(
        id=id,
        defaults={
            "check_up": check_up,
            "person_id": check_up.person_id,
            "area_id": check_up.area_id,
            "kinds": in_order(kinds),
            "opened_at": now,
            "due_at": due(now, timezone.get_default_timezone()),
        },
    )
    if made:
        note(verb="concern.opened", subject=row, person=row.person_id, by=by, now=now)
        _look(row, 0, now)
    elif not frozenset(kinds) <= frozenset(row.kinds):
        row.kinds = in_order([*row.kinds, *kinds])
        row.save(update_fields=["kinds"])


def _id_of(check_up: CheckUp, kinds: frozenset[str], anew: bool, answered: bool) -> UUID:
    """The id of the concern that these dangers belong to: counted, so that two posts make one.

    That is one which knows of them already, or which nobody has taken yet and can learn of them; else the
    next one. Who has taken a concern has read it, and must hear of another danger as of a new one.
    """
    for turn in count(1):
        id = id_for(check_up.pk, "concern" if turn == 1 else f"concern:{turn}")
        row = Concern.objects.select_for_update().filter(pk=id).first()
        if row is None:
            break
        waits = row.closed_at is None and not (answered and row.taken_at)
        if kinds <= frozenset(row.kinds) and (waits or not anew):
            break
        if waits and row.taken_at is None:
            break
    return id


def on_rung(row: Concern | Worry, who: str, now: datetime) -> list[Told]:
    """The people on one rung of the ladder who answer for this area."""
    looks = SYSTEM("safety concern")
    if who == "duty":
        found = on_duty(looks, row.area_id, now)
        return [Told(found.account, found.email)] if found else []
    here = set(above(looks, row.area_id))
    return [
        Told(account.id, account.email)
        for account in accounts_with_role(looks, who)
        if who == "admin" or here & set(account.areas)
    ]


def _words(row: Concern, told: Told, keepers: Mapping[str, AccountValue]) -> str:
    """What somebody is told: where to look, or, of a person who must not be found, whose help is needed."""
    if not keepers or told.account in keepers:
        link = settings.BASE_URL + reverse("screening:concern", args=[row.pk])
        return _("Someone needs you today. Sign in to see.\n\n%(link)s") % {"link": link}
    names = ", ".join(sorted(each.name or each.email for each in keepers.values()))
    return _(
        "Someone who must not be found needs help today. Only these two see who it is, and they were told: "
        "%(names)s. Make sure that one of them looks."
    ) % {"names": names}


def _tell(row: Concern, look: int, told: Told, keepers: Mapping[str, AccountValue], now: datetime) -> None:
    """A message without content, in the language of the site and not of the one who answered."""
    with override(settings.LANGUAGE_CODE):
        send(
            key=f"concern:{row.pk}:{look}:{told.account}",
            address=told.email,
            subject=_("Someone needs you today"),
            text=_words(row, told, keepers),
            life_safety=True,
            topic="duty",
            person=row.person_id,
            now=now,
        )


def _look(row: Concern, look: int, now: datetime) -> None:
    """Tell the first rung from here on which anybody stands, and look again later.

    Of a person who must not be found the keepers are told at each look: only they can take it. Nobody is told
    whom the person does not want to meet.
    """
    looks = SYSTEM("safety concern")
    apart = kept_apart(looks, row.person_id).accounts
    keepers = {each.id: each for each in keepers_of(looks, row.person_id) if each.id not in apart}
    for each in keepers.values():
        _tell(row, look, Told(each.id, each.email), keepers, now)
    for at in range(look, len(LADDER)):
        told = [one for one in on_rung(row, LADDER[at].who, now) if one.account not in apart]
        for one in told:
            _tell(row, look, one, keepers, now)
        if told:
            break
    else:
        at = look
    following = next_look(at)
    if following is not None:
        after = now + LADDER[at].wait
        enqueue("screening.escalate", key=key_of(row.pk, following), now=now, after=after)


def escalate_concern(*, concern: object, look: int, by: Viewer, now: datetime) -> None:
    """Tell the next ones when nobody has taken it; does nothing when somebody has."""
    allow(by, "concern.escalate")
    with transaction.atomic():
        row = Concern.objects.select_for_update().filter(pk=known(concern)).first()
        if row is None or row.taken_at is not None:
            return
        note(verb="concern.escalated", subject=row, person=row.person_id, by=by, now=now)
        _look(row, look, now)


def _locked(concern: object) -> Concern:
    row = Concern.objects.select_for_update().filter(pk=known(concern)).first()
    if row is None:
        raise NotFound("concern")
    return row


def _in_sight(row: Concern, by: Viewer) -> None:
    """A concern about somebody who must not be found is there for their keepers alone."""
    if visible_to_keepers(by).filter(pk=row.person_id).exists():
        raise NotFound("concern")


def taken_over(row: Concern | Worry, *, instead_of: str, by: Viewer, now: datetime) -> bool:
    """Let this account answer for a row that is held; False when it does so already.

    `instead_of` is the owner that the page showed; Refused when somebody else took it in the meantime.
    """
    owner = str(row.owner_id or "")
    if owner == by.account:
        return False
    if row.closed_at is not None:
        raise Refused(_("This is closed already."))
    if owner != instead_of:
        name = account_names(by, [owner])[owner] if owner else ""
        raise Refused(_("%(name)s took this a moment ago.") % {"name": name})
    row.owner_id, row.taken_at = known(by.account), now
    row.save(update_fields=["owner", "taken_at"])
    looked(at_what=row, person=row.person_id, by=by, now=now)
    return True


def take_concern(*, concern: object, instead_of: str = "", by: Viewer, now: datetime) -> None:
    """Take it on: from now on this account answers for it, and sees who it is."""
    allow_some(by, "concern.take")
    with transaction.atomic():
        row = _locked(concern)
        allow(by, "concern.take", area=row.area_id)
        _in_sight(row, by)
        if taken_over(row, instead_of=instead_of, by=by, now=now):
            note(verb="concern.taken", subject=row, person=row.person_id, by=by, now=now)


def close_concern(*, concern: object, what: str, by: Viewer, now: datetime) -> None:
    """Close it with what was done; only its owner can, and never without words. Twice changes nothing."""
    allow_some(by, "concern.close")
    done = what.strip()
    with transaction.atomic():
        row = _locked(concern)
        allow(by, "concern.close", area=row.area_id)
        _in_sight(row, by)
        if str(row.owner_id or "") != by.account:
            raise Refused(_("Take this on before you close it."))
        if row.closed_at is not None:
            return
        if not done or len(done) > LONGEST:
            raise Refused(_("Write what was done, in at most 2,000 characters."))
        row.closed_at, row.closed_what = now, done
        row.save(update_fields=["closed_at", "closed_what"])
        note(verb="concern.closed", subject=row, person=row.person_id, by=by, now=now)
