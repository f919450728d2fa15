"""`kizuna account add` and `kizuna duty add`: who works here, and who is on duty when."""

import secrets
import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime

from django.utils import timezone

from kizuna.access.command import Command
from kizuna.access.viewer import SYSTEM, Refused
from kizuna.people.actions import open_account, reset_second_factor, set_duty
from kizuna.people.profile import ROLES
from kizuna.people.queries import accounts
from kizuna.places.queries import area_named


def _account_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("email")
    parser.add_argument("--role", choices=ROLES, required=True)
    parser.add_argument("--name", default="", help="what colleagues and residents call them")
    parser.add_argument(
        "--area", action="append", default=[], help="name of an area they work in; may be repeated"
    )


def _add_account(options: Namespace) -> int:
    by = SYSTEM("kizuna account add")
    areas = [area_named(by, name).id for name in options.area]
    password = secrets.token_urlsafe(12)
    open_account(
        email=options.email, role=options.role, name=options.name, areas=areas, password=password, by=by,
        now=timezone.now(),
    )  # fmt: skip
    sys.stdout.write(f"{options.role}: {options.email}   password, shown only now: {password}\n")
    return 0


def _duty_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("email", help="whose duty it is")
    parser.add_argument("--area", required=True, help="name of the area")
    parser.add_argument("--from", dest="starts", required=True, help="local time, like 2026-11-23T09:00")
    parser.add_argument("--until", required=True, help="local time, like 2026-11-23T17:00")


def _time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"{text!r} is not a time. Write it like 2026-11-23T09:00.") from None
    return at if at.tzinfo else timezone.make_aware(at)


def _add_duty(options: Namespace) -> int:
    by = SYSTEM("kizuna duty add")
    found = next((a for a in accounts(by) if a.email == options.email.casefold()), None)
    if found is None:
        raise Refused(f"Nobody has the address {options.email}. Add them with `kizuna account add`.")
    starts, ends = _time(options.starts), _time(options.until)
    area = area_named(by, options.area)
    set_duty(account=found.id, area=area.id, starts=starts, ends=ends, by=by, now=timezone.now())
    span = f"from {starts:%Y-%m-%d %H:%M} until {ends:%Y-%m-%d %H:%M}"
    sys.stdout.write(f"{found.email} is on duty for {area.name} {span}.\n")
    return 0


def _reset_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("email", help="whose app, passkeys and spare codes are lost")


def _reset_second_factor(options: Namespace) -> int:
    by = SYSTEM("kizuna account reset-second-factor")
    reset_second_factor(email=options.email, by=by, now=timezone.now())
    sys.stdout.write(f"{options.email} sets up a new second factor at the next sign-in and was told so.\n")
    return 0


COMMANDS = (
    Command("account add", "Open an account for somebody who works here.", _add_account, _account_arguments),
    Command(
        "account reset-second-factor",
        "Take out a lost app, passkey and spare codes of an account; it is told so.",
        _reset_second_factor,
        _reset_arguments,
    ),
    Command("duty add", "Put somebody on duty.", _add_duty, _duty_arguments),
)
