"""Background work of bonds."""

from django.utils import timezone
from django_tasks import task

from kizuna.access.viewer import SYSTEM, NotFound
from kizuna.bonds import actions
from kizuna.bonds.sheet import STEPS
from kizuna.work.actions import report


@task()
def make_tree(key: str) -> None:
    """Make a phone tree that somebody asked for: `tree:<id>`."""

    def tell(done: int) -> None:
        report(key=key, done=done, of=STEPS, now=timezone.now())

    try:
        actions.build_tree(
            tree=key.split(":")[1], by=SYSTEM("bonds.make_tree"), now=timezone.now(), progress=tell
        )
    except NotFound:  # it was thrown away meanwhile
        return
