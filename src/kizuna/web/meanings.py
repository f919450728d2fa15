"""What each finding of `kizuna check` means and what to do, for the page of whoever runs the site."""

from dataclasses import dataclass

from kizuna.access.wording import N_
from kizuna.web.findings import Finding, Report, Room
from kizuna.web.standing import Standing


@dataclass(frozen=True)
class Meaning:
    """A finding in plain words: its name, what it means when it is not fine, what to do."""

    name: str
    means: str
    do: str


@dataclass(frozen=True)
class OperationPage:
    """Everything that the page of operation shows; `guide`: code, meaning, and what was found last."""

    report: Report | None
    standing: Standing
    rooms: tuple[Room, ...]
    guide: tuple[tuple[str, Meaning, Finding | None], ...]

    @property
    def messages(self) -> dict[str, int]:
        """How many messages are in each state, whatever their channel."""
        found: dict[str, int] = {}
        for (_, state), number in self.standing.messages.items():
            found[state] = found.get(state, 0) + number
        return found


MEANINGS: dict[str, Meaning] = {
    "crisis-numbers": Meaning(
        N_("Crisis numbers"),
        N_("Crisis numbers are missing or were not reviewed in time. Somebody in danger may find no one."),
        N_("Open the crisis numbers, ring each one, and save. Do it today."),
    ),
    "duty": Meaning(
        N_("On duty now"),
        N_("Nobody is on duty now. Pages say that nobody reads what comes in."),
        N_("Ask the coordinator to fill the rota."),
    ),
    "duty-gaps": Meaning(
        N_("On duty this week"),
        N_("Within seven days there are hours without anybody on duty."),
        N_("Ask the coordinator to fill the rota."),
    ),
    "glass": Meaning(
        N_("Records opened in an emergency"),
        N_("A record was opened in an emergency and nobody has reviewed it in time."),
        N_("A coordinator or an administrator reviews it."),
    ),
    "reports": Meaning(
        N_("Reports"),
        N_("A report is late, or everybody who may decide about it stands near to it."),
        N_("Ask the coordinators to look; or open an account for somebody from elsewhere."),
    ),
    "many-looks": Meaning(
        N_("Very many records opened"),
        N_("Somebody opened the records of very many people in one day."),
        N_("Look at the ledger, and ask them what it was for."),
    ),
    "link-workers": Meaning(
        N_("Link workers"),
        N_("An area has no link worker. Nobody sees the people who ask for help there."),
        N_("Open an account for somebody, or widen somebody’s areas."),
    ),
    "meaning": Meaning(
        N_("Search by meaning"),
        N_("The site asks for a search by meaning, and what it needs is not installed. Words are searched."),
        N_("Install it, or take the setting out. People find services all the same."),
    ),
    "database": Meaning(
        N_("Database"),
        N_("The database does not have the tables of this version."),
        N_("Make a backup, then run kizuna upgrade."),
    ),
    "worker": Meaning(
        N_("Background work"),
        N_("Tasks wait, were given up after many tries, or no worker runs. Meanwhile no message leaves."),
        N_("Look whether kizuna serve runs. Its log names the kind of error."),
    ),
    "messages": Meaning(
        N_("Messages that did not arrive"),
        N_("Messages failed, or nobody knows whether they came."),
        N_("Open the messages and decide. Look at the addresses and the mail server."),
    ),
    "webhooks": Meaning(
        N_("Webhooks"),
        N_("A program that wanted to be told does not answer, and was switched off."),
        N_("Ask whoever runs that program. Then open the webhooks and switch it on again."),
    ),
    "waiting": Meaning(
        N_("Messages that wait"),
        N_("A message that may leave has been waiting for a quarter of an hour or more."),
        N_("Open the messages and look at the ways out. Ask whoever runs the mail server."),
    ),
    "backup": Meaning(
        N_("Backups"),
        N_("The newest backup is two days old or older, or none is made at night."),
        N_("Set KIZUNA_BACKUP_FOLDER, run kizuna backup and read what it says."),
    ),
    "disk": Meaning(
        N_("Room on the disk"),
        N_("The disk is nearly full. When it is full, nothing that people write is kept."),
        N_("Make room: old backups and logs first. Then think of a larger disk."),
    ),
    "clock": Meaning(
        N_("Clock"),
        N_("The clock of the machine is wrong. Messages leave at wrong times and sign-in codes do not work."),
        N_("Let the machine ask the time by itself, then restart kizuna serve."),
    ),
    "ledger": Meaning(
        N_("Ledger"),
        N_("Lines are not being sealed, or what was sealed was changed."),
        N_(
            "Not sealed: look at the worker. Changed: copy the database and the anchors as they are, run "
            "kizuna ledger verify, and tell whoever answers for data protection."
        ),
    ),
    "whereabouts": Meaning(
        N_("Time zone and country"),
        N_("Nobody said where this site is. Hours and telephone numbers are read as those of another place."),
        N_("Set KIZUNA_TIME_ZONE and KIZUNA_COUNTRY."),
    ),
    "address": Meaning(
        N_("Address of the site"),
        N_("What people type can be read on its way."),
        N_("Put a proxy with a certificate in front, and set KIZUNA_URL to the https address."),
    ),
    "mail": Meaning(
        N_("E-mail"),
        N_("E-mail is printed or kept in a folder. Nobody gets it."),
        N_("Set KIZUNA_EMAIL_URL."),
    ),
    "demo": Meaning(
        N_("Demo"),
        N_("Anybody can sign in as anybody."),
        N_("Never use it with real people. Run kizuna init for a real site."),
    ),
    "keys": Meaning(
        N_("Keys"),
        N_("So many keys are in use. Whoever has them and the database can read everything."),
        N_("Keep a copy apart from the database and the backups."),
    ),
    "files": Meaning(
        N_("Files"),
        N_("Other users of the machine can read what opens every record."),
        N_("Take their rights away as the finding says. Then run kizuna keys rotate."),
    ),
}
