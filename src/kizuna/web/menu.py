"""What each role finds in the menu, at most seven things, and what stands as tiles on their first page."""

from dataclasses import dataclass

from kizuna.access.wording import N_

MOST = 7


@dataclass(frozen=True)
class Door:
    """A way to a page: the name of its address, its short label, its picture and a few words."""

    page: str
    label: str
    icon: str = ""
    text: str = ""
    under: str = ""
    """The page of the menu under which it stands; empty: the first one, where its tile is."""


HOME = Door("home", N_("Home"))
TODAY = Door("referrals:today", N_("Today"))
PERSONS = Door("referrals:caseload", N_("People"))
WORRIES = Door("screening:worries", N_("Worries"), "caring", N_("What people told us about somebody else"))
ENDING = Door("people:consents_ending", N_("Agreements"))
APPROVALS = Door("people:approvals", N_("Approvals"))
ROTA = Door("people:duty", N_("Rota"), "clock", N_("Who is on duty, and where nobody is"))
AREAS = Door("places:tree", N_("Areas"))
INVITATIONS = Door("invitations", N_("Invitations"), "new", N_("Let somebody work here"))
ACCOUNTS = Door("accounts", N_("Accounts"))
NUMBERS = Door("places:crisis_numbers", N_("Crisis numbers"))
LEDGER = Door("ledger:ledger", N_("Ledger"))
DIRECTORY = Door("directory:services", N_("Directory"))
CARE = Door("directory:care", N_("Listings"), "caring", N_("Listings that need care, worst first"))
GROUPS = Door("activities:groups", N_("Groups"), "company", N_("Groups and dates"))
AID = Door("activities:aid_board", N_("Help among neighbours"), "caring", N_("Asks that have nobody yet"))
SOMEBODY_NEW = Door("people:add", N_("Somebody new"), "new", N_("Add a record for somebody"))
GLASS = Door(
    "people:glass",
    N_("In an emergency"),
    "warn",
    N_("Open a record without agreement"),
    under="referrals:caseload",
)
DOUBLES = Door(
    "people:doubles",
    N_("Likely doubles"),
    "people",
    N_("Records that may be one person"),
    under="referrals:caseload",
)
COMING_BACK = Door(
    "people:coming_back",
    N_("Somebody comes back"),
    "right",
    N_("They want support again, and agree"),
    under="referrals:caseload",
)
SHARED = Door("kiosk", N_("Shared computer"), "lock", N_("Help somebody here; nothing stays"))
REVIEWS = Door(
    "people:glass_reviews",
    N_("Reviews"),
    "check",
    N_("Records that were opened: was it needed?"),
)
LISTS = Door(
    "lists", N_("Bring your list"), "people", N_("People or groups that you kept in a spreadsheet so far")
)
BONDS = Door("bonds:community", N_("Bonds"), "knot", N_("How people hold together, and phone trees"))
RUNNING = Door("operation", N_("Running this site"), "check", N_("What to look at each week"))
MESSAGES = Door("messages", N_("Messages"), "message", N_("What became of what we sent"))
PROGRAMS = Door("programs", N_("Programs"), "knot", N_("What other programs may read and write here"))
REACH = Door(
    "signposting:report",
    N_("Who finds help"),
    "search",
    N_("Who gets suggestions within reach, and where there is nothing"),
)
CALLS = Door("calls", N_("Calls to make"), "phone", N_("Messages that are best told by a voice"))
RUNS = Door(
    "runs", N_("Messages to many"), "people", N_("What they cost and how far they are; pause, cancel")
)
SCALES = Door("instruments:scales", N_("Questionnaires"), "question", N_("Published scales, in your words"))
LIBRARY = Door("screening:library", N_("Short pages"), "caring", N_("What people read when life is hard"))
WORK = Door("work", N_("Background work"), "clock", N_("What runs, waits and was given up"))
PARTNERS = Door(
    "referrals:partners", N_("Who may refer to us"), "right", N_("Surgeries and others, by a link")
)
OUTREACH = Door("referrals:outreach", N_("Who may be alone"), "caring", N_("Whom to ring, and why"))
FIGURES = Door("screening:figures", N_("Check-ups in figures"), "health", N_("How far people come"))
ANSWERS = Door("answers", N_("Answers"), "message", N_("What people wrote to us and nobody has read yet"))
NEWS = Door("activities:newsletters", N_("Newsletters"), "message", N_("Tell people what there is"))
TAKING_PART = Door(
    "activities:participation", N_("Who takes part"), "people", N_("Beside who lives here, by age and more")
)
OUTCOMES = Door(
    "referrals:outcomes", N_("What came of referrals"), "check", N_("Known ends, times, before and after")
)
REPORTS = Door("voice:reports", N_("Reports"), "warn", N_("What people told us that is not right"))
VISITS = Door("referrals:visits", N_("Who is out"), "pin", N_("Visits: who is where until when"))
KEPT = Door("privacy", N_("What is kept"), "lock", N_("What is kept, how long and why"))

QUEUE = Door("referrals:queue", N_("Who asks for a place"))

MENUS: dict[str, tuple[Door, ...]] = {
    "worker": (TODAY, PERSONS, WORRIES, ENDING, APPROVALS, DIRECTORY),
    "organiser": (HOME, GROUPS, DIRECTORY),
    "provider": (QUEUE, DIRECTORY),
    "coordinator": (HOME, ROTA, WORRIES, APPROVALS, AREAS, INVITATIONS, DIRECTORY),
    "analyst": (HOME, GROUPS, DIRECTORY),
    "admin": (HOME, ACCOUNTS, APPROVALS, LEDGER, AREAS, NUMBERS, DIRECTORY),
}
TILES: dict[str, tuple[Door, ...]] = {
    "worker": (ANSWERS, OUTREACH, VISITS, CALLS, SOMEBODY_NEW, COMING_BACK, GLASS, ROTA, DOUBLES, SHARED),
    "organiser": (LISTS, SHARED),
    "coordinator": (
        BONDS,
        CARE,
        REACH,
        PARTNERS,
        LISTS,
        REVIEWS,
        REPORTS,
        GLASS,
        VISITS,
        GROUPS,
        AID,
        FIGURES,
        TAKING_PART,
        OUTCOMES,
        RUNS,
        NEWS,
        CALLS,
        SHARED,
    ),
    "analyst": (FIGURES, OUTCOMES, TAKING_PART, REACH, BONDS),
    "admin": (
        *(
            RUNNING,
            CARE,
            REACH,
            ROTA,
            WORRIES,
            REVIEWS,
            REPORTS,
            INVITATIONS,
            MESSAGES,
            RUNS,
            CALLS,
            WORK,
            LISTS,
        ),
        *(NEWS, SCALES, LIBRARY, FIGURES, PARTNERS, AID, SHARED, PROGRAMS, KEPT),
    ),
}
