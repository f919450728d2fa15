"""A running process follows its keys; what cannot be read changes nothing."""

from collections.abc import Sequence

from kizuna.access.keyring import CHECK_EVERY, Keyring


class File:
    """A file of keys and a clock, in the hands of the test."""

    def __init__(self) -> None:
        self.keys: Sequence[str] = ("old",)
        self.stamp, self.time, self.reads = 1, 0.0, 0
        self.wrong: Exception | None = None

    def load(self) -> Sequence[str]:
        self.reads += 1
        if self.wrong:
            raise self.wrong
        return self.keys

    def ring(self) -> Keyring:
        return Keyring(self.keys, stamp=lambda: self.stamp, load=self.load, clock=lambda: self.time)

    def write(self, *keys: str) -> None:
        self.keys, self.stamp = keys, self.stamp + 1


def test_new_keys_are_seen_after_a_second_without_a_restart() -> None:
    file = File()
    ring = file.ring()
    file.write("new", "old")
    assert list(ring) == ["old"]
    file.time += CHECK_EVERY
    assert (list(ring), ring[0], ring[1:], len(ring)) == (["new", "old"], "new", ("old",), 2)


def test_an_unchanged_file_is_not_read() -> None:
    file = File()
    ring = file.ring()
    for _ in range(5):
        file.time += CHECK_EVERY
        assert tuple(ring) == ("old",)
    assert file.reads == 0


def test_a_file_that_cannot_be_read_leaves_the_keys_as_they_were_until_it_can() -> None:
    file = File()
    ring = file.ring()
    for wrong in (OSError("gone"), ValueError("too short")):
        file.write("new", "old")
        file.wrong, file.time = wrong, file.time + CHECK_EVERY
        assert tuple(ring) == ("old",)
    file.wrong, file.time = None, file.time + CHECK_EVERY
    assert tuple(ring) == ("new", "old")


def test_an_empty_file_never_leaves_a_site_without_keys() -> None:
    file = File()
    ring = file.ring()
    file.write()
    file.time += CHECK_EVERY
    assert tuple(ring) == ("old",)
