"""What the buttons of a step say: to the provider, to the link worker, and when one writes down the other."""

from kizuna.access.wording import N_
from kizuna.referrals.case import Case, ProviderCase

PROVIDER = {
    "accepted": N_("Yes, they are welcome"),
    "rejected": N_("No, we cannot"),
    "on-hold": N_("We have put them on our waiting list"),
    "in-progress": N_("It has started"),
    "completed": N_("It is done"),
    "failed": N_("It did not work out"),
    "cancelled": N_("We have to cancel"),
}
WORKER = {
    "requested": N_("Send it now"),
    "cancelled": N_("Cancel this referral"),
    "entered-in-error": N_("It was opened by mistake"),
}
TOLD = {
    "accepted": N_("They told me: yes"),
    "rejected": N_("They told me: no"),
    "on-hold": N_("They told me: on the waiting list"),
    "in-progress": N_("They told me: it has started"),
    "completed": N_("They told me: it is done"),
    "failed": N_("They told me: it did not work out"),
    "cancelled": N_("They told me: they cancel"),
}
WAITING = "accepted+on-hold"
"""A yes, and on the waiting list at once: two steps in one answer."""
NO_SHOW = "failed+did-not-come"
WORDS = {
    WAITING: N_("Yes, but they have to wait: we put them on our waiting list"),
    NO_SHOW: N_("They did not come"),
}
AS_TOLD = "told:"
"""Stands before the state in the value of a choice that writes down what the provider said."""


def provider_choices(case: ProviderCase) -> list[tuple[str, str]]:
    """What the provider may answer now: (value, marked text). Whoever can still say no need not cancel."""
    steps = case.next_steps()
    found = [(code, PROVIDER[code]) for code in steps if code != "cancelled" or "rejected" not in steps]
    if case.status == "requested":
        found.insert(1, (WAITING, WORDS[WAITING]))
    if "failed" in steps:
        found.append((NO_SHOW, WORDS[NO_SHOW]))
    return found


def steps_of(choice: str) -> tuple[tuple[str, ...], str, str]:
    """What an answer means: the states on the way, where it leads, and the reason that it says itself."""
    if choice == WAITING:
        return ("accepted",), "on-hold", ""
    if choice == NO_SHOW:
        return (), "failed", "did-not-come"
    return (), choice, ""


def worker_choices(case: Case) -> list[tuple[str, str]]:
    """What the link worker may do now: what the provider told first, then their own steps."""
    told = [(AS_TOLD + code, TOLD[code]) for code in case.told_steps()]
    if case.status == "requested":
        told.insert(1, (AS_TOLD + WAITING, TOLD["on-hold"]))
    return told + [(code, WORKER[code]) for code in case.worker_steps()]
