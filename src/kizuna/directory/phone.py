"""Telephone numbers as people write them: read leniently, dialled strictly."""

import re
from functools import lru_cache
from urllib.parse import quote

import phonenumbers

_EXTENSION = re.compile(r"(?i)(?:\bext(?:ension)?\.?|\bx|#|;ext=)\s*((?:opt(?:ion)?\.?\s*)?\d{1,8})\s*$")
_SHORT = re.compile(r"[\d*#-]{2,6}")


def split_extension(text: str) -> tuple[str, str]:
    """A number and the extension written behind it."""
    found = _EXTENSION.search(text)
    return (text[: found.start()].strip(" ,;"), found[1]) if found else (text.strip(), "")


@lru_cache(maxsize=8192)
def e164(text: str, country: str) -> str:
    """The number in E.164, or "" when it is none that can be dialled in this country."""
    try:
        number = phonenumbers.parse(text.strip().strip('"'), country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=8192)
def shown(number: str, country: str) -> str:
    """How people of this country write it; as it stands when it cannot be read."""
    if not number.startswith("+"):
        return number
    try:
        read = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return number
    home = phonenumbers.region_code_for_country_code(read.country_code or 0) == country or (
        phonenumbers.country_code_for_region(country) == read.country_code
    )
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(read, style)


def dial(number: str, extension: str, country: str) -> str:
    """The `tel:` link (RFC 3966), or "" when it cannot be dialled."""
    if _SHORT.fullmatch(number):
        return f"tel:{quote(number.replace('-', ''), safe='*')}"
    read = e164(number, country)
    if not read:
        return ""
    return f"tel:{read};ext={extension}" if extension else f"tel:{read}"
