"""How figures are written for people: telephone numbers, distances, initials, steps on the way."""

from dataclasses import dataclass
from decimal import Decimal

import phonenumbers
from babel import UnknownLocaleError
from babel.numbers import format_currency


def phone_display(number: str, country: str) -> str:
    """A number as people of this country write it; what cannot be read stays as it was typed."""
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return number
    if not phonenumbers.is_possible_number(parsed):
        return number
    home = phonenumbers.country_code_for_region(country) == parsed.country_code
    form = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def phone_dial(number: str, country: str) -> str:
    """What a telephone dials: +15551234567, or only the digits of a short number such as 988."""
    digits = "".join(sign for sign in number if sign.isdigit() or sign in "+*#")
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return digits
    if not phonenumbers.is_possible_number(parsed):
        return digits
    whole = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return f"{whole};ext={parsed.extension}" if parsed.extension else whole


@dataclass(frozen=True)
class Distance:
    """A distance rounded as people say it. `unit` is m or km."""

    figure: float
    decimals: int
    unit: str


def distance(metres: float) -> Distance:
    """Metres, rounded: to 50 m below a kilometre, to 0.1 km below ten, then whole kilometres."""
    near = max(50, round(metres / 50) * 50)
    if near < 1000:
        return Distance(near, 0, "m")
    kilometres = round(metres / 1000, 1)
    return Distance(kilometres, 1, "km") if kilometres < 10 else Distance(round(metres / 1000), 0, "km")


def initials(name: str) -> str:
    """One or two first letters of a name, for the round face."""
    words = [word for word in name.split() if word[0].isalnum()]
    chosen = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in chosen).upper()


def knots(step: int, of: int) -> list[str]:
    """One mark a step on the cord: `d` done, `h` here, empty still to come. `step` counts from 1."""
    return ["d" if place < step else "h" if place == step else "" for place in range(1, of + 1)]


def money(amount: Decimal | float | None, currency: str, language: str) -> str:
    """An amount with its currency (ISO 4217) as a language writes it; nothing when it is not known."""
    if amount is None:
        return ""
    try:
        return format_currency(amount, currency, locale=language.replace("-", "_"))
    except UnknownLocaleError:
        return format_currency(amount, currency, locale="en")


def counted(n: int, one: str, many: str) -> str:
    """A figure with its word, for what commands print: 1 row, 2 rows."""
    return f"{n} {one if n == 1 else many}"
