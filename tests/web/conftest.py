"""What the tests of this room share."""

import kizuna.web.urls  # noqa: F401 - read while this is no demo: a test that makes it one comes later
