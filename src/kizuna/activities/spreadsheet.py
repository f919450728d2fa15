"""Lists of groups and of volunteers, row by row, as values; or what is wrong with each row."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_
from kizuna.activities.group import NewGroup
from kizuna.activities.volunteering import ORGANISERS, VOLUNTEERING, NewVolunteer
from kizuna.directory.needs import NEEDS
from kizuna.frame.columns import Column, Fault, Mapped, fold
from kizuna.frame.sheet import Sheet
from kizuna.people import reach, spreadsheet
from kizuna.people.languages import codes
from kizuna.people.profile import NewConsent, NewPerson
from kizuna.people.spreadsheet import Agreement, Reading, Site, area_of, short, yes_or_no

VOLUNTEER_COLUMNS = (
    *spreadsheet.COLUMNS,
    Column("can_do", N_("Can help with"), ("skills", "offers", "help", "habilidades", "puede ayudar con")),
    Column("times", N_("When they can"), ("availability", "days", "times", "disponibilidad")),
)
GROUP_COLUMNS = (
    Column("name", N_("Name of the group"), ("name", "group", "group name", "grupo", "nombre", "المجموعة"),
           required=True),
    Column("description", N_("What it does"), ("description", "about", "descripción", "الوصف")),
    Column("area", N_("Neighbourhood"), ("area", "neighborhood", "district", "barrio", "zona", "الحي")),
    Column("place", N_("Where it meets"), ("place", "venue", "location", "lugar")),
    Column("address", N_("Address"), ("street", "dirección", "العنوان")),
    Column("needs", N_("What it helps with"), ("needs", "helps with", "topics", "necesidades")),
    Column("languages", N_("Languages"), ("language", "idioma", "idiomas", "اللغة")),
    Column("step_free", N_("Step-free"), ("wheelchair", "accessible", "step free", "accesible")),
    Column("cost", N_("Cost of one time"), ("cost", "price", "fee", "coste", "precio"),
           hint=N_("A number; 0 means free. Empty means that you do not know.")),
    Column("size", N_("People who usually come"), ("size", "members", "tamaño")),
    Column("phone", N_("Phone"), ("telephone", "phone number", "teléfono", "هاتف")),
    Column("email", N_("E-mail"), ("mail", "email address", "contact email", "correo electrónico")),
    Column("url", N_("Web page"), ("website", "web", "link", "página web")),
    Column("youngest", N_("Youngest age"), ("min age", "age from", "edad mínima")),
    Column("oldest", N_("Oldest age"), ("max age", "age to", "edad máxima")),
)  # fmt: skip
_NEEDS = {fold(said): need.code for need in NEEDS for said in (need.code, need.label)}


@dataclass(frozen=True)
class Volunteers:
    """What a list of volunteers holds: number of a row → the person, and what they offer."""

    people: dict[int, NewPerson]
    offers: tuple[NewVolunteer, ...]


def read_volunteers(
    sheet: Sheet, mapped: Mapped, site: Site, batch: UUID, agreement: Agreement, now: datetime
) -> tuple[Volunteers, list[Fault]]:
    """The volunteers on a list, and every fault of every row."""
    people: dict[int, NewPerson] = {}
    offers: list[NewVolunteer] = []
    faults: list[Fault] = []
    for row in sheet.rows:
        reading = Reading(row, mapped, sheet)
        person = spreadsheet.read_person(reading, site, batch, agreement, now)
        agreed = tuple(_volunteering(consent) for consent in person.consents)
        people[row.number] = replace(person, consents=agreed)
        offers.append(NewVolunteer(person.id, reading.said("can_do"), reading.said("times")))
        faults += reading.faults
    return Volunteers(people, tuple(offers)), faults


def _volunteering(consent: NewConsent) -> NewConsent:
    return replace(consent, purpose=VOLUNTEERING, recipient=ORGANISERS)


def read_groups(
    sheet: Sheet, mapped: Mapped, site: Site, batch: UUID
) -> tuple[dict[int, NewGroup], list[Fault]]:
    """Number of a row → its group, and every fault of every row."""
    groups: dict[int, NewGroup] = {}
    faults: list[Fault] = []
    for row in sheet.rows:
        reading = Reading(row, mapped, sheet)
        groups[row.number] = _group(reading, site, batch)
        faults += reading.faults
    return groups, faults


def _group(reading: Reading, site: Site, batch: UUID) -> NewGroup:
    if not reading.said("name"):
        reading.wrong("name", N_("Write the name of the group."))
    languages, unknown = codes(reading.said("languages"), site.shown_in)
    if unknown:
        reading.wrong("languages", N_("We do not know this language. Write its name or its code, like es."))
    youngest, oldest = _whole(reading, "youngest"), _whole(reading, "oldest")
    if youngest is not None and oldest is not None and youngest > oldest:
        reading.wrong("oldest", N_("The oldest age is below the youngest. Change one of them."))
    return NewGroup(
        id=str(uuid5(batch, str(reading.row.number))),
        name=short(reading, "name", reading.said("name"), 200),
        area=area_of(reading, site),
        description=reading.said("description"),
        helps_with=_helps_with(reading),
        place_name=short(reading, "place", reading.said("place"), 200),
        address=short(reading, "address", reading.said("address"), 300),
        languages=languages or None,
        step_free=yes_or_no(reading, "step_free"),
        cost=_cost(reading),
        size=_whole(reading, "size"),
        phone=reading.try_("phone", lambda text: reach.phone(text, site.country)),
        email=reading.try_("email", reach.email),
        url=reading.try_("url", _web_page),
        min_age=youngest,
        max_age=oldest,
    )


def _helps_with(reading: Reading) -> tuple[str, ...]:
    said = [part for part in reading.said("needs").replace(";", ",").split(",") if fold(part)]
    found = [_NEEDS.get(fold(part), "") for part in said]
    if "" in found:
        reading.wrong("needs", N_("We know no such need. Write needs as the page “Find help” names them."))
        return ()
    return tuple(dict.fromkeys(found))


def _whole(reading: Reading, code: str) -> int | None:
    said = reading.said(code)
    if not said:
        return None
    if said.isdecimal() and int(said) < 100_000:
        return int(said)
    reading.wrong(code, N_("Write a whole number, or leave it empty."))
    return None


def _cost(reading: Reading) -> Decimal | None:
    said = reading.said("cost")
    if not said:
        return None
    try:
        cost = Decimal(said)
    except InvalidOperation:
        cost = Decimal(-1)
    if cost.is_finite() and 0 <= cost < 100_000 and cost == round(cost, 2):
        return cost
    reading.wrong("cost", N_("Write the cost as a number, like 2.50. Write 0 if it is free."))
    return None


def _web_page(text: str) -> str:
    """A web address with its scheme; raises Refused for anything else."""
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or "." not in host or " " in address or len(address) > 400:
        raise Refused(N_("This is no web address. It looks like https://example.org."))
    return address
