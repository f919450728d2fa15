"""Sealing by the minute, anchoring by the hour, a look along the chain every night."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from kizuna.access.viewer import SYSTEM
from kizuna.ledger import actions, queries
from kizuna.ledger.files import append_anchor, read_anchors
from kizuna.outbox.actions import send
from kizuna.work.actions import enqueue

NEWEST = 2000
"""Seals that are looked at every night; `kizuna ledger verify` looks at all."""
HOUSE = SYSTEM("the ledger looks after itself")


@task()
def seal(key: str) -> None:
    """Seal what is settled; when much waits, another task goes on, so that others get their turn."""
    now = timezone.now()
    if actions.seal(now=now) == actions.BATCHES and (head := queries.head(HOUSE)):
        enqueue("ledger.seal", key=f"ledger.seal:{head.number}", now=now)


@task()
def anchor(key: str) -> None:
    """Write the head of the chain into the file of anchors."""
    if head := queries.head(HOUSE):
        append_anchor(settings.LEDGER_ANCHORS, head)


@task()
def mail_anchor(key: str) -> None:
    """Once a day: the head for a second person, who keeps it where nobody here can change it."""
    head, address = queries.head(HOUSE), settings.LEDGER_ANCHOR_EMAIL
    if head is None or not address:
        return
    text = _(
        "Please keep this message. It proves what the ledger of %(site)s held today, also to those who run "
        "the site. To compare, save it as a file and run: kizuna ledger verify --anchor FILE"
    )
    send(
        key=f"ledger.anchor:{key}",
        address=address,
        subject=_("The ledger today: seal %(number)s") % {"number": head.number},
        text=f"{text % {'site': settings.SITE_NAME}}\n\n{head.line}\n",
        now=timezone.now(),
    )


@task()
def verify(key: str) -> None:
    """Every night: compute the newest seals again, and compare them with what was anchored."""
    actions.finish_pruning(now=timezone.now())
    file = settings.LEDGER_ANCHORS
    anchors = read_anchors([file]) if file.exists() else []
    report = queries.verify(HOUSE, newest=NEWEST, anchors=anchors)
    actions.record_verification(report=report, now=timezone.now())
