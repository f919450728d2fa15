"""What a person reads about each verb of the ledger. A verb that is not here shows its code."""

from kizuna.access.wording import N_

LOOKED = "looked"

VERBS: dict[str, str] = {
    LOOKED: N_("Your record was opened."),
    "account.app.added": N_("An app for signing in was added to your account."),
    "account.app.removed": N_("An app for signing in was taken out of your account."),
    "account.passkey.added": N_("A passkey was added to your account."),
    "account.passkey.removed": N_("A passkey was taken out of your account."),
    "account.spare_codes.made": N_("New spare codes were made for your account."),
    "account.factor_reset": N_("The app, passkeys and spare codes of your account were taken out."),
    "account.signed_out_everywhere": N_("Your account was signed out elsewhere."),
    "account.confirmed": N_("You showed again that it was you."),
    "account.invited": N_("You were invited."),
    "account.invitation_withdrawn": N_("An invitation was withdrawn."),
    "account.phone_changed": N_("The number by which you sign in was changed."),
    "absence.answered": N_("A link worker reached you after a group had missed you."),
    "absence.passed_on": N_("A group that missed you asked a link worker to see after you."),
    "account.closed": N_("Your account was closed."),
    "account.logged_in": N_("You logged in."),
    "account.logged_out": N_("You logged out."),
    "account.opened": N_("Your account was opened."),
    "activities.erased": N_("What was kept about your groups was erased."),
    "attendance.booked": N_("A place at a meeting was booked for you."),
    "attendance.cancelled": N_("Your place at a meeting was cancelled."),
    "attendance.came": N_("It was noted that you came to a meeting."),
    "attendance.missed": N_("It was noted that you did not come to a meeting."),
    "check_up.completed": N_("A check-up was finished."),
    "check_up.recorded": N_("A check-up was saved."),
    "check_ups.erased": N_("Your check-ups were erased."),
    "concern.closed": N_("A worry about your safety was closed."),
    "concern.escalated": N_("A worry about your safety was passed on to a second person."),
    "concern.opened": N_("A worry about your safety was passed on to the person on duty."),
    "concern.taken": N_("Someone took on a worry about your safety."),
    "consent.given": N_("You agreed to something."),
    "consent.withdrawn": N_("You took back what you had agreed to."),
    "contact.answered": N_("Someone answered when you asked to be contacted."),
    "contact.asked_again": N_("You asked again to be contacted."),
    "duty.set": N_("Your hours on duty were set."),
    "household.added": N_("It was noted who you live with."),
    "ledger.prune_approved": N_("It was agreed that old lines of the list are removed."),
    "ledger.pruned": N_("Old lines of the list were removed."),
    "household.moved_in": N_("It was noted whom you live with now."),
    "household.moved_out": N_("It was noted that you moved out of a home."),
    "person.contact_again": N_("It was noted that you may be contacted again."),
    "person.dependence_added": N_("Something you depend on was noted."),
    "person.dependence_ended": N_("It was noted that you no longer depend on something."),
    "person.different": N_("It was noted that you are not somebody else whose record is like yours."),
    "person.died": N_("It was noted that you died."),
    "person.do_not_contact": N_("It was noted that nobody should contact you."),
    "person.keeper_changed": N_("One of the two people who can see your record changed."),
    "person.living": N_("It was noted that you are here."),
    "person.merged": N_("Two records of you were put together."),
    "person.name_added": N_("A name of yours was added."),
    "person.name_dropped": N_("A name of yours was taken out."),
    "person.protected": N_("Your record was hidden from all but two people."),
    "person.speaker_added": N_("It was noted who may speak for you."),
    "person.speaker_ended": N_("It was noted that someone may no longer speak for you."),
    "person.unmerged": N_("Two records that had been put together were taken apart."),
    "person.unprotected": N_("Your record is no longer hidden."),
    "person.unprotecting": N_("Someone asked to stop hiding your record."),
    "person.added": N_("Your record was started."),
    "person.blocked": N_("Someone was blocked from contacting you."),
    "person.corrected": N_("Your record was corrected."),
    "person.erased": N_("Your record was erased."),
    "person.exported": N_("A copy of your record was made."),
    "person.moved_away": N_("It was noted that you moved away."),
    "person.unblocked": N_("A block between you and someone was ended."),
    "person.unloaded": N_("A list that held your record was taken back, and your record with it."),
    "referral.accepted": N_("A service said yes to your referral."),
    "referral.cancelled": N_("Your referral was cancelled."),
    "referral.completed": N_("A service finished its work on your referral."),
    "referral.draft": N_("A referral was prepared for you."),
    "referral.entered-in-error": N_("A referral was taken back. It had been made by mistake."),
    "referral.erased": N_("Your referrals were erased."),
    "referral.failed": N_("A service could not help with your referral."),
    "referral.in-progress": N_("A service began to work on your referral."),
    "referral.link_sent": N_("A service was sent a link to your referral."),
    "referral.on-hold": N_("Your referral was put on hold."),
    "referral.rejected": N_("A service said no to your referral."),
    "referral.requested": N_("A service was asked to help you."),
    "referral.seen": N_("A link worker read the answer to your referral."),
    "person.receipt": N_("A receipt for an erased record was written."),
    "retention.emptied": N_("Old messages were emptied."),
    "retention.erased": N_("Old records were erased."),
    "volunteer.gone": N_("It is no longer noted what you want to help with."),
    "volunteer.noted": N_("It was noted what you want to help with."),
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
