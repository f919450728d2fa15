"""What a program sends together is kept together: all of it in one transaction, or nothing.

The number of each row is made of the sender and the sender's own mark, so that the same Bundle, sent again,
changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import NotAllowed, NotFound, Viewer
from kizuna.access.wording import N_
from kizuna.directory.option import Option
from kizuna.exchange.actions.answering import answer_task, change_order, step
from kizuna.exchange.actions.consenting import give, told, withdraw
from kizuna.exchange.actions.targets import where_to
from kizuna.exchange.bundle import Entry, Pool, misread
from kizuna.exchange.naming import Sent, area_of
from kizuna.exchange.outcome import Wrong
from kizuna.exchange.resources import NAMESPACE
from kizuna.exchange.search import reference
from kizuna.frame.fhir import Misread
from kizuna.people import actions as people
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.fhir import Agreed, NewPatient, covers, read_consent, read_patient
from kizuna.people.queries import profile
from kizuna.places import queries as places
from kizuna.places.identity import known
from kizuna.referrals import actions, queries
from kizuna.referrals.fhir import Answer, Order, Wanted, is_todo, read_order, read_task, read_todo
from kizuna.referrals.pathway import BY_CODE, way_to
from kizuna.referrals.todos import READY

NO_CONSENT = N_("Send what they agreed to along, as a Consent. Without their yes nothing is kept or sent on.")


@dataclass(frozen=True)
class Taken:
    """What became of one entry: what it is kept as, or nothing when it was only read."""

    kind: str
    id: str = ""
    new: bool = False


def take_in(*, entries: Sequence[Entry], by: Viewer, now: datetime) -> dict[int, Taken]:
    """Keep what was sent; what became of each entry, by its place. Raises what any page would raise."""
    allow_some(by, "exchange.send")
    try:
        return _whole(entries, by, now)
    except IntegrityError:  # the same came twice at once: the second finds what the first wrote
        return _whole(entries, by, now)


def _whole(entries: Sequence[Entry], by: Viewer, now: datetime) -> dict[int, Taken]:
    with transaction.atomic():
        work = _Work(Pool(entries), by, now)
        work.all()
    return work.taken


class _Work:
    """One transaction at work."""

    def __init__(self, pool: Pool, by: Viewer, now: datetime) -> None:
        self.pool, self.by, self.now = pool, by, now
        self.taken: dict[int, Taken] = {}
        self.persons: dict[str, UUID] = {}
        self.stands_on: dict[str, Entry] = {}
        """Orders, by their address, and the Consent that each stands on."""

    def all(self) -> None:
        """People come first, then what is asked for them; what closes before what opens."""
        self.agreed = [(each, self._read(read_consent, each, self.now)) for each in self.pool.of("Consent")]
        for entry in self.pool.of("Task", "ServiceRequest", "Consent"):
            if entry.method == "PUT" and self._is_here(entry):
                self._change(entry)
        asked = [one for one in self._asked() if one[0].place not in self.taken]
        asked.sort(key=lambda one: one[3] is None or not BY_CODE[one[3].status].closed)
        for entry, order, task, answer in asked:
            self._ask(entry, order, task, answer)
        for entry in self.pool.of("Task"):
            if entry.place not in self.taken:
                self._todo(entry)
        self._agreements()
        self._people()
        for entry in self.pool.entries:
            if entry.place >= 0:
                self.taken.setdefault(entry.place, Taken(entry.kind))

    def _read(self, read: Any, entry: Entry, *more: object) -> Any:
        try:
            return read(entry.resource, *more)
        except Misread as wrong:
            raise misread(entry, wrong) from None

    def _number(self, entry: Entry, mark: str) -> UUID:
        """The number of the row that this entry becomes: the same for the same sender and mark."""
        own = mark or entry.address or entry.id
        return uuid5(NAMESPACE, f"{self.by.account}:{entry.kind}:{own}") if own else uuid4()

    def _is_here(self, entry: Entry) -> bool:
        return reference(entry.id, entry.kind) is not None

    def _change(self, entry: Entry) -> None:
        if entry.kind == "Task" and is_todo(entry.resource):
            todo = self._read(read_todo, entry)
            actions.step_todo(todo=entry.id, to=todo.status, answer=todo.answer, by=self.by, now=self.now)
        elif entry.kind == "Task":
            answer_task(task=entry.id, answer=self._read(read_task, entry), by=self.by, now=self.now)
        elif entry.kind == "ServiceRequest":
            change_order(order_id=entry.id, order=self._read(read_order, entry), by=self.by, now=self.now)
        elif not next(agreed for each, agreed in self.agreed if each is entry).holds:
            withdraw(consent=known(entry.id), by=self.by, now=self.now)
        self.taken[entry.place] = Taken(entry.kind, entry.id)

    def _asked(self) -> list[tuple[Entry, Order, Entry | None, Answer | None]]:
        """Each order with its Task; an order without one is asked all the same."""
        found: list[tuple[Entry, Order, Entry | None, Answer | None]] = []
        with_task: set[str] = set()
        for task in self.pool.of("Task"):
            if task.place in self.taken or is_todo(task.resource):
                continue
            answer = self._read(read_task, task)
            order = self.pool.find(answer.focus, "ServiceRequest", task)
            if order is not None:
                with_task.add(order.address)
                found.append((order, self._read(read_order, order), task, answer))
            elif id := reference(answer.focus, "ServiceRequest"):
                answer_task(task=id, answer=answer, by=self.by, now=self.now)
                self.taken[task.place] = Taken("Task", str(id))
            else:
                raise Wrong("The focus of a Task is its ServiceRequest.", 422, "focus")
        for order in self.pool.of("ServiceRequest"):
            if order.place not in self.taken and order.address not in with_task:
                found.append((order, self._read(read_order, order), None, None))
        return found

    def _ask(self, entry: Entry, order: Order, task: Entry | None, answer: Answer | None) -> None:
        head = task or entry
        id = self._number(head, answer.mark if answer else order.mark)
        if order.status != "active" and answer is None:
            if len(self.pool.entries) > 1:
                return  # somebody's past, and no question to anybody: read, and not kept
            raise Wrong("Send an order when it is active.", 422, "status")
        keep = self._refer_in if self.by.role == "provider" else self._refer_out
        new = keep(id, entry, order, task, answer)
        self.taken[entry.place] = Taken("ServiceRequest", str(id), new)
        if task is not None:
            self.taken[task.place] = Taken("Task", str(id), new)

    def _refer_in(
        self, id: UUID, entry: Entry, order: Order, task: Entry | None, answer: Answer | None
    ) -> bool:
        """A partner's program refers somebody to us, through the front door."""
        partner, who = queries.as_partner(self.by)
        known_here = queries.was_sent(self.by, id)
        patient = self.pool.find(order.subject, "Patient", entry)
        agreed = self._agreement(order, entry, frozenset({"Organization/site"}))
        if agreed is None:
            raise NotAllowed(_(NO_CONSENT))
        if patient is None:
            raise Wrong("Send the Patient along: the subject has to be in the Bundle.", 422, "subject")
        if answer is not None and answer.status != "requested" and not known_here:
            raise Wrong("Who asks sends a Task as requested; the next step is ours.", 422, "status")
        new: NewPatient = self._read(read_patient, patient, self.now)
        near = places.areas(self.by)
        inside = places.under(self.by, [partner.area])
        actions.receive(
            attempt=id,
            partner=partner.id,
            name=new.name,
            phone=new.phone,
            email=new.email,
            area=area_of(new.places, near, inside) or partner.area,
            shared=False,
            need=order.need,
            note=order.note,
            from_name=partner.name,
            how=agreed.how,
            may_hear="outcome" in agreed.what or f"Organization/{partner.id}" in agreed.recipients,
            by=who,
            now=self.now,
        )
        if patient.place >= 0:
            self.taken[patient.place] = Taken("Patient", str(id), not known_here)
        return not known_here

    def _refer_out(
        self, id: UUID, entry: Entry, order: Order, task: Entry | None, answer: Answer | None
    ) -> bool:
        """A link worker's program asks a service or a group of the directory."""
        head, owner = task or entry, answer.owner if answer else ""
        sent = [self._sent(ref, entry) for ref in order.performers] + (
            [self._sent(owner, head)] if owner else []
        )
        option = where_to(self.by, [one for one in sent if one], order.need, self.now)
        names = frozenset({*order.performers, owner, f"HealthcareService/{option.id}"} - {""})
        agreed = self._agreement(order, entry, names)
        person = self._person(order.subject, entry, agreed)
        new = not self._is_known(id)
        if new:
            self._open(id, person, option, order, agreed, answer)
        if (on := self.stands_on.get(entry.address)) and on.place >= 0:
            held = queries.case(self.by, id, self.now).consent
            self.taken[on.place] = Taken("Consent", held or "", new)
        return new

    def _is_known(self, id: UUID) -> bool:
        """Whether it was sent before: how far it is since then is not turned back."""
        try:
            queries.case(self.by, id, self.now)
        except NotFound:
            return False
        return True

    def _open(
        self,
        id: UUID,
        person: UUID,
        option: Option,
        order: Order,
        agreed: Agreed | None,
        answer: Answer | None,
    ) -> None:
        actions.open_referral(
            referral_id=id,
            person=person,
            kind=option.kind,
            option=option.id,
            need=order.need,
            note=order.note,
            share_contact=agreed is None or "contact" in told(agreed),
            consent_how=agreed.how if agreed else actions.AGREED_BEFORE,
            consent_note=_("It is written down in the program that sent it.") if agreed else "",
            replaces=reference(order.replaces, "ServiceRequest"),
            assessment=order.assessment,
            by=self.by,
            now=self.now,
        )
        if answer is None or answer.status == queries.case(self.by, id, self.now).status:
            return  # asked, or the same that came at the same moment took the step
        if answer.status != "requested":
            via = way_to(answer.status)
            if not via:
                raise Wrong("A Task that is sent is requested, or further on.", 422, "status")
            step(str(id), answer.status, answer, via[:-1], self.by, self.now)

    def _sent(self, said: str, of: Entry) -> Sent | None:
        """What a reference to the other side means: a number of ours, or a name that came along."""
        for kind in ("HealthcareService", "Organization"):
            came = self.pool.find(said, kind, of)
            if came is not None:
                return Sent(kind, name=str(came.resource.get("name", "")))
            if f"{kind}/" in said and (id := reference(said, kind)):
                return Sent(kind, id=str(id))
        return None

    def _agreement(self, order: Order, entry: Entry, to: frozenset[str]) -> Agreed | None:
        """The Consent that came along and lets this order leave."""
        whose = self.pool.find(order.subject, "Patient", entry)
        for each, agreed in self.agreed:
            same = self.pool.find(agreed.patient, "Patient", each) if whose else None
            if (same is whose if whose else agreed.patient == order.subject) and covers(agreed, to):
                self.stands_on[entry.address] = each
                return agreed
        return None

    def _person(self, subject: str, of: Entry, agreed: Agreed | None) -> UUID:
        """Whom it is about: somebody in sight, or somebody who comes along and agreed to support."""
        came = self.pool.find(subject, "Patient", of)
        if came is None:
            id = reference(subject, "Patient")
            if id is None:
                raise NotFound("person")
            return known(profile(self.by, id).id)
        return self._keep(came, agreed)

    def _keep(self, entry: Entry, agreed: Agreed | None) -> UUID:
        if entry.address in self.persons:
            return self.persons[entry.address]
        if there := reference(entry.id, "Patient"):
            self.taken[entry.place] = Taken("Patient", str(there))
            return known(profile(self.by, there).id)
        new: NewPatient = self._read(read_patient, entry, self.now)
        if agreed is None:
            raise NotAllowed(_(NO_CONSENT))
        id = self._number(entry, new.mark)
        area = area_of(new.places, places.areas(self.by), self.by.areas)
        if area is None:
            raise Wrong("Say where they live: district or city is the name of an area here.", 422, "address")
        people.add_person(
            person_id=id,
            name=new.name,
            area=area,
            birth_year=new.birth_year,
            gender=new.gender,
            languages=new.languages,
            phone=new.phone,
            email=new.email,
            address=new.address,
            by=self.by,
            now=self.now,
        )
        people.give_consent(
            person=id, purpose=SUPPORT, recipient=LINK_WORKERS, how=agreed.how, by=self.by, now=self.now
        )
        self.persons[entry.address] = id
        if entry.place >= 0:
            self.taken[entry.place] = Taken("Patient", str(id), new=True)
        return id

    def _todo(self, entry: Entry) -> None:
        """Something that a person does for themselves. One that is further on walks there by its table."""
        sent = self._read(read_todo, entry)
        who = self.pool.find(sent.subject, "Patient", entry)
        mine = [a for each, a in self.agreed if who and self.pool.find(a.patient, "Patient", each) is who]
        agreed = next((one for one in mine if one.holds), None)
        person, id = self._person(sent.subject, entry, agreed), self._number(entry, sent.mark)
        new = not queries.searched_todos(self.by, Wanted(ids=(id,)))
        about = {"kind": sent.kind, "text": sent.text, "about": sent.about}
        actions.add_todo(todo_id=id, person=person, **about, by=self.by, now=self.now)
        if new and sent.status != READY:
            actions.step_todo(todo=id, to=sent.status, answer=sent.answer, by=self.by, now=self.now)
        self.taken[entry.place] = Taken("Task", str(id), new)

    def _agreements(self) -> None:
        """Agreements that came by themselves. Those that an order stood on were written down with it."""
        for entry, agreed in self.agreed:
            here = reference(agreed.patient, "Patient")
            alone = not self.pool.of("ServiceRequest")
            if entry.place >= 0 and entry.place not in self.taken and here and alone:
                id = give(agreed=agreed, by=self.by, now=self.now)
                self.taken[entry.place] = Taken("Consent", str(id), new=True)

    def _people(self) -> None:
        """People who came by themselves, with what they agreed to."""
        if self.by.role == "provider":
            return
        for entry in self.pool.of("Patient"):
            if entry.place >= 0 and entry.place not in self.taken:
                mine = [a for each, a in self.agreed if self.pool.find(a.patient, "Patient", each) is entry]
                self._keep(entry, next((agreed for agreed in mine if agreed.holds), None))
