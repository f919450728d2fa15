"""Who may do what: one table of role × deed, each with how far it reaches."""

from typing import Literal, get_args

from kizuna.access.viewer import ConfirmFirst, LogInFirst, NotAllowed, NotFound, Role, Viewer

Reach = Literal["anywhere", "own area", "own area and above", "own organisation", "self", "own link"]
ANYWHERE: Reach = "anywhere"
AREA: Reach = "own area"
AROUND: Reach = "own area and above"
"""Also what belongs to a larger area around it: people who did not say where in town they live."""
ORGANISATION: Reach = "own organisation"
SELF: Reach = "self"
LINK: Reach = "own link"
EVERYBODY: dict[str, Reach] = dict.fromkeys(get_args(Role), ANYWHERE)

DEEDS: dict[str, dict[str, Reach]] = {
    # places
    "area.see": EVERYBODY,
    "crisis.see": EVERYBODY,
    "area.list": dict.fromkeys(("coordinator", "admin", "system"), ANYWHERE),
    "area.keep": {"admin": ANYWHERE, "system": ANYWHERE},
    "posture.set": {"coordinator": AREA, "system": ANYWHERE},
    "crisis.keep": {"admin": ANYWHERE, "system": ANYWHERE},
    # people
    "person.see": {"worker": AROUND, "resident": SELF, "system": ANYWHERE},
    "person.add": {"stranger": ANYWHERE, "resident": ANYWHERE, "worker": AREA, "system": ANYWHERE},
    "person.change": {"worker": AROUND, "resident": SELF, "system": ANYWHERE},
    "person.export": {"resident": SELF, "system": ANYWHERE},
    "person.restrict": {"resident": SELF, "system": ANYWHERE},
    "correction.ask": {"resident": SELF, "system": ANYWHERE},
    "correction.see": {"worker": AROUND, "resident": SELF, "system": ANYWHERE},
    "correction.answer": {"worker": AROUND, "system": ANYWHERE},
    "person.erase": {"resident": SELF, "system": ANYWHERE},
    "person.status": {"worker": AROUND, "system": ANYWHERE},
    "person.merge": {"worker": AROUND, "system": ANYWHERE},
    "keeper.list": {"system": ANYWHERE},
    "person.count": {"system": ANYWHERE},
    "person.apart": {"system": ANYWHERE},
    "person.protect": {"worker": AROUND, "system": ANYWHERE},
    "person.unprotect": dict.fromkeys(("worker", "system"), ANYWHERE),
    "doubles.look": {"system": ANYWHERE},
    "consent.give": {"stranger": ANYWHERE, "worker": AROUND, "resident": SELF, "system": ANYWHERE},
    "consent.withdraw": {"worker": AROUND, "resident": SELF, "system": ANYWHERE},
    "consent.hear": {"worker": AROUND, "system": ANYWHERE},
    "consent.remind": {"system": ANYWHERE},
    "person.ask": {"system": ANYWHERE},
    "person.load": {"coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "device.keep": {"resident": SELF, "system": ANYWHERE},
    "device.clear": {"system": ANYWHERE},
    "own_link.ask": EVERYBODY,
    "own_link.open": EVERYBODY,
    "own_link.send": {"system": ANYWHERE},
    "account.open": {"admin": ANYWHERE, "system": ANYWHERE},
    "account.invite": {"coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "account.keep": {"admin": ANYWHERE, "system": ANYWHERE},
    "account.see": dict.fromkeys(("worker", "organiser", "coordinator", "admin", "system"), ANYWHERE),
    "account.record": EVERYBODY,
    "session.clear": {"system": ANYWHERE},
    "guess.count": {"system": ANYWHERE},
    "duty.hours": EVERYBODY,
    "duty.see": {"worker": AROUND, "coordinator": AROUND, "admin": ANYWHERE, "system": ANYWHERE},
    "duty.set": {"coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    # two persons: those who propose, and those who may second (SECOND says which goes with which)
    "approval.see": dict.fromkeys(("worker", "coordinator", "admin", "system"), ANYWHERE),
    "approval.carry_out": {"system": ANYWHERE},
    "approval.lapse": {"system": ANYWHERE},
    "account.open.admin": {"admin": ANYWHERE, "system": ANYWHERE},
    "protection.lift": {"worker": AREA, "coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "protection.second": {"coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "person.erase.for": {"worker": AREA, "coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "person.erase.second": {"coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "glass.break": {"worker": AREA, "coordinator": AREA, "system": ANYWHERE},
    "glass.say": {"worker": AROUND, "coordinator": AREA, "system": ANYWHERE},
    "glass.silence": {"worker": AREA, "coordinator": AREA, "system": ANYWHERE},
    "glass.review": {"coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "glass.tell": {"system": ANYWHERE},
    "ledger.prune": {"admin": ANYWHERE, "system": ANYWHERE},
    # ledger, work, outbox
    "ledger.see": {"admin": ANYWHERE, "system": ANYWHERE},
    "ledger.hear": {"system": ANYWHERE},
    "ledger.see.own": {"resident": SELF, "system": ANYWHERE},
    "work.see": {"admin": ANYWHERE, "system": ANYWHERE},
    "work.keep": {"admin": ANYWHERE, "system": ANYWHERE},
    "outbox.see": {"admin": ANYWHERE, "system": ANYWHERE},
    "call.make": {"worker": AROUND, "coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "call.sort": {"system": ANYWHERE},
    "run.see": {"coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "run.gather": {"system": ANYWHERE},
    "run.keep": {"coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "message.write": {"resident": SELF, "system": ANYWHERE},
    "reply.see": {"worker": AROUND, "system": ANYWHERE},
    "reply.answer": {"worker": AROUND, "system": ANYWHERE},
    "silence.see": EVERYBODY,
    "reply.place": {"system": ANYWHERE},
    "outbox.keep": {"admin": ANYWHERE, "system": ANYWHERE},
    # directory
    "directory.see": EVERYBODY,
    "directory.import": {"admin": ANYWHERE, "system": ANYWHERE},
    "need.map": {"coordinator": ANYWHERE, "admin": ANYWHERE, "system": ANYWHERE},
    "directory.change": {"provider": ORGANISATION, "admin": ANYWHERE, "system": ANYWHERE},
    "listing.link": {"provider": LINK, "system": ANYWHERE},
    "listing.ask": {"system": ANYWHERE},
    "listing.report": EVERYBODY,
    "listing.propose": EVERYBODY,
    "feed.keep": {"coordinator": ANYWHERE, "admin": ANYWHERE, "system": ANYWHERE},
    "feed.fetch": {"system": ANYWHERE},
    "listing.alike": {"system": ANYWHERE},
    "listing.care": {"coordinator": AROUND, "admin": ANYWHERE, "system": ANYWHERE},
    # instruments
    "wording.keep": {"admin": ANYWHERE, "system": ANYWHERE},
    "questionnaire.keep": {"admin": ANYWHERE, "system": ANYWHERE},
    # screening
    "check_up.record": {"stranger": ANYWHERE, "resident": SELF, "worker": AROUND, "system": ANYWHERE},
    "check_up.see": {"worker": AROUND, "resident": SELF, "system": ANYWHERE},
    "check_up.save": EVERYBODY,
    "check_up.load": {"system": ANYWHERE},
    "contact.answer": {"worker": AROUND, "system": ANYWHERE},
    "worry.raise": EVERYBODY,
    "concern.see": {"worker": AROUND, "coordinator": AROUND, "admin": ANYWHERE, "system": ANYWHERE},
    "concern.take": {"worker": AROUND, "coordinator": AROUND, "admin": ANYWHERE, "system": ANYWHERE},
    "concern.close": {"worker": AROUND, "coordinator": AROUND, "admin": ANYWHERE, "system": ANYWHERE},
    "concern.escalate": {"system": ANYWHERE},
    "check_up.offer": {"system": ANYWHERE},
    "passage.count": EVERYBODY,
    "coping.see": EVERYBODY,
    "coping.keep": {"admin": ANYWHERE, "system": ANYWHERE},
    # activities
    "group.see": EVERYBODY,
    "group.keep": {"organiser": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "group.introduce": {"worker": AROUND, "system": ANYWHERE},
    "workshop.load": {"system": ANYWHERE},
    "volunteer.load": {"coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "attendance.see": {"organiser": AREA, "resident": SELF, "system": ANYWHERE},
    "attendance.take": {"organiser": AREA, "system": ANYWHERE},
    "seat.take": EVERYBODY,
    "seat.link": {"resident": LINK, "system": ANYWHERE},
    "seat.own": {"resident": SELF, "system": ANYWHERE},
    "seat.remind": {"system": ANYWHERE},
    "absence.pass_on": {"organiser": AREA, "system": ANYWHERE},
    "absence.see": {"worker": AREA, "system": ANYWHERE},
    "absence.answer": {"worker": AREA, "system": ANYWHERE},
    "member.own": {"resident": SELF, "system": ANYWHERE},
    "group.mute": {"resident": LINK, "system": ANYWHERE},
    "letter.keep": {"organiser": AREA, "system": ANYWHERE},
    "letter.hear": {"system": ANYWHERE},
    "aid.give": EVERYBODY,
    "aid.link": {"resident": LINK, "system": ANYWHERE},
    "aid.own": {"resident": SELF, "system": ANYWHERE},
    "aid.see": {"coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "aid.match": {"coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "aid.age": {"system": ANYWHERE},
    "aid.load": {"system": ANYWHERE},
    "participation.see": {"coordinator": AREA, "analyst": AREA, "system": ANYWHERE},
    "profile.load": {"admin": ANYWHERE, "system": ANYWHERE},
    "news.keep": {"coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "role.see": EVERYBODY,
    "volunteer.offer": EVERYBODY,
    "volunteer.keep": {"organiser": AREA, "system": ANYWHERE},
    "volunteer.link": {"resident": LINK, "system": ANYWHERE},
    "shift.match": {"system": ANYWHERE},
    "check.watch": {"system": ANYWHERE},
    "reference.answer": {"resident": LINK, "system": ANYWHERE},
    # signposting
    "help.find": EVERYBODY,
    "list.send": EVERYBODY,
    "offer.keep": {"worker": AROUND, "system": ANYWHERE},
    "unmet.record": EVERYBODY,
    "unmet.see": {"coordinator": AREA, "analyst": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    # referrals
    "referral.see": {"worker": AROUND, "resident": SELF, "provider": LINK, "system": ANYWHERE},
    "referral.open": {"worker": AROUND, "system": ANYWHERE},
    "referral.ask": {"resident": SELF, "system": ANYWHERE},
    "referral.change": {"worker": AROUND, "provider": LINK, "system": ANYWHERE},
    "queue.see": {"provider": ORGANISATION, "system": ANYWHERE},
    "queue.answer": {"provider": ORGANISATION, "system": ANYWHERE},
    "queue.keep": {"provider": ORGANISATION, "system": ANYWHERE},
    "referral.chase": {"system": ANYWHERE},
    "referral.load": {"system": ANYWHERE},
    "talk.see": {"worker": AROUND, "system": ANYWHERE},
    "talk.write": {"worker": AROUND, "system": ANYWHERE},
    "referral.hand_over": {"worker": AROUND, "system": ANYWHERE},
    "todo.see": {"worker": AROUND, "resident": SELF, "system": ANYWHERE},
    "todo.keep": {"worker": AROUND, "system": ANYWHERE},
    "todo.step": {"worker": AROUND, "resident": SELF, "system": ANYWHERE},
    "todo.own": {"resident": SELF, "system": ANYWHERE},
    "flag.see": {"worker": AROUND, "system": ANYWHERE},
    "flag.raise": {"worker": AROUND, "system": ANYWHERE},
    "visit.see": {"worker": AROUND, "coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "visit.make": {"worker": AREA, "system": ANYWHERE},
    "visit.watch": {"system": ANYWHERE},
    "partner.keep": {"coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "intake.send": {"provider": LINK, "system": ANYWHERE},
    "intake.see": {"worker": AROUND, "system": ANYWHERE},
    "intake.answer": {"worker": AROUND, "system": ANYWHERE},
    "goal.see": {"worker": AROUND, "resident": SELF, "system": ANYWHERE},
    "goal.keep": {"worker": AROUND, "system": ANYWHERE},
    "measuring.leave": {"worker": AROUND, "system": ANYWHERE},
    "outcome.see": {"coordinator": AREA, "analyst": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "link.make": {"worker": AROUND, "system": ANYWHERE},
    "link.show": {"system": ANYWHERE},
    "outreach.mark": {"worker": AROUND, "system": ANYWHERE},
    "caseload.see": {"worker": AREA, "system": ANYWHERE},
    # bonds
    "tie.say": {"worker": AROUND, "resident": SELF, "system": ANYWHERE},
    "tie.see": {"worker": AROUND, "resident": SELF, "system": ANYWHERE},
    "tie.load": {"system": ANYWHERE},
    "bond.see": {"coordinator": AREA, "analyst": AREA, "system": ANYWHERE},
    "bond.suggest": {"coordinator": AREA, "system": ANYWHERE},
    "tree.keep": {"coordinator": AREA, "system": ANYWHERE},
    # voice
    "code.see": EVERYBODY,
    "code.keep": {"organiser": AREA, "coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "code.area": {"coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "report.make": EVERYBODY,
    "report.link": {"resident": LINK, "system": ANYWHERE},
    "report.about": {"resident": LINK, "system": ANYWHERE},
    "report.about_me": {"resident": SELF, "system": ANYWHERE},
    "report.see": {"coordinator": AROUND, "admin": ANYWHERE, "system": ANYWHERE},
    "report.decide": {"coordinator": AROUND, "admin": ANYWHERE, "system": ANYWHERE},
    "report.sort": {"system": ANYWHERE},
    "report.chase": {"system": ANYWHERE},
    # exchange: whether it may be sent at all; each thing that comes in has its own deed
    "exchange.send": dict.fromkeys(("worker", "provider", "system"), ANYWHERE),
    # web
    "api.use": EVERYBODY,
    "api.keep": {"admin": ANYWHERE, "system": ANYWHERE},
    "webhook.keep": dict.fromkeys(
        ("worker", "organiser", "provider", "coordinator", "analyst", "admin", "system"), ANYWHERE
    ),
    "webhook.tell": {"system": ANYWHERE},
    "retention.see": {"admin": ANYWHERE, "system": ANYWHERE},
    "retention.run": {"system": ANYWHERE},
    "site.check": {"admin": ANYWHERE, "system": ANYWHERE},
    "list.work": {"system": ANYWHERE},
    "list.bring": {"organiser": AREA, "coordinator": AREA, "admin": ANYWHERE, "system": ANYWHERE},
    "town.load": {"system": ANYWHERE},
    "keys.change": {"system": ANYWHERE},
    "site.backup": {"system": ANYWHERE},
    "site.restore": {"system": ANYWHERE},
    "town.see": {"coordinator": AREA, "analyst": AREA, "admin": ANYWHERE, "system": ANYWHERE},
}

# Deeds that nobody does alone: what one person proposes, and the deed that the second person must have.
# A proposal carries its area; `people.actions.propose` and `approve` ask this table.
SECOND: dict[str, str] = {
    "account.open.admin": "account.open.admin",
    "protection.lift": "protection.second",
    "person.erase.for": "person.erase.second",
    "glass.silence": "glass.review",
    "ledger.prune": "ledger.prune",
}


def may(viewer: Viewer, deed: str) -> bool:
    """Whether this viewer's role has the deed at all, somewhere."""
    return viewer.role in DEEDS[deed]


def reaches(
    viewer: Viewer, deed: str, *, area: object, organisation: object, person: object, link: object
) -> bool:
    """Whether the deed, for this viewer, reaches as far as this area, organisation, person or link."""
    reach = DEEDS[deed].get(viewer.role)
    own: dict[Reach | None, bool] = {
        ANYWHERE: True,
        AREA: str(area) in viewer.areas,
        AROUND: str(area) in viewer.areas | viewer.around,
        ORGANISATION: str(organisation) in viewer.organisations,
        SELF: bool(viewer.person) and str(person) == viewer.person,
        LINK: bool(viewer.token) and str(link) == viewer.token,
    }
    return own.get(reach, False)


def allow_some(viewer: Viewer, deed: str) -> None:
    """Refuse a viewer who has this deed nowhere: for lists, which `visible` then narrows."""
    if may(viewer, deed):
        return
    if viewer.role == "stranger":
        raise LogInFirst(deed)
    raise NotAllowed(deed)


def fresh_sign_in(viewer: Viewer) -> None:
    """Let nobody go on who signed in long ago: for exports, breaking the glass, keeping accounts.

    Call it after `allow`, in the view of the page and of its form: whoever comes too late is led to the page
    where they show that it is them, and back. The house itself needs no code.
    """
    if viewer.role == "system" or viewer.fresh:
        return
    raise LogInFirst("fresh") if viewer.role == "stranger" else ConfirmFirst("fresh")


def allow(
    viewer: Viewer,
    deed: str,
    *,
    area: object = None,
    organisation: object = None,
    person: object = None,
    link: object = None,
) -> None:
    """Refuse a viewer who may not do this deed here. What lies out of reach does not exist for them.

    `link`: what a viewer's signed link has to open for this, as `room:id`.
    """
    allow_some(viewer, deed)
    if not reaches(viewer, deed, area=area, organisation=organisation, person=person, link=link):
        raise NotFound(deed)
