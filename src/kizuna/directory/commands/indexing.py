"""`kizuna directory index`: brings the search index up to date at once, with progress."""

from argparse import Namespace

from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kizuna.access.command import Command
from kizuna.access.viewer import SYSTEM
from kizuna.directory import index
from kizuna.directory.actions import fill_cards


def _run(options: Namespace) -> int:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        job = bar.add_task("gathering cards", total=None)
        fill_cards(by=SYSTEM("directory index"), now=timezone.now())

        def step(done: int, total: int) -> None:
            bar.update(job, description="services", completed=done, total=total)

        written = index.renew(step)
        bar.update(job, description="meaning", completed=0, total=None)
        index.learn(step)
    Console().print(
        "The search index is up to date." if written else "The search index was up to date already."
    )
    return 0


COMMAND = Command(
    "directory index", "Bring the search index up to date now; the worker does so after every change.", _run
)
