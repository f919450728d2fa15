"""`kizuna town`: the part of the demo that writes the invented town; `kizuna demo` calls it."""

from argparse import ArgumentParser, Namespace

from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from kizuna.access.viewer import SYSTEM
from kizuna.web.actions import load_town


def arguments(parser: ArgumentParser) -> None:
    """What `kizuna town` can be told."""
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)


def run(options: Namespace) -> int:
    """Load the town and show how far it is."""
    columns = (TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns) as bars:
        shown: dict[str, TaskID] = {}

        def progress(name: str, done: int, total: int) -> None:
            if name not in shown:
                shown[name] = bars.add_task(name, total=total)
            bars.update(shown[name], completed=done)

        load_town(
            count=options.people,
            seed=options.seed,
            by=SYSTEM("kizuna demo"),
            now=timezone.now(),
            progress=progress,
        )
    return 0
