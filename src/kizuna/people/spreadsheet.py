"""A list of residents, row by row, as persons; or what is wrong with each row, by column."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_
from kizuna.frame.columns import Column, Fault, Mapped, cell, fold, heading
from kizuna.frame.sheet import Row, Sheet
from kizuna.people import reach
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.languages import codes
from kizuna.people.profile import NewConsent, NewPerson

COLUMNS = (
    Column("name", N_("Name"), ("full name", "first name", "given name", "nombre", "nombre completo",
           "resident", "person", "الاسم", "الاسم الكامل"), required=True),
    Column("family", N_("Second part of the name"), ("last name", "family name", "surname", "apellido",
           "apellidos", "اسم العائلة"), hint=N_("If your list has the name in two columns.")),
    Column("called", N_("Likes to be called"), ("known as", "nickname", "preferred name", "se hace llamar")),
    Column("pronouns", N_("Pronouns"), ("pronombres",)),
    Column("born", N_("Year of birth"), ("birth year", "year of birth", "date of birth", "dob", "birthday",
           "fecha de nacimiento", "año de nacimiento", "تاريخ الميلاد"),
           hint=N_("A whole date is fine: only the year is kept.")),
    Column("gender", N_("Gender"), ("sex", "género", "sexo", "الجنس")),
    Column("phone", N_("Phone"), ("telephone", "phone number", "mobile", "cell", "tel", "teléfono", "móvil",
           "هاتف", "رقم الهاتف")),
    Column("email", N_("E-mail"), ("mail", "e mail", "email address", "correo", "correo electrónico",
           "البريد الإلكتروني")),
    Column("area", N_("Neighbourhood"), ("area", "neighborhood", "district", "barrio", "zona", "الحي")),
    Column("address", N_("Address"), ("street", "home address", "street address", "dirección", "العنوان")),
    Column("postcode", N_("Postcode"), ("zip", "zip code", "postal code", "código postal", "الرمز البريدي")),
    Column("languages", N_("Languages"), ("language", "speaks", "idioma", "idiomas", "اللغة", "اللغات")),
    Column("alone", N_("Lives alone"), ("living alone", "vive solo", "vive sola", "يعيش وحده"),
           hint=N_("Yes or no. Empty means that you do not know.")),
    Column("household", N_("Household"), ("household id", "home", "hogar", "الأسرة"),
           hint=N_("Any word or number that people who live together share.")),
    Column("channel", N_("Best way to reach them"), ("preferred contact", "contact preference",
           "contacto preferido")),
    Column("agreed", N_("Agreed to be kept here"), ("consent", "consentimiento", "agreed", "gdpr",
           "الموافقة")),
)  # fmt: skip

YES = frozenset(map(fold, ("yes", "y", "true", "1", "x", "✓", "sí", "si", "s", "نعم", "oui", "ja")))
NO = frozenset(map(fold, ("no", "n", "false", "0", "لا", "non", "nein")))
WAYS = {fold(name): code for code, names in {
    "email": ("email", "e-mail", "mail", "correo", "correo electrónico", "البريد الإلكتروني"),
    "text": ("text", "sms", "text message", "whatsapp", "mensaje", "رسالة"),
    "phone": ("phone", "call", "telephone", "ring", "teléfono", "llamada", "هاتف"),
}.items() for name in names}  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
ASK = ("everybody", "column", "emergency", "nobody")


@dataclass(frozen=True)
class Agreement:
    """Where the consent of the people on a list comes from, as whoever brings it says."""

    answer: str
    """everybody: all agreed; column: the list says who; emergency: agreed for emergencies only; nobody."""
    how: str = "paper"
    given_at: datetime | None = None


@dataclass(frozen=True)
class Site:
    """What reading a row needs to know of the site."""

    areas: Mapping[str, str]
    """Folded name of an area → its id, as far as whoever brings the list works there."""
    country: str
    shown_in: tuple[str, ...] = ("en",)
    area: str = ""
    """For rows that name no area; empty: each has to."""


@dataclass
class Reading:
    """One row while it is read: what it said so far and what was wrong."""

    row: Row
    mapped: Mapped
    sheet: Sheet
    faults: list[Fault] = field(default_factory=list)

    def said(self, code: str) -> str:
        """What the row says in a column."""
        return cell(self.row, self.mapped, code)

    def wrong(self, code: str, why: str) -> None:
        """Note a fault in a column."""
        self.faults.append(
            Fault(self.row.number, heading(self.sheet, self.mapped, code), why, self.said(code)[:80])
        )

    def try_(self, code: str, make: Callable[[str], str]) -> str:
        """A cell made into a value by something that raises Refused; the refusal is the fault."""
        try:
            return make(self.said(code))
        except Refused as refused:
            self.wrong(code, str(refused))
            return ""


def read_person(reading: Reading, site: Site, batch: UUID, agreement: Agreement, now: datetime) -> NewPerson:
    """The person in a row; not to be kept when `reading.faults` tells of cells that cannot be taken."""
    name = " ".join(filter(None, (reading.said("name"), reading.said("family"))))
    if not name:
        reading.wrong("name", N_("Write a name. Any name is fine."))
    household = reading.said("household")
    person = NewPerson(
        id=str(uuid5(batch, str(reading.row.number))),
        name=short(reading, "name", name, 200),
        area=area_of(reading, site),
        called=short(reading, "called", reading.said("called"), 100),
        pronouns=short(reading, "pronouns", reading.said("pronouns"), 40),
        gender=short(reading, "gender", reading.said("gender"), 40),
        birth_year=_year(reading, now),
        languages=_languages(reading, site),
        lives_alone=yes_or_no(reading, "alone"),
        phone=reading.try_("phone", lambda text: reach.phone(text, site.country)),
        email=reading.try_("email", reach.email),
        address="\n".join(filter(None, (reading.said("address"), reading.said("postcode")))),
        preferred_channel=_channel(reading),
        household=f"{batch}:{fold(household)}" if household else "",
    )
    return replace(person, consents=_consents(reading, agreement, now))


def short(reading: Reading, code: str, text: str, most: int) -> str:
    """The text; a fault when it is longer than may be."""
    if len(text) > most:
        reading.wrong(code, N_("This is too long for its column. Shorten it."))
    return text


def area_of(reading: Reading, site: Site) -> str:
    """The id of the area that a row names, or of the one for rows without; a fault when there is none."""
    said = reading.said("area")
    found = site.areas.get(fold(said)) if said else site.area
    if not found and said:
        reading.wrong(
            "area", N_("We know no area of this name, or you do not work there. Choose one of yours.")
        )
    elif not found:
        reading.wrong("area", N_("The area is missing. Write it, or choose one for all rows without."))
    return found or ""


def _year(reading: Reading, now: datetime) -> int | None:
    said = reading.said("born")
    if not said:
        return None
    years = {int(found) for found in _YEAR.findall(said)}
    if len(years) == 1 and 1880 <= (year := years.pop()) <= now.year:
        return year
    reading.wrong("born", N_("Write the year of birth with four digits, like 1950."))
    return None


def _languages(reading: Reading, site: Site) -> tuple[str, ...]:
    found, unknown = codes(reading.said("languages"), site.shown_in)
    if unknown:
        reading.wrong("languages", N_("We do not know this language. Write its name or its code, like es."))
    return found


def yes_or_no(reading: Reading, code: str) -> bool | None:
    """Yes, no, or unknown for an empty cell; anything else is a fault."""
    said = fold(reading.said(code)) or reading.said(code)
    if not said:
        return None
    if said in YES or said in NO:
        return said in YES
    reading.wrong(code, N_("Write yes or no, or leave it empty when you do not know."))
    return None


def _channel(reading: Reading) -> str:
    said = reading.said("channel")
    found = WAYS.get(fold(said), "") if said else ""
    if said and not found:
        reading.wrong("channel", N_("Choose e-mail, text message or phone."))
    return found


def _consents(reading: Reading, agreement: Agreement, now: datetime) -> tuple[NewConsent, ...]:
    if agreement.answer == "column":
        agreed: Any = yes_or_no(reading, "agreed")
    else:
        agreed = agreement.answer in {"everybody", "emergency"}
    if not agreed:
        return ()
    given_at = min(agreement.given_at or now, now)
    emergency = agreement.answer == "emergency"
    return (NewConsent(SUPPORT, LINK_WORKERS, given_at, agreement.how, emergency_only=emergency),)


def read_people(
    sheet: Sheet, mapped: Mapped, site: Site, batch: UUID, agreement: Agreement, now: datetime
) -> tuple[dict[int, NewPerson], list[Fault]]:
    """Number of a row → its person, and every fault of every row."""
    people: dict[int, NewPerson] = {}
    faults: list[Fault] = []
    for row in sheet.rows:
        reading = Reading(row, mapped, sheet)
        people[row.number] = read_person(reading, site, batch, agreement, now)
        faults += reading.faults
    return people, faults
