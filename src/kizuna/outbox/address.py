"""Addresses as they are kept and compared; anything that could smuggle a header in is refused here."""

import json
import re
from typing import Any

import phonenumbers

from kizuna.access.destination import parts
from kizuna.access.viewer import Refused

CHANNELS = ("email", "sms", "voice", "chat", "push", "console", "webhook")
TELEPHONE = frozenset({"sms", "voice"})
HANDLE = re.compile(r"[\w@+][\w@+.:-]{0,99}")
DIALLED, NOT_DIALLED = re.compile(r"\+?[0-9 ().-]{5,25}"), re.compile(r"[^0-9+]")
MOST_SUBSCRIPTION = 2000
# One @, no space or control character anywhere, a domain of labels. What lies beyond, the mail server tells.
_LABEL = r"\w(?:[\w-]{0,61}\w)?"
EMAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@(?:{_LABEL}\.)*{_LABEL}")
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def one_line(text: str, what: str) -> str:
    """The text, stripped; raises Refused when it holds a line break or another control character."""
    stripped = text.strip()
    if CONTROL.search(stripped):
        raise Refused(f"The {what} must be one line: take out the line break.")
    return stripped


def clean(channel: str, address: str) -> str:
    """An address as it will be used; raises Refused with a sentence."""
    if channel not in CHANNELS:
        raise Refused(f"{channel!r} is not a way to send a message. Use one of: {', '.join(CHANNELS)}.")
    found = one_line(address, "address")
    if channel == "email" and (not EMAIL.fullmatch(found) or ".." in found or len(found) > 254):
        raise Refused("This is not an e-mail address: write one like name@example.org.")
    if channel in TELEPHONE and not DIALLED.fullmatch(found):
        raise Refused("This is not a telephone number: write one like +1 305 555 0100.")
    if channel == "webhook":
        parts(found)
    if channel == "chat" and not HANDLE.fullmatch(found):
        raise Refused("This is not a name on a chat service: use letters, numbers and @ + . : - _ only.")
    if channel == "push":
        subscription(found)
    if not found:
        raise Refused("The address is empty.")
    return found


def found_by(channel: str, address: str) -> str:
    """The same for an address that came in, which may be none to write to: a name, a short code."""
    try:
        return normal(channel, address)
    except Refused:
        return f"{channel}:?{' '.join(address.split()).casefold()}"


def forms(channel: str, address: str, country: str) -> tuple[str, ...]:
    """The forms in which an address that came in may stand in our own messages, the one to keep first.

    Providers write +1 305 555 0100 as 13055550100 or 3055550100; `country` (ISO 3166) is where one without
    a prefix is dialled.
    """
    text = address.strip()
    if channel != "sms":
        return (text,)
    for said in (text, f"+{text}"):
        try:
            number = phonenumbers.parse(said, country)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            whole = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            short = phonenumbers.national_significant_number(number)
            return tuple(dict.fromkeys((whole, whole[1:], short, re.sub(r"[^0-9+]", "", text))))
    return (text,)


def normal(channel: str, address: str) -> str:
    """One form for one address, to compare: e-mail without case, numbers without spaces and signs."""
    return normal_of(channel, clean(channel, address))


def normal_of(channel: str, found: str) -> str:
    """The same for an address that is clean already."""
    if channel == "push":
        return f"push:{subscription(found)['endpoint']}"
    form = NOT_DIALLED.sub("", found) if channel in TELEPHONE else found.casefold()
    return f"{channel}:{form}"


def subscription(address: str) -> dict[str, Any]:
    """A browser's subscription to web push: `endpoint` and two `keys`; raises Refused."""
    try:
        found: Any = json.loads(address) if len(address) <= MOST_SUBSCRIPTION else {}
        keys = found["keys"]
        whole = str(found["endpoint"]).startswith("https://") and all(keys[k] for k in ("p256dh", "auth"))
    except (ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise Refused("This is not a browser's subscription to messages.")
    return {"endpoint": found["endpoint"], "keys": {k: str(keys[k]) for k in ("p256dh", "auth")}}


def hint(channel: str, address: str) -> str:
    """Enough of an address to know it again, too little to write to it."""
    if not address:
        return ""
    if channel == "email":
        name, _, place = address.rpartition("@")
        return f"{name[:1]}…@{place}"
    if channel == "push":
        return "…"
    return f"…{address[-3:]}"
