"""The link worker's day: everybody's most urgent matter, the most urgent person first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kizuna.access.wording import N_
from kizuna.referrals.case import Case
from kizuna.referrals.front_door import IntakeValue
from kizuna.referrals.measuring import MeasuringValue

DUE_TODAY = timedelta(hours=18)
"""What is due is due at six in the evening: from midnight on it is due today."""


@dataclass(frozen=True)
class Kind:
    """One kind of matter. `tag` and `icon` are those of `frame`."""

    code: str
    label: str
    tag: str
    next: str


KINDS = (
    Kind("ring", N_("Call today"), "care", N_("Ring them today")),
    Kind("flag", N_("A worry"), "care", N_("Read it today")),
    Kind("asked", N_("New"), "info", N_("Ring or write to them")),
    Kind("wrong", N_("Says it is wrong"), "info", N_("Look into it, and answer")),
    Kind("missed", N_("Not seen lately"), "info", N_("Ring them and ask how they are")),
    Kind("withdrawn", N_("Consent taken back"), "care", N_("Cancel the referral")),
    Kind("overdue", N_("Overdue"), "care", N_("Ring the provider, or send the link again")),
    Kind("due", N_("Due today"), "wait", N_("Ask the person how it goes")),
    Kind("news", N_("Needs a look"), "info", N_("Tell the person, then say that you have seen it")),
    Kind("waiting", N_("Waiting for the provider"), "wait", N_("Nothing to do yet")),
    Kind("again", N_("Time to ask again"), "plain", N_("Ask how they are when you next talk")),
    Kind("going", N_("Under way"), "done", N_("Ask how it is going when you next talk")),
)
KIND = {kind.code: kind for kind in KINDS}
_RANK = {kind.code: rank for rank, kind in enumerate(KINDS)}

NEWS = {
    "rejected": N_("Find something else together"),
    "failed": N_("Ask what got in the way"),
    "completed": N_("Ask whether it helped"),
    "cancelled": N_("Ask whether they want something else"),
}
"""What to do next when the other side closed a referral, by its state."""


MANY_NOW, MANY_A_YEAR = 50, 250
"""People that one link worker can look after well; NHS England reckons with 200 to 250 a year."""


@dataclass(frozen=True)
class Load:
    """How many people one link worker looks after: with something open now, and within a year."""

    now: int
    year: int

    @property
    def too_much(self) -> bool:
        """Whether this is more than one person can look after well."""
        return self.now >= MANY_NOW or self.year >= MANY_A_YEAR


@dataclass(frozen=True)
class Matter:
    """One thing that one person waits for."""

    person: str
    kind: Kind
    why: str
    """A marked sentence; it may hold %(option)s."""
    since: datetime
    next: str
    option: str = ""
    referral: str = ""
    concern: str = ""
    correction: str = ""
    flag: str = ""
    name: str = ""
    """A name that the viewer may know although the person's record is out of sight."""

    @property
    def whose(self) -> str:
        """What puts matters of one person together; each stands alone where nobody may know whose it is."""
        return self.person or self.concern or self.correction


@dataclass(frozen=True)
class Line:
    """A person on today's list, with what is most urgent and how much more there is."""

    person: str
    name: str
    matter: Matter
    more: int
    linked: bool = True
    """False: their record is out of this viewer's sight."""


@dataclass(frozen=True)
class Count:
    """A number at the top of the page."""

    code: str
    n: int


def concern_matter(person: str, raised_at: datetime, concern: str, name: str = "") -> Matter:
    """A safety concern: somebody must ring. Its person may be out of the viewer's sight."""
    why = N_("Said something that may mean danger. Read it before you ring.")
    return Matter(person, KIND["ring"], why, raised_at, KIND["ring"].next, concern=concern, name=name)


def asked_matter(person: str, asked_at: datetime) -> Matter:
    """Somebody who asked to be contacted."""
    return Matter(person, KIND["asked"], N_("Asked to be contacted."), asked_at, KIND["asked"].next)


def intake_matter(intake: IntakeValue, now: datetime) -> Matter:
    """Somebody whom a partner referred to us, until what came of it is written down."""
    code, why, since = "asked", N_("%(option)s referred them to us."), intake.received_at
    if intake.overdue(now) and intake.due_at is not None:
        code, why, since = "overdue", _LATE_HERE[intake.due_step], intake.due_at
    elif intake.contacted_at is not None:
        code, why, since = (
            "going",
            N_("You are in touch. %(option)s referred them to us."),
            intake.contacted_at,
        )
    step = (
        N_("Close it on their page when you know what came of it") if code == "going" else KIND["asked"].next
    )
    if code == "overdue" and intake.contacted_at is not None:
        step = N_("Write down on their page what came of it")
    return Matter(intake.person, KIND[code], why, since, step, option=intake.partner_name)


_LATE_HERE = {
    "contact": N_("%(option)s referred them to us, and nobody has been in touch yet."),
    "follow-up": N_("Nobody has asked how it goes. %(option)s referred them to us."),
    "outcome": N_("Nobody wrote down what came of it. %(option)s referred them to us."),
}


def wrong_matter(person: str, asked_at: datetime, correction: str, name: str) -> Matter:
    """Somebody who says that something about them is wrong. Their record may be out of the viewer's sight."""
    why = N_("Says that something about them is wrong.")
    kind = KIND["wrong"]
    return Matter(person, kind, why, asked_at, kind.next, correction=correction, name=name)


def flag_matter(person: str, raised_at: datetime, flag: str) -> Matter:
    """A colleague worries about their safety, and this viewer has not read it yet."""
    why, kind = N_("A link worker worries about their safety."), KIND["flag"]
    return Matter(person, kind, why, raised_at, kind.next, flag=flag)


