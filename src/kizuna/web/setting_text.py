"""One setting each: its text to a value, or one sentence that names it and says what to write instead."""

import re
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from urllib.parse import SplitResult, urlsplit

import holidays
from babel import Locale

OURS = "KIZUNA_"
IN_MEMORY = "sqlite://:memory:"
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:]+:[0-9a-f:.]*")
_SENDER = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+|[^@,;<>\x00-\x1f\x7f]+ <[^@\s,;<>]+@[^@\s,;<>]+>")


class WrongSetting(ValueError):
    """One sentence for the person who runs this site."""


def parts(text: str) -> SplitResult:
    """The parts of an address; without any where it is none, so that nobody falls over it later."""
    nothing = SplitResult("", "", "", "", "")
    try:
        found = urlsplit(text)
        good = text.isprintable() and " " not in text and (found.port is None or found.port > 0)
    except ValueError:
        return nothing
    return found if good else nothing


def url(text: str, name: str = "KIZUNA_URL") -> str:
    """An address on the web."""
    found = parts(text)
    if found.scheme not in {"http", "https"} or not found.hostname:
        raise WrongSetting(f"{name} must be an address to type, like https://kizuna.example.org.")
    return found.geturl().rstrip("/")


def own_url(text: str) -> str:
    """Where this site is, as browsers say it: links and cookies are compared with it letter by letter."""
    found = urlsplit(url(text))
    if not _HOST.fullmatch(found.hostname or ""):
        raise WrongSetting(
            f"KIZUNA_URL is {text!r}; write its host in small Latin letters, figures and dots "
            "(names in other letters begin with xn--)."
        )
    if found.path.strip("/") or found.query or found.fragment or found.username is not None:
        raise WrongSetting(
            f"KIZUNA_URL is {text!r}; write it without a path or a password: a site has a host."
        )
    return f"{found.scheme}://{found.netloc.lower()}"


def database_url(text: str) -> str:
    """Where records are kept. A database without a name would be one in memory, gone with the program."""
    found = parts(text)
    if found.scheme in {"sqlite", "postgres", "postgresql"} and found.path.strip("/"):
        return text
    if text == IN_MEMORY:
        return text
    raise WrongSetting(
        "DATABASE_URL must look like sqlite:////a/file or postgres://user:password@host/name. "
        "Signs such as @ : / in a password are written as %40 %3A %2F."
    )


def country(text: str) -> str:
    """A country's two letters; a wrong one would make every telephone number unreadable."""
    code = text.strip().upper()
    if not re.fullmatch("[A-Z]{2}", code) or code == "ZZ" or code not in Locale("en").territories:
        raise WrongSetting(f"KIZUNA_COUNTRY is {text!r}; write the two letters of a country, like PT.")
    return code


def line(name: str, text: str, usual: str = "") -> str:
    """A few words on one line: they stand in the headers of mails."""
    if not text.isprintable() or len(text) > 80:
        raise WrongSetting(f"{name} must be one line of at most 80 letters.")
    return text.strip() or usual


def sender(text: str) -> str:
    """Who e-mails come from."""
    if not _SENDER.fullmatch(text):
        raise WrongSetting(
            f"KIZUNA_EMAIL_FROM is {text!r}; write kizuna@example.org or Our town <kizuna@example.org>."
        )
    return text


def region(text: str, country: str) -> str:
    """The part of a country whose public holidays are kept, where they differ; nothing for none."""
    code = text.strip().upper()
    known = getattr(holidays, country, None)
    if code and known and code not in known.subdivisions:
        said = ", ".join(known.subdivisions) or "nothing"
        raise WrongSetting(f"KIZUNA_REGION is {text!r}; for {country} it may be {said}.")
    return code


def misspelt(written: Iterable[str], around: Iterable[str], known: Collection[str]) -> None:
    """Refuse a name that nothing reads: `written` in the file; around it, only one that looks like ours.

    Containers put names of their own into the environment that begin like ours.
    """
    plain = [each.removeprefix(OURS) for each in known]
    for name in sorted(each for each in {*written, *around} - set(known) if each.startswith(OURS)):
        meant = get_close_matches(name.removeprefix(OURS), plain, 1, 0.8)
        if meant:
            raise WrongSetting(f"{name} is no setting. Did you mean {OURS}{meant[0]}?")
        if name in written:
            raise WrongSetting(f"{name} is no setting. docs/settings.md lists all that there are.")


def yes(name: str, text: str) -> bool:
    """Yes or no."""
    if text.lower() in {"", "0", "no", "false"}:
        return False
    if text.lower() in {"1", "yes", "true"}:
        return True
    raise WrongSetting(f"{name} must be yes or no; it is {text!r}.")


def number(name: str, found: Mapping[str, str], usual: str, least: int, most: int) -> int:
    """A whole number between two others."""
    text = found.get(name, usual)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise WrongSetting(f"{name} must be a whole number from {least} to {most}; it is {text!r}.")
    return int(text)


def path(name: str, text: str, like: str) -> str:
    """A file or folder by its whole path, or nothing: a service starts where nobody expects."""
    if text and not text.startswith("/"):
        raise WrongSetting(f"{name} must be a whole path, like {like}.")
    return text


def one_of(name: str, text: str, words: tuple[str, ...]) -> str:
    """One of these words."""
    if text not in words:
        raise WrongSetting(f"{name} must be {' or '.join(words)}; it is {text!r}.")
    return text


def token(name: str, text: str) -> str:
    """A word that nobody guesses, or nothing."""
    if text and not re.fullmatch(r"[\w.~+/=-]{24,200}", text, re.ASCII):
        raise WrongSetting(f"{name} must be 24 letters and figures or more, without spaces.")
    return text


def one_address(name: str, text: str) -> str:
    """An e-mail address or nothing."""
    if text and not re.fullmatch(r"[^@\s,;]+@[^@\s,;]+", text):
        raise WrongSetting(f"{name} must be one e-mail address, like ana@example.org.")
    return text
