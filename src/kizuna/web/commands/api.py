"""`kizuna api client …`: programs that may use the API."""

import sys
from argparse import ArgumentParser, Namespace

from django.utils import timezone

from kizuna.access.viewer import SYSTEM
from kizuna.places.queries import area_named
from kizuna.web import actions, queries
from kizuna.web.programs import ROLES, SCOPES


def add_arguments(parser: ArgumentParser) -> None:
    """What `kizuna api client add` can be told."""
    parser.add_argument("name", help="what the program is called")
    parser.add_argument("--role", choices=ROLES, required=True)
    parser.add_argument("--scope", action="append", choices=SCOPES, required=True, help="may be repeated")
    parser.add_argument("--area", action="append", default=[], help="name of an area; may be repeated")
    parser.add_argument("--organisation", action="append", default=[], help="its id; may be repeated")
    parser.add_argument("--days", type=int, default=90, help="how long it gets in (366 at most)")


def add(options: Namespace) -> int:
    """Let a program in; its secret is shown once."""
    by = SYSTEM("kizuna api client add")
    id, secret = actions.add_program(
        name=options.name,
        role=options.role,
        scopes=options.scope,
        areas=[area_named(by, name).id for name in options.area],
        organisations=options.organisation,
        days=options.days,
        by=by,
        now=timezone.now(),
    )
    sys.stdout.write(f"client_id: {id}\nclient_secret, shown only now: {secret}\n")
    return 0


def close_arguments(parser: ArgumentParser) -> None:
    """What `kizuna api client close` can be told."""
    parser.add_argument("id", help="its client_id")


def close(options: Namespace) -> int:
    """Close a program, from its next request on."""
    actions.close_program(program=options.id, by=SYSTEM("kizuna api client close"), now=timezone.now())
    sys.stdout.write("Closed. Its tokens open nothing any more.\n")
    return 0


def listing(options: Namespace) -> int:
    """Print every program, whether it still gets in, and its scopes."""
    now = timezone.now()
    for one in queries.programs(SYSTEM("kizuna api client list")):
        state = f"until {one.expires_at:%Y-%m-%d}" if one.open(now) else "closed"
        used = f"last used {one.used_at:%Y-%m-%d}" if one.used_at else "never used"
        sys.stdout.write(f"{one.id}  {one.name}  {state}  {used}  {' '.join(one.scopes)}\n")
    return 0