def missed_matter(person: str, passed_on_at: datetime, group: str) -> Matter:
    """Somebody whom a group has not seen for a while; its organiser asked a link worker to see after them."""
    why = N_("Has not come to %(option)s lately. The organiser asks you to see how they are.")
    return Matter(person, KIND["missed"], why, passed_on_at, KIND["missed"].next, option=group)


def again_matter(person: str, due_at: datetime) -> Matter:
    """Somebody whose last check-up is long ago."""
    why, kind = N_("It is a while since they told us how they are."), KIND["again"]
    return Matter(person, kind, why, due_at, kind.next)


_MEASURE = {
    "first": N_("Help begins. Nobody has asked yet how they are now."),
    "again": N_("Twelve weeks are over. Nobody has asked yet how they are now."),
}


def measuring_matter(
    one: MeasuringValue, answered: Mapping[str, Iterable[datetime]], now: datetime
) -> Matter | None:
    """Somebody who is to be asked how they are, when help begins or twelve weeks on; None when they were."""
    stage, kind = one.due(answered, now), KIND["again"]
    if stage is None:
        return None
    since = one.begun_at if stage == "first" else one.again_at
    return Matter(one.person, kind, _MEASURE[stage], since, N_("Ask them the questions on their page"))


def _kind_of(case: Case, now: datetime) -> tuple[str, str, datetime]:
    if case.news_at is not None:
        return "news", _NEWS_WHY.get(case.status, N_("%(option)s has answered.")), case.news_at
    if case.overdue(now) and case.due_at is not None:
        return "overdue", _LATE[case.due_step], case.due_at
    if case.due_at is not None and case.due_at - now <= DUE_TODAY:
        return "due", _DUE[case.due_step], case.updated_at
    if case.status == "requested":
        return "waiting", N_("%(option)s has been asked."), case.requested_at
    if case.status == "on-hold":
        return "waiting", N_("On the waiting list of %(option)s."), case.updated_at
    return "going", N_("Has a place at %(option)s."), case.updated_at


_LATE = {
    "contact": N_("Nobody has been in touch with them yet."),
    "answer": N_("%(option)s has not answered."),
    "follow-up": N_("Nobody has asked how it goes with %(option)s."),
    "outcome": N_("Nobody knows yet what came of %(option)s."),
}
_DUE = {
    "contact": N_("They hear from us by today."),
    "answer": N_("%(option)s should answer by today."),
    "follow-up": N_("Time to ask how it goes with %(option)s."),
    "outcome": N_("Time to ask what came of %(option)s."),
}
_NEXT_LATE = {
    "contact": N_("Ring them"),
    "follow-up": N_("Ask the person how it goes"),
    "outcome": N_("Ask both, and write down what came of it"),
}
_NEXT_DUE = {"answer": N_("Wait today; ring the provider tomorrow"), **_NEXT_LATE}
_NEWS_WHY = {
    "accepted": N_("%(option)s said yes."),
    "rejected": N_("%(option)s said no."),
    "cancelled": N_("%(option)s cancelled."),
    "in-progress": N_("%(option)s has started."),
    "on-hold": N_("%(option)s has a waiting list."),
    "completed": N_("%(option)s says that it is done."),
    "failed": N_("It did not work out with %(option)s."),
}


def case_matter(case: Case, now: datetime, agreed: bool = True) -> Matter | None:
    """What a referral asks of the link worker today; None when it is closed and seen."""
    if case.closed and case.news_at is None:
        return None
    if not agreed and not case.closed:
        why = N_("Took back the consent for %(option)s.")
        kind = KIND["withdrawn"]
        return Matter(case.person, kind, why, case.updated_at, kind.next, case.option_name, case.id)
    code, why, since = _kind_of(case, now)
    step = KIND[code].next
    if code == "news":
        step = NEWS.get(case.status, step)
    if code == "overdue":
        step = _NEXT_LATE.get(case.due_step, step)
    if code == "due":
        step = _NEXT_DUE.get(case.due_step, step)
    if code == "waiting" and case.status == "requested" and case.link_until is None:
        step = N_("Ring them: there is no e-mail address to send a link to")
    return Matter(case.person, KIND[code], why, since, step, case.option_name, case.id)


def compose(matters: Iterable[Matter]) -> list[tuple[Matter, int]]:
    """One line a person: their most urgent matter and how many more; the most urgent come first."""
    best: dict[str, Matter] = {}
    more: dict[str, int] = {}
    for matter in matters:
        who = matter.whose
        held = best.get(who)
        more[who] = more.get(who, -1) + 1
        if held is None or _order(matter) < _order(held):
            best[who] = matter
    return [(m, more[m.whose]) for m in sorted(best.values(), key=_order)]


def _order(matter: Matter) -> tuple[int, datetime, str]:
    return _RANK[matter.kind.code], matter.since, matter.whose


def counts(lines: Iterable[tuple[Matter, int]], people: int) -> tuple[Count, ...]:
    """The numbers at the top of today's page. Each person counts once, by their most urgent matter."""
    found = dict.fromkeys(_RANK, 0)
    for matter, _more in lines:
        found[matter.kind.code] += 1
    return (
        Count("ring", found["ring"]),
        Count("overdue", found["overdue"]),
        Count("due", found["due"]),
        Count("news", found["news"] + found["withdrawn"]),
        Count("waiting", found["waiting"]),
        Count("asked", found["asked"] + found["missed"] + found["wrong"] + found["flag"]),
        Count("people", people),
    )
