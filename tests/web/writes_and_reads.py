"""A process that goes on writing and reading sealed rows while the keys change, until its input ends."""

import json
import os
import select
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "kizuna.web.settings"
django.setup()

from django.utils import timezone  # noqa: E402

from kizuna.outbox.actions import send  # noqa: E402
from kizuna.outbox.models import Message  # noqa: E402


def main() -> None:
    """Write some rows, say so, then write and read until told to end; what went wrong is told at the end."""
    errors, read = [], 0
    number = 0
    while number < 300 or not select.select([sys.stdin], [], [], 0)[0]:
        number += 1
        try:
            address = f"p{number}@example.org"
            send(key=f"k{number}", address=address, subject="Hello", text=f"t{number}", now=timezone.now())
            for row in Message.objects.order_by("?")[:5]:
                read += 1
                if row.text != f"t{row.key[1:]}":
                    errors.append(f"{row.key} reads {row.text}")
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
        if number == 300:
            sys.stdout.write("ready\n")
            sys.stdout.flush()
    sys.stdout.write(json.dumps({"errors": errors[:5], "read": read}))


main()
