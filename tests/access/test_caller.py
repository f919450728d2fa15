"""Where a request comes from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.caller import came_from


@pytest.mark.parametrize(
    ("forwarded", "proxies", "expected"),
    [
        ("203.0.113.9, 198.51.100.7", 0, "192.0.2.1"),
        ("203.0.113.9, 198.51.100.7", 1, "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7", 2, "203.0.113.9"),
        ("203.0.113.9, 198.51.100.7", 3, "192.0.2.1"),
        ("", 1, "192.0.2.1"),
        ("nonsense", 1, "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", 1, "2001:db8:1:2::/64"),
    ],
)
def test_only_our_own_proxies_are_believed(forwarded: str, proxies: int, expected: str) -> None:
    assert came_from(forwarded, "192.0.2.1", proxies) == expected


@given(st.text(max_size=60))
def test_what_a_caller_writes_before_our_proxy_changes_nothing(written: str) -> None:
    assert came_from(f"{written},198.51.100.7", "192.0.2.1", 1) == "198.51.100.7"
