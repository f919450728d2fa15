"""What `kizuna check` finds: a level, one sentence, and a way out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from kizuna.frame.figures import counted

Level = Literal["ok", "warn", "fail"]
LONG_WAIT = 15
"""Minutes."""
OLD_BACKUP = 2
"""Days."""
NARROW, FULL = 1_000_000_000, 200_000_000
"""Bytes."""
WRONG_CLOCK = 30
"""Seconds."""
MANY_LOOKS = 200
"""People a day: more than anybody rings, writes to or meets."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    code: str
    level: Level
    sentence: str
    way_out: str = ""


@dataclass(frozen=True)
class Room:
    """How much is free on the disk of a folder: in bytes, and as a share of all (0 to 1)."""

    folder: str
    free: int
    share: float


@dataclass(frozen=True)
class Report:
    """Everything that was found, and when."""

    at: datetime
    findings: tuple[Finding, ...]


def crisis_numbers(problem: str | None) -> Finding:
    """Nobody may be left without a number to ring."""
    if problem:
        way = "As administrator, open /site/crisis-numbers/. Ring each number once before you save it."
        return Finding("crisis-numbers", "fail", problem, way)
    return Finding("crisis-numbers", "ok", "The crisis numbers are set and were reviewed in time.")


def duty(somebody: bool) -> Finding:
    """Whether a person who says they are in danger reaches a human now."""
    if somebody:
        return Finding("duty", "ok", "Somebody is on duty now and is told when a person is in danger.")
    way = "Put people on the rota with `kizuna duty add`. Until then the pages say that nobody reads answers."
    return Finding("duty", "warn", "Nobody is on duty now.", way)


def duty_gaps(gaps: Mapping[str, str]) -> Finding:
    """Whether somebody is on duty at every moment of the next seven days."""
    if gaps:
        said = "; ".join(f"{name} from {at}" for name, at in gaps.items())
        way = "As coordinator, open /duty/. Until then the pages say that nobody reads what comes in."
        return Finding("duty-gaps", "warn", f"Within seven days nobody is on duty in: {said}.", way)
    return Finding("duty-gaps", "ok", "Somebody is on duty at every moment of the next seven days.")


def many_looks(found: Mapping[str, int]) -> Finding:
    """Whether somebody opens records by the hundred: each is theirs to see, and no work needs so many."""
    if found:
        said = "; ".join(f"{number} by {by}" for by, number in found.items())
        way = (
            "As administrator, look at /ledger/, and ask them what it was for. /accounts/ closes an account."
        )
        return Finding(
            "many-looks", "warn", f"Records of very many people were opened in a day: {said}.", way
        )
    return Finding("many-looks", "ok", "Nobody opened the records of unusually many people in a day.")


def looks_to_review(late: int) -> Finding:
    """Whether every record that was opened in an emergency was reviewed in time."""
    if late:
        sentence = f"Records opened in an emergency that nobody has reviewed in time: {late}."
        return Finding("glass", "warn", sentence, "As coordinator or administrator, open /glass/reviews/.")
    return Finding("glass", "ok", "No record opened in an emergency waits too long for its review.")


def reports(late: int, unread: int) -> Finding:
    """Whether reports of what is not right are decided in time, and whether somebody may decide each."""
    if unread:
        sentence = f"Reports that nobody may decide, because everybody stands near to them: {unread}."
        way = "Open an account for a coordinator or administrator from elsewhere, and ask them to look."
        return Finding("reports", "warn", sentence, way)
    if late:
        sentence = f"Reports that are late: {late}."
        return Finding("reports", "warn", sentence, "Ask the coordinators to open /conduct/reports/.")
    return Finding("reports", "ok", "No report is late, and somebody may decide each.")


