"""Who may get a link to their own data, and whether one that was sent still leads there."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from kizuna.access.deeds import allow
from kizuna.access.secrets import BadSeal, open_link
from kizuna.access.viewer import Viewer
from kizuna.people.asking import LASTS, PURPOSE, Asker
from kizuna.people.models import Person
from kizuna.people.models.filling import indexes
from kizuna.people.queries.sight import _persons_of, _protected
from kizuna.places.identity import known

MARKS = {"email": "email_index__in", "sms": "phone_index__in"}


def _open_to_themselves() -> QuerySet[Person]:
    """Whom a link may lead to themselves. Who must not be found gets none: their two keepers help them."""
    there = Person.objects.filter(merged_into__isnull=True, status__in=("living", "moved_away"))
    return there.exclude(_persons_of(_protected()))


def asker(viewer: Viewer, channel: str, marks: Sequence[str]) -> Asker | None:
    """Who is to be written to at this address; None for nobody: unknown, dead, gone, hidden, in peace."""
    allow(viewer, "own_link.send")
    rows = list(Person.objects.filter(**{MARKS[channel]: marks}))
    stays = {row.merged_into_id or row.pk for row in rows}
    willing = _open_to_themselves().filter(pk__in=stays, status="living", do_not_contact=False)
    found = list(willing)
    if not found:
        return None
    row = next(each for each in rows if (each.merged_into_id or each.pk) == found[0].pk)
    alone = len(stays) == 1 and not any(each.shared_contact for each in (*rows, *found))
    language = found[0].preferred_language or (found[0].languages[0] if found[0].languages else "")
    address = (row.email if channel == "email" else row.phone) or ""
    return Asker(address, language, str(found[0].pk) if alone else "")


def own_link(viewer: Viewer, token: str, now: datetime) -> tuple[str, str] | None:
    """Person and number of a link; None when it is foreign, too old, or the address is not theirs now."""
    allow(viewer, "own_link.open")
    try:
        held = open_link(token, settings.SECRET_KEYS, purpose=PURPOSE, now=now, max_age=LASTS)
    except BadSeal:
        return None
    row = _open_to_themselves().filter(pk=known(held["person"])).first()
    if row is None:
        return None
    records = [row, *Person.objects.filter(merged_into=row)]
    marks = {
        mark
        for each in records
        for kind, address in (("email", each.email), ("phone", each.phone))
        if not each.shared_contact
        for mark in indexes(address or "", kind)
    }
    return (held["person"], held["number"]) if marks & set(held["marks"]) else None


def own_data_open(viewer: Viewer, person: object) -> bool:
    """Whether somebody who came by a link may go on: not after they were erased, merged or hidden."""
    allow(viewer, "own_link.send")
    return _open_to_themselves().filter(pk=known(person)).exists()
