"""Environment variables to typed values, once; a wrong one says which, why and what to do."""

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from babel.numbers import get_territory_currencies, list_currencies

from kizuna.access.secrets import LOOK_UP
from kizuna.outbox.mailbox import Mailbox, mailbox
from kizuna.outbox.quiet import Quiet, hours
from kizuna.outbox.ways import Way, WrongWay, to_programs, ways
from kizuna.referrals.due import Periods
from kizuna.referrals.due import WrongPeriods as WrongDueDays
from kizuna.referrals.due import periods as due_days
from kizuna.referrals.measuring import USUAL as USUAL_SCALES
from kizuna.referrals.measuring import WrongScales
from kizuna.referrals.measuring import scales as outcome_scales
from kizuna.referrals.pathway import Step, WrongSteps, added_steps
from kizuna.screening.again import WrongPeriods as WrongAgain
from kizuna.screening.again import periods as ask_again
from kizuna.voice.steps import Days, WrongDays
from kizuna.voice.steps import read_days as report_days
from kizuna.web import setting_text
from kizuna.web.backup.keeping import WrongKeeping, keeping
from kizuna.web.retention import WrongPeriods, periods
from kizuna.web.setting_text import WrongSetting

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_TILES = re.compile(r"https://[\w.-]+(:\d{1,5})?/[^\s;,'\"]*", re.ASCII)
# Every name that something reads; docs/settings.md has the same ones.
NAMES = frozenset(
    f"KIZUNA_{name}"
    for line in (
        "HOME SETTINGS SECRET_KEYS SECRET_KEYS_FILE URL SITE_NAME ORGANISATION LANGUAGES COUNTRY REGION",
        "EMAIL_URL EMAIL_FROM SMS_URL VOICE_URL CHAT_URL PUSH_URL INBOUND_SECRET INBOX_URL FORMATS_FILE",
        "QUIET_HOURS TIME_ZONE CURRENCY RETENTION AGE_OF_CONSENT CONFIRM_DAYS MAP_TILES_URL EXIT_URL",
        "DUE_DAYS REFERRAL_STEPS REPORT_DAYS OUTCOME_SCALES",
        "OIDC_FILE STAFF_IDLE_MINUTES STAFF_SESSION_HOURS PROXIES BACKUP_FOLDER BACKUP_KEEP LOG",
        "METRICS_TOKEN LEDGER_ANCHORS LEDGER_ANCHOR_EMAIL ASK_AGAIN MEANING DEMO TEST OUTSIDE_DATA AID",
    )
    for name in line.split()
)
LANGUAGE_NAMES = {"en": "English", "es": "Español", "ar": "العربية"}


@dataclass(frozen=True)
class Mail:
    """How e-mail leaves: `console` prints it, `file` keeps it in a folder, `smtp` sends it."""

    kind: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    tls: bool = False
    ssl: bool = False
    folder: str = ""


@dataclass(frozen=True)
class Environment:
    """Everything a site can set. The same list stands in docs/settings.md."""

    secret_keys: tuple[str, ...]
    url: str
    database_url: str
    site_name: str
    organisation: str
    mail: Mail
    mail_from: str
    ways: Mapping[str, tuple[Way, ...]]
    quiet_hours: Quiet
    inbound_secrets: tuple[str, ...]
    mailbox: Mailbox | None
    time_zone: str
    languages: tuple[str, ...]
    country: str
    region: str
    map_tiles_url: str
    meaning: str
    """The folder of the model by which the directory is searched for what words mean; "" by words alone."""
    currency: str
    age_of_consent: int
    confirm_days: int
    ask_again: Mapping[str, int]
    due_days: Periods
    referral_steps: tuple[Step, ...]
    report_days: Days
    aid_moderated: bool
    """Whether somebody reads what neighbours ask and offer before it is passed on."""
    outcome_scales: tuple[str, ...]
    exit_url: str
    staff_idle_minutes: int
    staff_session_hours: int
    proxies: int
    demo: bool
    retention: Mapping[str, int]
    ledger_anchors: str
    ledger_anchor_email: str
    oidc_file: str
    formats_file: str
    backup_folder: str
    backup_keep: Mapping[str, int]
    log: str
    metrics_token: str
    assumed: tuple[str, ...]
    """Names that nobody set and whose default is right in few places."""

    @property
    def map_tiles_origin(self) -> str:
        """The site that map backgrounds come from; empty without them."""
        parts = urlsplit(self.map_tiles_url)
        return f"{parts.scheme}://{parts.netloc}" if self.map_tiles_url else ""

    @property
    def host(self) -> str:
        """The host name in the site's address."""
        return urlsplit(self.url).hostname or "localhost"

    @property
    def secure(self) -> bool:
        """Whether the site is reached by https."""
        return self.url.startswith("https://")


