"""The mark of the request at hand, so that everything said about it can be found together."""

from contextvars import ContextVar

MARK: ContextVar[str] = ContextVar("mark", default="")
"""A random number of one request; empty outside of requests. It says nothing about who asks."""
