"""What the ledger needs from people: two administrators to prune it, and all of them to be told."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.viewer import Viewer
from kizuna.ledger import actions as ledger
from kizuna.ledger.queries import last_verification
from kizuna.outbox.actions import send_many
from kizuna.outbox.message import Draft
from kizuna.people.actions import carry_out
from kizuna.people.queries import accounts_with_role


def prune_ledger(*, approval: str, by: Viewer, now: datetime) -> None:
    """Carry out what one administrator proposed and another one approved, once."""
    found = carry_out(approval=approval, task="web.prune_ledger", by=by, now=now)
    if found is None:
        return
    ledger.prune(
        before=datetime.fromisoformat(found.arguments["before"]),
        by=Viewer(role="admin", account=found.proposed_by),
        approved_by=Viewer(role="admin", account=found.decided_by),
        now=now,
    )


def tell_of_ledger(*, by: Viewer, now: datetime) -> None:
    """When the last look along the chain found a fault, every administrator gets one message about it."""
    verified = last_verification(by)
    if verified is None or not verified.faults:
        return
    with override(settings.LANGUAGE_CODE):
        subject = _("The ledger was changed")
        text = _(
            "Last night's look at the ledger found that it is not what was sealed. Keep a copy of the "
            "database and of the anchors as they are, and find out who could write to the database."
            "\n\n%(link)s"
        ) % {"link": f"{settings.BASE_URL}/ledger/"}
    drafts = [
        Draft(f"ledger-alarm:{verified.id}:{each.id}", each.email, subject, text, topic="ledger")
        for each in accounts_with_role(by, "admin")
    ]
    send_many(messages=drafts, now=now)
