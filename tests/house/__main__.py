"""`python -m tests.house [room …]`: what the rooms break, as a list."""

import sys

import tests.environment  # noqa: F401 - sets what Django reads
from tests.house.tree import sources, tag_homes, template_homes, templates


def main(rooms: list[str]) -> int:
    """Print each broken rule as `file: sentence`; 1 when there is one."""
    import django

    django.setup()
    from tests.house.lookups import keys_of_models, tables_of_models
    from tests.house.rules import broken
    from tests.house.templates import broken_template

    keys, tables, homes, tags = keys_of_models(), tables_of_models(), template_homes(), tag_homes()
    found = [(s.room, s.name, w) for s in sources() for w in broken(s, keys, tables)]
    found += [(r, f"{r}: {n}", w) for r, n, t in templates() for w in broken_template(r, n, t, homes, tags)]
    shown = [f"{name}: {wrong}" for room, name, wrong in found if not rooms or room in rooms]
    print("\n".join(shown) or "Every rule is kept.")
    return bool(shown)


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.web.settings")
    sys.exit(main(sys.argv[1:]))
