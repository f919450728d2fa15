"""What is kept about persons, and for how long."""

from kizuna.access.keeping import YEAR, Kind
from kizuna.access.wording import N_

KINDS = (
    Kind(
        code="people.persons",
        what=N_("Who you are to us and the ways to reach you."),
        days=3 * YEAR,
        since=N_("the day your record was started, once nothing else is kept about you"),
        why=N_("So that a link worker knows whom to call, and does not ask you twice."),
        who=N_("Link workers of your area, while you agree. You."),
        tables=(
            *("people.Person", "people.Membership", "people.Block", "people.Approval"),
            *("people.Account", "people.AccountArea", "people.DutyShift"),
            *("people.Household", "people.PersonName", "people.Dependence", "people.Speaking"),
            *("people.StatusChange", "people.Protection", "people.Keeper", "people.Merge", "people.Double"),
        ),
        stays=N_(
            "An empty line with a number stays while a worry about your safety or a note in another place "
            "still points at it. It has no name in it."
        ),
    ),
    Kind(
        code="people.consents",
        what=N_("What you agreed to, with whom, and when you took it back."),
        days=3 * YEAR,
        since=N_("the day it ended or you took it back"),
        why=N_("So that we can show that you had agreed."),
        who=N_("Link workers of your area. You."),
        tables=("people.Consent",),
    ),
    Kind(
        code="people.invitations",
        what=N_("That somebody was invited to work here, with their e-mail address and their name."),
        days=YEAR,
        since=N_("the day it was accepted, taken back or ran out"),
        why=N_("So that it can be seen who let whom in."),
        who=N_("Those who invite. Whoever was invited."),
        tables=("people.Invitation",),
    ),
    Kind(
        code="people.devices",
        what=N_("That you want our messages on a device, and where the device is reached."),
        days=None,
        since=N_("the day you switched it on"),
        why=N_("So that our messages show on it, as you asked."),
        who=N_("Nobody. You see on how many devices."),
        tables=("people.Device",),
        stays=N_("It goes when you switch it off, or when the device does not want messages any more."),
    ),
    Kind(
        code="people.corrections",
        what=N_("What you told us is wrong, and what was answered."),
        days=3 * YEAR,
        since=N_("the day it was answered"),
        why=N_("So that you can hold us to the answer."),
        who=N_("Link workers of your area. You."),
        tables=("people.Correction",),
    ),
    Kind(
        code="people.glasses",
        what=N_("That somebody opened your record in an emergency, and why."),
        days=3 * YEAR,
        since=N_("the day it was opened"),
        why=N_("So that you and a second person can see whether it was needed."),
        who=N_("You. Those who review it."),
        tables=("people.Glass",),
    ),
    Kind(
        code="people.erased",
        what=N_("Empty lines with a number, of people who were erased."),
        days=0,
        since=N_("the day nothing points at it any more"),
        why=N_("Other notes point at the number until they go, too."),
        who=N_("Nobody."),
    ),
)
