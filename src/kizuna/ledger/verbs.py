"""What a person reads about each verb of the ledger. A verb that is not here shows its code."""

from kizuna.access.wording import N_

LOOKED = "looked"

VERBS: dict[str, str] = {
    LOOKED: N_("Your record was opened."),
    "account.closed": N_("Your account was closed."),
    "account.logged_in": N_("You logged in."),
    "account.logged_out": N_("You logged out."),
    "account.opened": N_("Your account was opened."),
    "attendance.taken": N_("It was noted that you came to a meeting."),
    "check_up.recorded": N_("A check-up was saved."),
    "concern.closed": N_("A worry about your safety was closed."),
    "concern.raised": N_("A worry about your safety was passed on to a person on duty."),
    "concern.taken": N_("Someone took on a worry about your safety."),
    "consent.given": N_("You agreed to something."),
    "consent.withdrawn": N_("You took back what you had agreed to."),
    "duty.set": N_("You were put on duty."),
    "household.added": N_("It was noted who you live with."),
    "person.added": N_("Your record was started."),
    "person.blocked": N_("Someone was blocked from contacting you."),
    "person.corrected": N_("Your record was corrected."),
    "person.died": N_("It was noted that this person has died."),
    "person.erased": N_("Your record was erased."),
    "person.exported": N_("A copy of your record was made."),
    "person.living": N_("It was noted that you are here."),
    "person.moved_away": N_("It was noted that you moved away."),
    "person.unblocked": N_("A block between you and someone was ended."),
    "referral.opened": N_("You were referred to a service."),
    "referral.step": N_("Your referral went one step on."),
}

ROLES: dict[str, str] = {
    "stranger": N_("Someone without an account"),
    "resident": N_("You, or someone you asked"),
    "worker": N_("A link worker"),
    "organiser": N_("A group organiser"),
    "provider": N_("A service"),
    "coordinator": N_("A coordinator"),
    "analyst": N_("An analyst"),
    "admin": N_("An administrator"),
    "system": N_("Kizuna itself"),
}


def what_happened(verb: str) -> str:
    """The verb as a sentence, or its code."""
    return VERBS.get(verb, verb)


def who_did(by: str) -> str:
    """The role in `role:account` in plain words, or the role itself."""
    role = by.partition(":")[0]
    return ROLES.get(role, role)
