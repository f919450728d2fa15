"""What goes into a person's row: normalised, indexed and checked in one place."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import UUIDField
from django.utils.translation import gettext as _

from kizuna.access.models import Place, Prepared
from kizuna.access.secrets import blind, blinds
from kizuna.access.viewer import Refused
from kizuna.people import reach
from kizuna.people.care import MAY_DECLINE, postal, postal_text, times
from kizuna.people.models.persons import Person, PersonName
from kizuna.people.profile import CHANNELS, fold, tidy

PLAIN = (
    *("name", "called", "pronouns", "birth_year", "gender", "languages", "lat", "lon", "lives_alone"),
    *(
        "access_needs",
        "interpreter",
        "preferred_channel",
        "preferred_language",
        "shared_contact",
        "do_not_contact",
    ),
)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
CHANGEABLE = frozenset({*PLAIN, "phone", "email", "area", "address", "contact_times", "not_said"})


def index(value: str, kind: str) -> str:
    """What a normalised `phone` or `email` is looked up by; empty for an empty one."""
    return blind(value, settings.SECRET_KEYS, kind) if value else ""


def indexes(value: str, kind: str) -> list[str]:
    """Every index that a normalised `phone` or `email` may have, while the keys change: look up by all."""
    return blinds(value, settings.SECRET_KEYS, kind) if value else []


def normal_phone(text: str) -> str:
    """A telephone number as it is kept; raises Refused in the reader's language."""
    try:
        return reach.phone(text, settings.COUNTRY)
    except Refused as wrong:
        raise Refused(_(str(wrong))) from None


def normal_email(text: str) -> str:
    """An e-mail address as it is kept; raises Refused in the reader's language."""
    try:
        return reach.email(text)
    except Refused as wrong:
        raise Refused(_(str(wrong))) from None


def filled(row: Person, changes: Mapping[str, Any], now: datetime) -> Person:
    """The row with these values in it, not saved; raises Refused with a sentence."""
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise Refused(_("These cannot be changed here: %(fields)s.") % {"fields": ", ".join(sorted(unknown))})
    for name in PLAIN:
        if name in changes:
            setattr(row, name, _plain(name, changes[name]))
    if "area" in changes:
        row.area_id = changes["area"]
    if "phone" in changes:
        number = normal_phone(changes["phone"] or "")
        row.phone, row.phone_index = number or None, index(number, "phone")
    if "email" in changes:
        address = normal_email(changes["email"] or "")
        row.email, row.email_index = address or None, index(address, "email")
    if "address" in changes:
        row.address = _said(postal, changes["address"])
        row.address_index = index(fold(postal_text(row.address)), "address")
    if "contact_times" in changes:
        row.contact_times = _said(times, changes["contact_times"])
    _decline(row, changes)
    row.name, row.called = tidy(row.name), tidy(row.called)
    row.name_key = name_key(row, () if row._state.adding else names_in_use(row))
    _check(row, now)
    return row


def _plain(name: str, value: Any) -> Any:
    """A value as the row keeps it; none at all is nothing said, also where the row has a word for that."""
    field: Any = Person._meta.get_field(name)
    if value is None and not field.null:
        return field.get_default()
    return list(value) if isinstance(value, tuple) else value


def _said(read: Callable[[Any], Any], value: Any) -> Any:
    """What a pure reader makes of a value; its refusal in the reader's language."""
    try:
        return read(value)
    except Refused as wrong:
        raise Refused(_(str(wrong))) from None


_IN_USE = Prepared(
    lambda: PersonName.objects.filter(person=Place("person", UUIDField())).exclude(use="former")
)


def names_in_use(row: Person) -> list[str]:
    """The other names that a person may be found by: former ones are not among them."""
    return [each.text for each in _IN_USE.rows(person=row.pk)]


def name_key(row: Person, others: Iterable[str] = ()) -> str:
    """What a person is found by: every name in use, none twice."""
    words = dict.fromkeys(fold(" ".join((row.name, row.called, *others))).split())
    return " ".join(words)[:320]


def _decline(row: Person, changes: Mapping[str, Any]) -> None:
    """What somebody prefers not to say has no value; a value that comes later takes that back."""
    declined = set(row.not_said) - {
        name for name, value in changes.items() if value not in (None, "", (), [])
    }
    if "not_said" in changes:
        declined = set(changes["not_said"])
        if declined - set(MAY_DECLINE):
            raise Refused(_("This has to be said or left open."))
    for name in declined:
        field: Any = Person._meta.get_field(name)
        setattr(row, name, field.get_default())
        if name == "address":
            row.address_index = ""
    row.not_said = sorted(declined)


def _check(row: Person, now: datetime) -> None:
    if not row.name:
        raise Refused(_("Write a name. Any name is fine."))
    written = "".join((row.name, row.called, row.pronouns, row.gender))
    if any(unicodedata.category(sign) == "Cc" for sign in written):
        raise Refused(_("This text holds a character that cannot be written. Type it again."))
    if any(not LANGUAGE.fullmatch(code) for code in row.languages):
        raise Refused(_("Languages are codes of ISO 639, like en, es or pt-BR."))
    if len(row.name) > 200 or len(row.called) > 100:
        raise Refused(_("This name is too long. Write at most 200 characters."))
    if len(row.pronouns) > 40 or len(row.gender) > 40:
        raise Refused(_("This is too long. Write at most 40 characters."))
    if row.birth_year is not None and not 1880 <= row.birth_year <= now.year:
        raise Refused(_("Write the year of birth with four digits, like 1950."))
    if row.preferred_channel and row.preferred_channel not in CHANNELS:
        raise Refused(_("Choose e-mail, text message or phone."))
    if (row.lat is None) != (row.lon is None):
        raise Refused(_("A place needs both a latitude and a longitude."))
