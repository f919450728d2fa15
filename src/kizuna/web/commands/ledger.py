"""`kizuna ledger prune`: one administrator proposes, another one decides on the page /approvals/."""

import re
import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from kizuna.access.viewer import SYSTEM, Refused, Viewer
from kizuna.ledger import queries as ledger
from kizuna.ledger.checkpoint import YOUNGEST
from kizuna.people import queries as people
from kizuna.people.actions import propose

DAYS = {"y": 365.25, "d": 1}


def arguments(parser: ArgumentParser) -> None:
    """What `kizuna ledger prune` can be told."""
    parser.add_argument("--older-than", required=True, metavar="7y", help="age in years (7y) or days (2557d)")
    parser.add_argument("--by", metavar="EMAIL", help="the administrator who proposes it")
    parser.add_argument("--why", default="", help="the reason that the second administrator reads")
    parser.add_argument("--dry-run", action="store_true", help="only say what would go")


def before(age: str, now: datetime) -> datetime:
    """The moment that lies this age ago; raises Refused for what is no age, or too young."""
    found = re.fullmatch(r"(\d{1,4})([yd])", age)
    if not found:
        raise Refused("Write the age as years or days, like 7y or 2557d.")
    old = timedelta(days=int(found[1]) * DAYS[found[2]])
    if old < YOUNGEST:
        raise Refused(f"Lines younger than {YOUNGEST.days} days stay. Choose a greater age.")
    return now - old


def _administrator(email: str | None) -> Viewer:
    by = SYSTEM("kizuna ledger prune")
    for each in people.accounts_with_role(by, "admin"):
        if email and each.email.lower() == email.lower():
            return Viewer(role="admin", account=each.id)
    raise Refused("Say with --by EMAIL which administrator proposes this.")


def run(options: Namespace) -> int:
    """Say what would go; unless it is a dry run, propose it."""
    now = timezone.now()
    limit = before(options.older_than, now)
    found = ledger.prunable(SYSTEM("kizuna ledger prune"), limit)
    sys.stdout.write(f"{found.rows} lines lie under seals that hold nothing younger than {limit:%Y-%m-%d}.\n")
    if options.dry_run or found.seal is None:
        return 0
    about = f"Remove {found.rows} lines of the ledger that are older than {limit:%Y-%m-%d}"
    propose(
        deed="ledger.prune",
        task="web.prune_ledger",
        subject=f"ledger.Seal:{found.seal.number}",
        about=about,
        why=options.why,
        arguments={"before": limit.isoformat()},
        by=_administrator(options.by),
        now=now,
    )
    sys.stdout.write(f"Proposed. Another administrator decides at {settings.BASE_URL}/approvals/.\n")
    return 0
