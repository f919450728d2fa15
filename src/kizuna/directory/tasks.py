"""Background work of the directory."""

from django.utils import timezone
from django_tasks import task

from kizuna.access.viewer import SYSTEM
from kizuna.directory import index
from kizuna.directory.actions import ask_to_confirm, fill_cards, recheck_all
from kizuna.work.actions import report


@task()
def reindex(key: str) -> None:
    """Write the search index anew when the directory has changed since it was written, and missing cards."""
    index.renew()
    report(key=key, done=1, of=2, now=timezone.now())
    fill_cards(by=SYSTEM("directory.reindex"), now=timezone.now())


@task()
def ask(key: str) -> None:
    """Every night: write to providers whose listings nobody checked lately."""
    ask_to_confirm(by=SYSTEM("directory.ask"), now=timezone.now())


@task()
def recheck(key: str) -> None:
    """Every night and after an import: find out which listings need care."""

    def say(done: int) -> None:
        report(key=key, done=done, now=timezone.now())

    recheck_all(by=SYSTEM("directory.recheck"), now=timezone.now(), progress=say)
