"""How a database whose records went elsewhere says so: every refused write ends in these words."""

MOVED = "these records moved to another database"


def moved(error: BaseException | None) -> bool:
    """Whether a write was refused because the records went elsewhere, and not because something broke."""
    return error is not None and MOVED in str(error)
