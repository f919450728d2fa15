"""What the outbox keeps, and for how long."""

from kizuna.access.keeping import Kind
from kizuna.access.wording import N_

KINDS = (
    Kind(
        code="outbox.messages",
        what=N_("Messages that we sent, with the address they went to."),
        days=60,
        since=N_("the day it was written"),
        why=N_("So that we can find out what became of a message."),
        who=N_("Nobody reads them here. You see when we wrote to you."),
        then="emptied",
        tables=("outbox.Message",),
        stays=N_(
            "An empty line for each message stays, so that nothing is sent twice. "
            "It has no address and no words in it."
        ),
    ),
    Kind(
        code="outbox.runs",
        what=N_("That very many messages went out for one cause, and when."),
        days=None,
        since=N_("the day it began"),
        why=N_("So that it can be seen what went to very many people. It names none of them."),
        who=N_("Those who run this site."),
        then="kept",
        tables=("outbox.Run",),
    ),
    Kind(
        code="outbox.silence",
        what=N_("A mark for each address that asked for silence, that does not work, or that we wait for."),
        days=None,
        since=N_("the day it was written"),
        why=N_("So that nobody writes to it again. The address cannot be read from the mark."),
        who=N_("Nobody."),
        then="kept",
        tables=("outbox.Stopped", "outbox.FailedAddress", "outbox.Expected"),
        stays=N_("The mark of an address that asked for silence stays, so that nobody writes to it again."),
    ),
    Kind(
        code="outbox.replies",
        what=N_("Your answers to our messages."),
        days=60,
        since=N_("the day somebody worked on it"),
        why=N_("So that whoever asked can read the answer."),
        who=N_("Whoever asked you."),
        tables=("outbox.Reply",),
    ),
)
