"""Background work of the directory."""

from django_tasks import task

from kizuna.directory import index


@task()
def reindex(key: str) -> None:
    """Write the search index anew when the directory has changed since it was written."""
    index.renew()
