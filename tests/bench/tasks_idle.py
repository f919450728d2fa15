"""A task that does nothing, for the bench of tasks."""

from django_tasks import task

PATH = f"{__name__}.idle"


@task()
def idle(key: str) -> None:
    """Nothing."""
