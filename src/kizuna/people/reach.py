"""Telephone numbers and e-mail addresses in the one form in which they are kept and found again."""

import phonenumbers

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_


def phone(text: str, country: str) -> str:
    """A number in E.164 (`+13055550123`); `country` (ISO 3166) is where one without a prefix is dialled.

    Empty stays empty; raises Refused with a sentence when it is no telephone number.
    """
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise Refused(N_("This is not a telephone number. Write it with its area code.")) from None
    if not phonenumbers.is_possible_number(number):
        raise Refused(N_("This telephone number is too long or too short. Write it with its area code."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(text: str) -> str:
    """An e-mail address without case and spaces; raises Refused when it is none. Empty stays empty."""
    # Not `casefold`: it makes “straße” another address, which may be somebody else's.
    address = text.strip().lower()
    name, at, host = address.partition("@")
    odd = not address.isprintable() or set(address) & set(" ,;<>")
    if address and (odd or not name or not at or "." not in host or "@" in host):
        raise Refused(N_("This is not an e-mail address. It looks like name@example.org."))
    return address