def link_workers(without: Sequence[str]) -> Finding:
    """Whether somebody sees the people of every area: some told no neighbourhood."""
    if without:
        way = (
            "Open an account for them: `kizuna account add EMAIL --role worker --area NAME`. People who do "
            "not say in which neighbourhood they live are seen by the link workers of every part of the town."
        )
        return Finding("link-workers", "warn", f"No link worker covers {', '.join(without)}.", way)
    return Finding("link-workers", "ok", "A link worker covers every area.")


def meaning(problem: str) -> Finding:
    """Whether the directory is searched by meaning, where a site wants that."""
    if problem:
        return Finding("meaning", "warn", problem, "See docs/methods/search.md.")
    return Finding("meaning", "ok", "The search finds what it can with what is installed.")


def database(vendor: str, behind: int) -> Finding:
    """Whether the database is of this version."""
    if behind:
        return Finding(
            "database", "fail", f"The database lacks {behind} migrations.", "Run `kizuna upgrade`."
        )
    return Finding("database", "ok", f"The database ({vendor}) answers and is of this version.")


def worker(*, late: bool, dead: int, silent: bool = False) -> Finding:
    """Whether background work gets done."""
    if silent and not late:
        way = "Run `kizuna serve`, which starts the worker too. Until then no message leaves."
        return Finding("worker", "fail", "No worker has given a sign for over five minutes.", way)
    if late:
        way = "Run `kizuna serve`, which starts the worker too, or `kizuna serve --only worker`."
        return Finding(
            "worker", "fail", "Tasks have been waiting for over five minutes: no worker runs.", way
        )
    if dead:
        given_up = counted(dead, "task was", "tasks were")
        way = "Look at the server's log for the reason, mend it, and try these tasks again at /tasks/."
        return Finding("worker", "warn", f"{given_up} given up after many tries.", way)
    return Finding("worker", "ok", "Background work is getting done.")


def waiting(minutes: int) -> Finding:
    """Whether messages leave in time: for how many minutes the oldest waits that may leave."""
    if minutes >= LONG_WAIT:
        way = "Open /messages/ and look at the ways out: one that does not answer is tried again by itself."
        return Finding("waiting", "warn", f"A message has been waiting to leave for {minutes} minutes.", way)
    return Finding("waiting", "ok", "No message waits for long.")


def backup(days: int | None, *, folder: bool, demo: bool) -> Finding:
    """Whether there is a new backup: `days` is the age of the newest, None without one."""
    if demo or (folder and days is not None and days < OLD_BACKUP):
        return Finding(
            "backup", "ok", "A demo needs no backup." if demo else "The newest backup is from these days."
        )
    if not folder:
        way = (
            "Set KIZUNA_BACKUP_FOLDER to a folder on another disk. What is only here is lost with this disk."
        )
        return Finding("backup", "warn", "No backup is made at night.", way)
    sentence = "There is no backup yet." if days is None else f"The newest backup is {days} days old."
    way = "Run `kizuna backup` and read what it says: a full disk, or a folder that is not there any more."
    return Finding("backup", "warn" if days is None else "fail", sentence, way)


def disk(rooms: Sequence[Room]) -> Finding:
    """Whether there is room for what people write."""
    narrow = [room for room in rooms if room.free < NARROW or room.share < 0.1]
    if not narrow:
        return Finding("disk", "ok", "There is room on the disk.")
    said = "; ".join(f"{room.folder}: {room.free / 1e9:.1f} GB free" for room in narrow)
    full = any(room.free < FULL for room in narrow)
    way = "Make room: old backups and logs first. On a full disk nothing that people write is kept."
    return Finding("disk", "fail" if full else "warn", f"The disk is nearly full. {said}.", way)


def clock(seconds: int) -> Finding:
    """Whether this machine knows the time: how far it is from the database's clock or newest line."""
    if seconds > WRONG_CLOCK:
        way = "Let the machine ask the time (`timedatectl set-ntp true`), then restart `kizuna serve`."
        return Finding("clock", "warn", f"The clock of this machine is wrong by {seconds} seconds.", way)
    return Finding("clock", "ok", "The clock of this machine is right, as far as the database can tell.")


