import logging
from datetime import UTC, datetime

from kizuna.access.adapters import HideSeals
from kizuna.access.secrets import seal, seal_link

KEYS = ("a-key-for-tests-only-0123456789abcdef",)
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def line(message: str, *args: object) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, message, args, None)
    assert HideSeals().filter(record)
    return record.getMessage()


def test_a_sealed_link_never_stands_in_a_log():
    token = seal_link(["id", "nonce"], KEYS, purpose="referral", now=NOW)
    assert line("%s: %s", "Gone", f"/r/{token}/") == "Gone: /r/[sealed]/"
    assert line(f"Bad value {seal('Ana', KEYS)}") == "Bad value [sealed]"


def test_other_lines_stay_as_they_are():
    assert line("%s: %s", "Not Found", "/help/food/") == "Not Found: /help/food/"
    assert line("100 % of gAAAAA") == "100 % of gAAAAA"


def test_the_sites_logs_are_written_through_it(settings):
    assert "seals" in settings.LOGGING["handlers"]["console"]["filters"]
