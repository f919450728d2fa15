"""Everything that is held about a person, by topic, in words: for the page and for the file to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kizuna.access.wording import N_
from kizuna.ledger.verbs import ROLES, VERBS

SCHEMA = "kizuna.my-data/1"
"""The form of the file. Keys stay; what is new is added, and a key that goes makes it another number."""

TITLES: dict[str, str] = {
    "people.persons": N_("Who you are to us, and the ways to reach you"),
    "people.consents": N_("What you agreed to, and whom it names"),
    "people.accounts": N_("Your account"),
    "people.households": N_("Households you belong to, as numbers"),
    "people.approvals": N_("Decisions about you that needed two people"),
    "people.names": N_("Your other names"),
    "people.depends_on": N_("What you depend on, such as power or medicine"),
    "people.may_speak": N_("Who may speak for you"),
    "people.changes_of_status": N_("What was noted about where you are"),
    "people.protected": N_("That you must not be found"),
    "people.merges": N_("Records of yours that were made one"),
    "people.doubles": N_("Records that may be yours twice"),
    "people.devices": N_("Devices on which our messages show"),
    "activities.volunteering": N_("Where you lend a hand"),
    "activities.helping": N_("Where you offered your help"),
    "activities.shifts": N_("Your shifts as a volunteer"),
    "activities.skills": N_("What you can do"),
    "activities.workshops": N_("How sure you felt at workshops"),
    "activities.written_to": N_("When an organiser wrote to you because you were missed"),
    "activities.checks": N_("That somebody saw your papers"),
    "activities.references": N_("Who was asked about you"),
    "people.opened_in_an_emergency": N_("Who looked in an emergency, and why"),
    "people.blocked": N_("People whom you do not want to hear from"),
    "people.areas": N_("Parts of town you work in, as numbers"),
    "people.shifts": N_("Your hours on duty"),
    "people.invitations": N_("Your invitation to work here"),
    "people.corrections": N_("What you asked to have put right"),
    "screening.check_ups": N_("Check-ups and needs"),
    "screening.text_rounds": N_("Questions that we asked by text message"),
    "screening.concerns": N_("Worries about your safety"),
    "screening.worries": N_("What others were worried about"),
    "screening.contact_requests": N_("When you asked us to get in touch"),
    "activities.memberships": N_("Groups you belong to"),
    "activities.introductions": N_("Groups that a link worker thought of for you"),
    "activities.greetings": N_("Who is met at the door of a group: you, or somebody by you"),
    "activities.letters": N_("What you wrote to groups"),
    "activities.absences": N_("When an organiser missed you"),
    "activities.attendance": N_("Groups"),
    "activities.asks": N_("What you asked of neighbours"),
    "activities.offers": N_("What you offered neighbours"),
    "activities.places": N_("Places at meetings"),
    "activities.calendar": N_("Your secret calendar address"),
    "signposting.suggestions": N_("What a link worker suggested to you, and what you chose"),
    "referrals.referrals": N_("Places that were asked for you"),
    "referrals.todos": N_("What you want to do"),
    "referrals.talks": N_("Talks with a link worker"),
    "referrals.flags": N_("When a link worker worried about your safety"),
    "referrals.visits": N_("When a link worker set out to visit you"),
    "referrals.drafts": N_("What a link worker began to write down"),
    "referrals.referred_in": N_("Who referred you to us"),
    "referrals.goals": N_("What you want to reach"),
    "referrals.measurings": N_("When you are asked how you are"),
    "referrals.outreach": N_("When a link worker rang, wrote or visited"),
    "voice.reported": N_("What you reported"),
    "voice.report_steps": N_("What was asked and decided about it"),
    "voice.reports_about": N_("What was decided about you"),
    "bonds.asked": N_("When you were asked who is around you"),
    "bonds.ties": N_("Whom you named"),
    "bonds.phone_trees": N_("Phone trees you are in"),
    "outbox.messages": N_("Messages about you"),
    "outbox.replies": N_("Your answers to our messages"),
    "ledger": N_("Who did what, and who looked"),
}
LABELS: dict[str, str] = {
    "about": N_("About"), "access_needs": N_("What you need to come along"), "address": N_("Address"),
    "answered_at": N_("Answered"), "answers": N_("Your answers"), "area": N_("Part of town, as a number"),
    "asked": N_("Asked"), "asked_at": N_("Asked on"), "at": N_("When"), "best_time": N_("Best time"),
    "birth_year": N_("Born in"), "by": N_("Who"), "called": N_("What to call you"),
    "channel": N_("How"), "closed_at": N_("Closed"), "decided_at": N_("Decided"),
    "decision": N_("Decision"), "deed": N_("What was to be done"), "do_not_contact": N_("Do not contact"),
    "due_at": N_("To be looked at by"), "email": N_("E-mail"), "emergency_only": N_("In an emergency only"),
    "event": N_("Meeting"), "from": N_("Before"), "gender": N_("Gender"), "given_at": N_("Given"),
    "group": N_("Group"), "how": N_("How"), "id": N_("Number"), "instrument": N_("Questions"),
    "kind": N_("Kind"), "kinds": N_("Kind"), "languages": N_("Languages"), "last_login": N_("Last sign-in"),
    "lat": N_("Latitude"),
    "lives_alone": N_("Lives alone"), "lon": N_("Longitude"), "name": N_("Name"), "need": N_("Need"),
    "needs": N_("What we heard"), "note": N_("Note"), "opened_at": N_("Opened"), "phone": N_("Telephone"),
    "asked_again_at": N_("A message asked you again"), "next_on": N_("To look again"),
    "preferred_channel": N_("How you want to hear from us"),
    "preferred_language": N_("Language for messages"), "pronouns": N_("Pronouns"),
    "proposed_at": N_("Proposed"), "purpose": N_("What for"), "reason": N_("Reason"),
    "recipient": N_("For whom"), "recorded_by": N_("Written down by"), "role": N_("Role"),
    "sent_at": N_("Sent"), "shared": N_("Shared with others"), "shared_contact": N_("Shared with others"),
    "since": N_("Since"), "starts_at": N_("When"), "status": N_("How it stands"), "steps": N_("Steps"),
    "subject": N_("What it was about"), "taken_at": N_("Taken on"), "text": N_("Words"), "to": N_("After"),
    "whole": N_("The whole message"),
    "shown_at": N_("Suggested on"), "chosen_at": N_("Chosen on"),
    "topic": N_("Topic"), "outcome": N_("What came of it"),
    "told": N_("What was told"), "told_by": N_("Who told us"), "until": N_("Until"), "version": N_("Version"),
    "what": N_("What"),
    "what_was_done": N_("What was done"), "who": N_("Who answered"),
    "relation": N_("Who answered for you"), "withdrawn_at": N_("Taken back"), "ends": N_("Until"),
    "starts": N_("From"), "statement": N_("In your words"), "reply": N_("Answer"),
    "reach": N_("How to reach you"),
    "after": N_("After"), "before": N_("Before"), "can_do": N_("What you can do"),
    "evidence": N_("How we know"), "times": N_("When it suits you"), "use": N_("What it is used for"),
    "why": N_("Why"), "in_their_words": N_("In their words"),
    "minutes": N_("Minutes"),
    "weeks_on_waiting_list": N_("Weeks on the waiting list"),
    "answer_by": N_("Answer by"), "passed_on_at": N_("Passed on"), "restricted_at": N_("Not in use since"),
    "warned_at_rest": N_("Warnings that may save your life still reach you"),
}  # fmt: skip
LABELS |= {
    "answer": N_("Your answers"),
    "page": N_("Page"),
    "meets_newcomers_since": N_("You meet newcomers since"),
    "you_were": N_("What you were"),
    "may_be_reached": N_("They may know how to reach the other"),
    "muted_at": N_("Letters silent since"),
    "access_shared_at": N_("The organiser knows what you need since"),
    "words": N_("Words"),
    "tell": N_("How you hear of it"),
    "named": N_("You may be named"),
    "step": N_("What was done"),
    "decided": N_("Decided"),
    "km": N_("How many kilometres you would go"),
    "most_week": N_("Hours a week at most"),
    "most_month": N_("Hours a month at most"),
    "rests_until": N_("You rest until"),
    "thanked_at": N_("Thanked"),
    "phone_tree": N_("Phone tree"),
    "meet": N_("Get to know somebody new"),
    "help": N_("Pass on news, welcome somebody"),
    "gives": N_("What you do for them"),
    "gets": N_("What they do for you"),
    "strength": N_("How close, from 1 to 3"),
    "ring": N_("You ring others"),
    "risks": N_("What the helper has to be checked for"),
    "far_km": N_("How far you would go, in kilometres"),
    "room": N_("How many people at a time"),
    "together": N_("Counted as coming to the same groups as others"),
    "company": N_("Somebody may hear that a person they know goes to your group"),
    "seen": N_("Last seen or heard"),
    "seen_at": N_("Read on"),
    "introduced": N_("How you are introduced"),
    "goal": N_("In your words"),
    "instruments": N_("Questions"),
    "again_at": N_("Asked again from"),
    "rather_not_first_at": N_("You would rather not answer the first time"),
    "rather_not_again_at": N_("You would rather not answer the second time"),
}
ROLE_KEYS = frozenset({"by", "recorded_by"})


@dataclass(frozen=True)
class Fact:
    """One thing that is held: `word` is to be translated, `moment` to be written as a date."""

    label: str
    text: str = ""
    word: str = ""
    moment: datetime | None = None
    parts: tuple[tuple["Fact", ...], ...] = ()


@dataclass(frozen=True)
class Topic:
    """All records of one kind."""

    code: str
    title: str
    records: tuple[tuple[Fact, ...], ...]

    @property
    def anchor(self) -> str:
        """An id for links inside the page."""
        return self.code.replace(".", "-")


def role_only(value: Any, key: str = "") -> Any:
    """The same without the numbers of those who acted: of other people only the role is told."""
    if isinstance(value, Mapping):
        return {name: role_only(each, str(name)) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [role_only(each, key) for each in value]
    return value.partition(":")[0] if key in ROLE_KEYS and isinstance(value, str) else value


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if len(text) > 18 and text[4:5] == "-" else None
    except ValueError:
        return None


def _fact(key: str, value: Any) -> Fact:
    label = LABELS.get(key, key.replace("_", " "))
    if isinstance(value, Mapping):
        return Fact(label, parts=(_facts(value),))
    if isinstance(value, list | tuple):
        if any(isinstance(each, Mapping) for each in value):
            return Fact(label, parts=tuple(_facts(each) for each in value))
        return Fact(label, ", ".join(map(str, value)))
    if isinstance(value, bool):
        return Fact(label, word=N_("Yes") if value else N_("No"))
    text = str(value)
    word = ROLES.get(text, "") if key in ROLE_KEYS else VERBS.get(text, "") if key == "what" else ""
    return Fact(label, text, word, _moment(text))


def _facts(record: Mapping[str, Any]) -> tuple[Fact, ...]:
    """What a record says; empty values say nothing."""
    return tuple(_fact(str(key), value) for key, value in record.items() if value not in (None, "", [], {}))


def _records(entries: Sequence[Any]) -> tuple[tuple[Fact, ...], ...]:
    return tuple(_facts(one) if isinstance(one, Mapping) else (Fact("", str(one)),) for one in entries)


def topics(held: Mapping[str, Any]) -> tuple[Topic, ...]:
    """What the rooms hold, by topic; a topic without a record is left out."""
    found: dict[str, Sequence[Any]] = {}
    for room, what in held.items():
        if isinstance(what, Mapping):
            found |= {f"{room}.{name}": entries for name, entries in what.items()}
        elif isinstance(what, list):
            found[room] = what
    return tuple(
        Topic(code, TITLES.get(code, code), _records(entries)) for code, entries in found.items() if entries
    )