def _mail(text: str) -> Mail:
    parts = setting_text.parts(text)
    if parts.scheme == "console":
        return Mail("console")
    if parts.scheme == "file" and parts.path.startswith("/"):
        return Mail("file", folder=parts.path)
    if parts.scheme in {"smtp", "smtp+tls", "smtp+ssl"} and parts.hostname:
        default = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}[parts.scheme]
        return Mail(
            "smtp",
            host=parts.hostname,
            port=parts.port or default,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls=parts.scheme == "smtp+tls",
            ssl=parts.scheme == "smtp+ssl",
        )
    raise WrongSetting(
        "KIZUNA_EMAIL_URL must look like smtp+tls://user:password@mail.example.org:587, "
        "file:/a/folder or console: (to print messages)."
    )


def _ways(found: Mapping[str, str]) -> Mapping[str, tuple[Way, ...]]:
    """How each channel leaves, in order; without a telephone provider, SMS are printed where e-mail is."""
    email = found.get("KIZUNA_EMAIL_URL", "console:")
    printed = email if email.startswith("console:") else ""
    texts = {
        "email": email,
        "sms": found.get("KIZUNA_SMS_URL") or printed,
        "voice": found.get("KIZUNA_VOICE_URL", "people:"),
        "chat": found.get("KIZUNA_CHAT_URL") or printed,
        "push": found.get("KIZUNA_PUSH_URL") or printed,
    }
    made: dict[str, tuple[Way, ...]] = {
        "console": (Way("console", "console", "console"),),
        "webhook": (to_programs(),),
    }
    for channel in texts:
        try:
            made[channel] = ways(texts[channel], channel)
        except (WrongWay, ValueError) as wrong:
            raise WrongSetting(f"KIZUNA_{channel.upper()}_URL: {wrong}") from None
    names = [way.name for some in made.values() for way in some]
    if len(set(names)) < len(names):
        raise WrongSetting("Two ways out have the same name. Give each a name= of its own.")
    return made


def _secrets(text: str) -> tuple[str, ...]:
    """What providers sign with that hand us messages, newest first; none: none may."""
    found = tuple(one.strip() for one in text.split(",") if one.strip())
    if any(len(one) < 32 for one in found):
        raise WrongSetting("Each secret in KIZUNA_INBOUND_SECRET must have at least 32 characters.")
    return found


def _mailbox(text: str) -> Mailbox | None:
    try:
        return mailbox(text)
    except ValueError:
        raise WrongSetting(
            "KIZUNA_INBOX_URL must look like imaps://user:password@mail.example.org/INBOX, or be left out."
        ) from None


def _quiet(text: str) -> Quiet:
    try:
        return hours(text.strip())
    except ValueError:
        raise WrongSetting(
            f"KIZUNA_QUIET_HOURS is {text!r}; write hours like 21:00-08:00, or nothing for none."
        ) from None


def secret_keys(text: str) -> tuple[str, ...]:
    """Keys separated by commas or lines, newest first; raises WrongSetting."""
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    keys = tuple(key.strip() for key in lines.replace(",", "\n").split("\n") if key.strip())
    if not keys:
        raise WrongSetting(
            "KIZUNA_SECRET_KEYS is not set. Run `kizuna init` for a new site, or `kizuna demo` to try one."
        )
    if any(len(key) < 32 for key in keys):
        raise WrongSetting("Each key in KIZUNA_SECRET_KEYS must have at least 32 characters.")
    if keys[0].startswith(LOOK_UP):
        raise WrongSetting("The first of KIZUNA_SECRET_KEYS is a retired one. Put the key in use before it.")
    return keys


