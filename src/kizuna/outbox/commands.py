"""`kizuna text in`: a text message as if it came in, to try a demo without a telephone."""

import sys
from argparse import ArgumentParser, Namespace
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from kizuna.access.command import Command
from kizuna.access.viewer import Refused
from kizuna.outbox.actions import receive


def _text_in(options: Namespace) -> int:
    if not settings.DEMO:
        raise Refused("This is for the demo. Elsewhere a provider hands texts in, with its signature.")
    reference = options.id or uuid4().hex
    new = receive(
        channel="sms", address=options.number, text=options.text, reference=reference, now=timezone.now()
    )
    sys.stdout.write("Taken in.\n" if new else "This one was here before.\n")
    return 0


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("number", help="the number that it comes from, like +13055550143")
    parser.add_argument("text", help="what it says")
    parser.add_argument("--id", default="", help="the provider's id: the same one twice counts once")


COMMANDS = (
    Command(
        "text in", "Hand a text message in, as if it came from a telephone (demo).", _text_in, _arguments
    ),
)
