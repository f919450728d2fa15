"""Background work of this room."""

from django.utils import timezone
from django_tasks import task

from kizuna.access.viewer import SYSTEM
from kizuna.people import actions
from kizuna.people.glass import read_key


@task()
def drop_gone_devices(key: str) -> None:
    """Every hour: forget devices that do not want messages any more."""
    actions.drop_gone_devices(by=SYSTEM("devices"), now=timezone.now())


@task()
def remind(key: str) -> None:
    """Tell link workers which agreements end soon."""
    actions.remind_of_lapses(by=SYSTEM("agreements that end"), now=timezone.now())


@task()
def invite_admin(key: str) -> None:
    """Send the invitation of an administrator that two of them agreed to."""
    actions.invite_admin(approval=key, by=SYSTEM("two administrators"), now=timezone.now())


@task()
def make_admin(key: str) -> None:
    """Make an account an administrator's, as two of them agreed."""
    actions.make_admin(approval=key, by=SYSTEM("two administrators"), now=timezone.now())


@task()
def tell_glass(key: str) -> None:
    """Tell somebody that their record was opened in an emergency (`glass:id:turn`)."""
    glass, turn = read_key(key)
    actions.tell_glass(glass=glass, turn=turn, by=SYSTEM("breaking the glass"), now=timezone.now())


@task()
def keep_quiet(key: str) -> None:
    """A second person agreed that somebody is told later; the key is the proposal."""
    actions.keep_quiet(approval=key, by=SYSTEM("breaking the glass"), now=timezone.now())


@task()
def send_own_link(key: str) -> None:
    """Send somebody the link to their own data; the key holds blind indexes and an hour."""
    actions.send_own_link(key=key, by=SYSTEM("a link was asked for"), now=timezone.now())


@task()
def lift_protection(key: str) -> None:
    """A coordinator agreed that somebody can be found again; the key is the proposal."""
    actions.lift_protection(approval=key, by=SYSTEM("two persons"), now=timezone.now())


@task()
def find_doubles(key: str) -> None:
    """Look for records that may be one person."""
    actions.find_doubles(by=SYSTEM("likely doubles"), now=timezone.now())


@task()
def close_lapsed(key: str) -> None:
    """Close the proposals that nobody decided in time."""
    actions.close_lapsed(by=SYSTEM("proposals that lapse"), now=timezone.now())


@task()
def clear_sessions(key: str) -> None:
    """Every night: forget sessions that are over."""
    actions.clear_sessions(by=SYSTEM("sessions that are over"), now=timezone.now())