def _map_tiles_url(text: str) -> str:
    """Where the background of maps comes from; empty: nowhere, and nobody else learns who looks at what."""
    if text and not (_TILES.fullmatch(text) and all(part in text for part in ("{z}", "{x}", "{y}"))):
        raise WrongSetting(
            "KIZUNA_MAP_TILES_URL must look like https://tiles.example.org/{z}/{x}/{y}.png, or be left out."
        )
    return text


def _languages(text: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code.strip() for code in text.split(",") if code.strip()))
    unknown = [code for code in codes if code not in LANGUAGE_NAMES]
    if unknown or not codes:
        raise WrongSetting(
            f"KIZUNA_LANGUAGES is {text!r}; it may hold {', '.join(LANGUAGE_NAMES)} and nothing else."
        )
    return codes


def _time_zone(text: str) -> str:
    if text not in zoneinfo.available_timezones():
        raise WrongSetting(f"KIZUNA_TIME_ZONE is {text!r}; write one like Europe/Lisbon.")
    return text


def _currency(text: str, country: str) -> str:
    """The currency that is set, else the country's own."""
    code = text.upper() or next(iter(get_territory_currencies(country)), "USD")
    if code not in list_currencies():
        raise WrongSetting(f"KIZUNA_CURRENCY is {text!r}; write three letters like EUR.")
    return code