def messages(*, unknown: int, failed: int) -> Finding:
    """Whether messages leave."""
    if unknown or failed:
        sentence = f"{counted(failed, 'message', 'messages')} failed; of {unknown} nobody knows if they came."
        return Finding(
            "messages",
            "warn",
            sentence,
            "Check the addresses and the mail server, and tell people another way.",
        )
    return Finding("messages", "ok", "Messages leave.")


def webhooks(stopped: int) -> Finding:
    """Whether programs hear what happens."""
    if stopped:
        sentence = (
            f"{counted(stopped, 'webhook', 'webhooks')} switched off: nobody answered there for half a day."
        )
        way = "As administrator, open /webhooks/. Ask whoever runs the program, then switch it on again."
        return Finding("webhooks", "warn", sentence, way)
    return Finding("webhooks", "ok", "Whoever receives news for programs answers.")


def address(url: str, secure: bool) -> Finding:
    """Whether what people type is safe on the way."""
    if secure or urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}:
        return Finding("address", "ok", f"The site's address is {url}.")
    way = "Put a proxy with a certificate in front and set KIZUNA_URL to the https address."
    return Finding("address", "fail", f"{url} is not encrypted: answers can be read on the way.", way)


def whereabouts(assumed: Sequence[str], time_zone: str, country: str) -> Finding:
    """Whether somebody said where the site is: hours on pages and telephone numbers follow from it."""
    if assumed:
        way = f"Set {' and '.join(assumed)} in kizuna.env: hours and telephone numbers are read by them."
        sentence = f"Nobody said where this site is: it keeps the time of {time_zone}, in {country}."
        return Finding("whereabouts", "warn", sentence, way)
    return Finding("whereabouts", "ok", f"The site keeps the time of {time_zone}, in {country}.")


def mail(kind: str, demo: bool) -> Finding:
    """Whether e-mail really leaves."""
    if kind == "smtp" or demo:
        return Finding(
            "mail", "ok", "E-mail leaves." if kind == "smtp" else "E-mail is printed, as in every demo."
        )
    way = "Set KIZUNA_EMAIL_URL, for example smtp+tls://user:password@mail.example.org:587."
    return Finding(
        "mail",
        "fail",
        f"E-mail does not leave: it goes to the {kind}. Providers and workers hear nothing.",
        way,
    )


def demo(on: bool) -> Finding:
    """Whether this is only a demo."""
    if on:
        return Finding(
            "demo",
            "warn",
            "This is a demo: anybody here can sign in as anybody.",
            "Use `kizuna init` for a real site.",
        )
    return Finding("demo", "ok", "This is not a demo.")


def keys(number: int) -> Finding:
    """Whether records are sealed."""
    return Finding(
        "keys",
        "ok",
        f"Records are sealed; keys in use: {number}. Keep a copy of them apart from the database.",
    )


def private_files(exposed: Sequence[str]) -> Finding:
    """Whether only the owner can read the files that open every record."""
    if exposed:
        way = "Take the others' rights away: " + "; ".join(f"`chmod 600 {file}`" for file in exposed)
        sentence = f"Other users of this machine can open {', '.join(exposed)}."
        return Finding("files", "warn", sentence, f"{way}.")
    return Finding("files", "ok", "Only the owner can read the settings and the database file.")


def ledger(*, open_too_long: bool, changed: bool) -> Finding:
    """Whether the ledger is what was sealed, and is being sealed."""
    if changed:
        way = "Run `kizuna ledger verify`. Keep a copy of the database and of the anchors as they are."
        return Finding("ledger", "fail", "The ledger is not what was sealed: somebody changed it.", way)
    if open_too_long:
        way = "Look whether a worker runs, and for a transaction in the database that does not end."
        return Finding("ledger", "warn", "Lines of the ledger have not been sealed for over an hour.", way)
    return Finding("ledger", "ok", "The ledger is being sealed.")
