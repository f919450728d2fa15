"""Single values as people write them: each reader gives a value and what it mended, or says no."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from kizuna.access.wording import N_
from kizuna.directory.recurrence import WEEKDAYS


class Unreadable(Exception):
    """This value cannot be read; the message says what is wrong with it."""


Read = tuple[Any, str]
"""A value, and what was mended in words ("" for nothing)."""

# UTF-8 that somebody read as code page 437 or 1252 on the way.
_MANGLED = {
    "GÇÖ": "’", "GÇÿ": "‘", "GÇô": "–", "GÇö": "—", "GÇ£": "“", "GÇ¥": "”", "GÇó": "•", "GÇª": "…",
    "ΓÇÖ": "’", "ΓÇÿ": "‘", "ΓÇô": "–", "ΓÇö": "—", "ΓÇ£": "“", "ΓÇ¥": "”", "ΓÇó": "•", "ΓÇª": "…",
    "â€™": "’", "â€˜": "‘", "â€“": "–", "â€”": "—", "â€œ": "“", "â€\x9d": "”", "â€¢": "•", "â€¦": "…",
}  # fmt: skip
_MANGLED_ANY = re.compile("|".join(map(re.escape, _MANGLED)))
_MARK = re.compile(r"\s*#{3}\w*#{3}\s*$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}")
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z+-]*:(?!\d)", re.IGNORECASE)
_CLOCK_12 = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\b\.?(?:[\s(].*)?", re.IGNORECASE | re.DOTALL)
_CLOCK_24 = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_STATUSES = {
    "": "active", "active": "active", "inactive": "inactive", "defunct": "defunct", "closed": "inactive",
    "archived": "defunct", "temporarily closed": "temporarily closed",
}  # fmt: skip
_DATE_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d.%m.%Y", "%B %d, %Y", "%Y/%m/%d")


def text(raw: str) -> Read:
    """Text with its line breaks; what was mangled on the way is put right."""
    found, mended = raw, ""
    if "\\n" in found or "\\t" in found:
        found = found.replace("\\r", "").replace("\\n", "\n").replace("\\t", " ")
    if _MANGLED_ANY.search(found):
        found, mended = (
            _MANGLED_ANY.sub(lambda m: _MANGLED[m[0]], found),
            N_("letters lost on the way were put right"),
        )
    found = _CONTROL.sub("", found.replace("\r\n", "\n"))
    return _MARK.sub("", found).strip(), mended


def line(raw: str) -> Read:
    """Text on one line."""
    found, mended = text(raw)
    return " ".join(found.split()), mended


def url(raw: str) -> Read:
    """A web address; one without `http` is mended."""
    found = _CONTROL.sub("", raw).strip()
    if not found:
        return "", ""
    if _OTHER_SCHEME.match(found):
        raise Unreadable(N_("is no web address"))
    whole = re.sub(r"^(https?):/+", r"\1://", found.replace("\\", "/"), flags=re.IGNORECASE)
    whole = whole if "://" in whole else f"https://{whole.removeprefix('//')}"
    try:
        parts = urlsplit(whole)
        host = parts.hostname or ""
    except ValueError:
        raise Unreadable(N_("is no web address")) from None
    usable = parts.scheme in {"http", "https"} and _HOST.fullmatch(host) and not re.search(r"\s", whole)
    if not usable or len(whole) > 500:
        raise Unreadable(N_("is no web address"))
    if whole == found:
        return whole, ""
    mended = N_("https:// was put before it") if whole.endswith(found) else N_("its slashes were put right")
    return whole, mended


def email(raw: str) -> Read:
    """An e-mail address."""
    found = raw.strip().removeprefix("mailto:")
    if not found:
        return "", ""
    if not _EMAIL.fullmatch(found) or len(found) > 254:
        raise Unreadable(N_("is no e-mail address"))
    return found, ""


def whole(raw: str) -> Read:
    """A whole number from 0, or None."""
    if not raw.strip():
        return None, ""
    try:
        found = int(Decimal(raw.strip()))
    except (InvalidOperation, ValueError, OverflowError):
        raise Unreadable(N_("is no whole number")) from None
    if not 0 <= found <= 32_767:
        raise Unreadable(N_("is outside what can be"))
    return found, ""


def number(raw: str) -> Read:
    """A number, or None."""
    if not raw.strip():
        return None, ""
    try:
        found = float(raw.strip())
    except ValueError:
        raise Unreadable(N_("is no number")) from None
    if found != found or found in (float("inf"), float("-inf")):
        raise Unreadable(N_("is no number"))
    return found, ""


def money(raw: str) -> Read:
    """An amount with two places, or None."""
    if not raw.strip():
        return None, ""
    try:
        found = Decimal(raw.strip().lstrip("$€£").strip()).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise Unreadable(N_("is no amount")) from None
    if not 0 <= found < 10**8:
        raise Unreadable(N_("is outside what can be"))
    return found, ""


def day(raw: str) -> Read:
    """A date, or None. A year before 1900 means that there was none."""
    found = raw.strip()
    if not found:
        return None, ""
    try:
        read = date.fromisoformat(found[:10])
    except ValueError:
        read = next(filter(None, (_by(found, style) for style in _DATE_FORMATS)), date.min)
    if read.year < 1900:
        raise Unreadable(N_("is no date"))
    return read, ""


def _by(found: str, style: str) -> date | None:
    try:
        return datetime.strptime(found, style).replace(tzinfo=UTC).date()
    except ValueError:
        return None


def moment(raw: str) -> Read:
    """A date and time in UTC, or None; without a zone it is taken as UTC."""
    found = raw.strip()
    if not found:
        return None, ""
    try:
        read = datetime.fromisoformat(found)
        read = read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise Unreadable(N_("is no date and time")) from None
    return read, ""


def yes(raw: str) -> Read:
    """Yes or no; empty is no."""
    return raw.strip().lower() in {"1", "yes", "true", "t", "y"}, ""


def status(raw: str) -> Read:
    """One of the four states of a service; an unknown word is taken as active, and said."""
    found = _STATUSES.get(raw.strip().lower())
    return (found, "") if found else ("active", N_("this status is not known: taken as active"))


def clock(raw: str, *, half_days: bool) -> time | None:
    """A time of day, None when nothing is there. With `half_days` 5:00 could be am or pm."""
    found = raw.strip()
    if not found:
        return None
    twelve = _CLOCK_12.fullmatch(found)
    if twelve and 1 <= int(twelve[1]) <= 12 and int(twelve[2] or 0) < 60:
        return time(int(twelve[1]) % 12 + (12 if twelve[3].lower() == "p" else 0), int(twelve[2] or 0))
    full = _CLOCK_24.fullmatch(found)
    # In a file that writes am and pm, 5:00 could be either; 05:00 and 17:00 could not.
    if not full or (half_days and not (found.startswith("0") or int(full[1]) > 12)):
        raise Unreadable(N_("is no time of day"))
    return time(int(full[1]) % 24, int(full[2]))


def weekdays(raw: str) -> str:
    """Days as RRULE writes them: `Monday`, `mon`, `Mon-Fri`, `1` (Monday) … `7`, lists with commas."""
    days: list[str] = []
    for part in filter(None, re.split(r"[,;/&]|\band\b", raw.strip().lower())):
        ends = [_weekday(end) for end in re.split(r"\s*(?:-|–|\bto\b)\s*", part.strip())]
        first, last = ends[0], ends[-1]
        if len(ends) > 2:
            raise Unreadable(N_("is no weekday"))
        days += [WEEKDAYS[n % 7] for n in range(first, last + 1 if last >= first else last + 8)]
    if not days:
        raise Unreadable(N_("is no weekday"))
    return ",".join(dict.fromkeys(days))


def _weekday(raw: str) -> int:
    word = raw.strip().rstrip(".")
    if word.isdecimal() and 1 <= int(word) <= 7:
        return int(word) - 1
    for number, name in enumerate(_DAY_NAMES):
        if len(word) >= 2 and name.startswith(word):
            return number
    if len(word) > 3 and word.rstrip("s") in _DAY_NAMES:
        return _DAY_NAMES.index(word.rstrip("s"))
    if len(word) >= 3 and word in {"thur", "thurs", "tues", "weds"}:
        return {"thu": 3, "tue": 1, "wed": 2}[word[:3]]
    raise Unreadable(N_("is no weekday"))


READERS: dict[str, Callable[[str], Read]] = {
    "text": text,
    "line": line,
    "url": url,
    "email": email,
    "whole": whole,
    "number": number,
    "money": money,
    "date": day,
    "moment": moment,
    "yes": yes,
    "status": status,
}