def _age(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 21:
        raise WrongSetting(f"KIZUNA_AGE_OF_CONSENT is {text!r}; write an age in years, like 16.")
    return int(text)


def _demo(text: str, url: str) -> bool:
    """The demo signs anybody in as anybody, so it only runs where nobody else can reach it."""
    wanted = setting_text.yes("KIZUNA_DEMO", text)
    if wanted and urlsplit(url).hostname not in LOOPBACK:
        raise WrongSetting(
            "KIZUNA_DEMO lets anybody sign in as anybody, so it only runs at http://127.0.0.1. Take it out."
        )
    return wanted


def _retention(text: str) -> Mapping[str, int]:
    try:
        return periods(text)
    except WrongPeriods as wrong:
        raise WrongSetting(f"KIZUNA_RETENTION: {wrong}") from None


def _ask_again(text: str) -> Mapping[str, int]:
    try:
        return ask_again(text)
    except WrongAgain as wrong:
        raise WrongSetting(f"KIZUNA_ASK_AGAIN: {wrong}") from None


def _exit_url(text: str) -> str:
    return setting_text.url(text, "KIZUNA_EXIT_URL")


def _aid(text: str) -> bool:
    return setting_text.one_of("KIZUNA_AID", text or "moderated", ("moderated", "open")) == "moderated"


def _anchors(text: str) -> str:
    return setting_text.path("KIZUNA_LEDGER_ANCHORS", text, "/mnt/other/ledger.txt")


def _due_days(text: str) -> Periods:
    try:
        return due_days(text)
    except WrongDueDays as wrong:
        raise WrongSetting(f"KIZUNA_DUE_DAYS: {wrong}") from None


def _referral_steps(text: str) -> tuple[Step, ...]:
    try:
        return added_steps(text)
    except WrongSteps as wrong:
        raise WrongSetting(f"KIZUNA_REFERRAL_STEPS: {wrong}") from None


def _report_days(text: str) -> Days:
    try:
        return report_days(text)
    except WrongDays as wrong:
        raise WrongSetting(f"KIZUNA_REPORT_DAYS: {wrong}") from None


def _outcome_scales(text: str) -> tuple[str, ...]:
    try:
        return outcome_scales(text)
    except WrongScales as wrong:
        raise WrongSetting(f"KIZUNA_OUTCOME_SCALES: {wrong}") from None


def _backup_keep(text: str) -> Mapping[str, int]:
    try:
        return keeping(text)
    except WrongKeeping as wrong:
        raise WrongSetting(f"KIZUNA_BACKUP_KEEP: {wrong}") from None


def _where(found: Mapping[str, str]) -> tuple[str, str]:
    url = setting_text.own_url(found.get("KIZUNA_URL", "http://127.0.0.1:8000"))
    return url, setting_text.country(found.get("KIZUNA_COUNTRY", "US"))


def read(found: Mapping[str, str], default_database: str) -> Environment:
    """The environment as typed values; raises WrongSetting with one sentence."""
    url, country = _where(found)
    return Environment(
        secret_keys=secret_keys(found.get("KIZUNA_SECRET_KEYS", "")),
        url=url,
        database_url=setting_text.database_url(found.get("DATABASE_URL", default_database)),
        site_name=setting_text.line("KIZUNA_SITE_NAME", found.get("KIZUNA_SITE_NAME", ""), "Kizuna"),
        organisation=setting_text.line("KIZUNA_ORGANISATION", found.get("KIZUNA_ORGANISATION", "")),
        mail=_mail(found.get("KIZUNA_EMAIL_URL", "console:").split(" ")[0]),
        ways=_ways(found),
        inbound_secrets=_secrets(found.get("KIZUNA_INBOUND_SECRET", "")),
        mailbox=_mailbox(found.get("KIZUNA_INBOX_URL", "")),
        quiet_hours=_quiet(found.get("KIZUNA_QUIET_HOURS", "21:00-08:00")),
        mail_from=setting_text.sender(found.get("KIZUNA_EMAIL_FROM", "kizuna@localhost")),
        time_zone=_time_zone(found.get("KIZUNA_TIME_ZONE", "UTC")),
        languages=_languages(found.get("KIZUNA_LANGUAGES", "en,es,ar")),
        country=country,
        region=setting_text.region(found.get("KIZUNA_REGION", ""), country),
        meaning=found.get("KIZUNA_MEANING", "").strip(),
        map_tiles_url=_map_tiles_url(found.get("KIZUNA_MAP_TILES_URL", "")),
        currency=_currency(found.get("KIZUNA_CURRENCY", ""), country),
        age_of_consent=_age(found.get("KIZUNA_AGE_OF_CONSENT", "16")),
        ask_again=_ask_again(found.get("KIZUNA_ASK_AGAIN", "check-up=180")),
        confirm_days=setting_text.number("KIZUNA_CONFIRM_DAYS", found, "90", 0, 3650),
        due_days=_due_days(found.get("KIZUNA_DUE_DAYS", "")),
        referral_steps=_referral_steps(found.get("KIZUNA_REFERRAL_STEPS", "")),
        report_days=_report_days(found.get("KIZUNA_REPORT_DAYS", "")),
        aid_moderated=_aid(found.get("KIZUNA_AID", "")),
        outcome_scales=_outcome_scales(found.get("KIZUNA_OUTCOME_SCALES", USUAL_SCALES)),
        exit_url=_exit_url(found.get("KIZUNA_EXIT_URL", "https://www.wikipedia.org")),
        staff_idle_minutes=setting_text.number("KIZUNA_STAFF_IDLE_MINUTES", found, "30", 5, 240),
        staff_session_hours=setting_text.number("KIZUNA_STAFF_SESSION_HOURS", found, "12", 1, 24),
        proxies=setting_text.number("KIZUNA_PROXIES", found, "1" if url.startswith("https") else "0", 0, 9),
        demo=_demo(found.get("KIZUNA_DEMO", ""), url),
        retention=_retention(found.get("KIZUNA_RETENTION", "")),
        ledger_anchors=_anchors(found.get("KIZUNA_LEDGER_ANCHORS", "")),
        oidc_file=found.get("KIZUNA_OIDC_FILE", ""),
        formats_file=found.get("KIZUNA_FORMATS_FILE", ""),
        ledger_anchor_email=setting_text.one_address(
            "KIZUNA_LEDGER_ANCHOR_EMAIL", found.get("KIZUNA_LEDGER_ANCHOR_EMAIL", "")
        ),
        backup_folder=setting_text.path(
            "KIZUNA_BACKUP_FOLDER", found.get("KIZUNA_BACKUP_FOLDER", ""), "/var/backups/kizuna"
        ),
        backup_keep=_backup_keep(found.get("KIZUNA_BACKUP_KEEP", "7d,4w,12m")),
        log=setting_text.one_of("KIZUNA_LOG", found.get("KIZUNA_LOG", "plain"), ("plain", "json")),
        metrics_token=setting_text.token("KIZUNA_METRICS_TOKEN", found.get("KIZUNA_METRICS_TOKEN", "")),
        assumed=tuple(name for name in ("KIZUNA_TIME_ZONE", "KIZUNA_COUNTRY") if name not in found),
    )
