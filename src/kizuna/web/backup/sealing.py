"""A backup under its seal: a stream of chunks, each encrypted and signed, so that no file is ever in memory.

The construction is that of STREAM (as in age and Tink): AES-256-GCM, a key for this one file, the number of
the chunk in its nonce, and a mark on the last one. A chunk that is changed, moved, doubled or missing, a
file cut short and anything after its end are all found.
"""

from collections.abc import Callable, Iterator, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kizuna.access.secrets import LOOK_UP

MAGIC = b"kizuna-backup-1\n"
SALT = 32
CHUNK = 1 << 20
"""Bytes sealed at once."""
LENGTH = 4
TAG = 16


class NotABackup(Exception):
    """This file is no backup, is not whole, or none of the keys opens it: one sentence."""


def _lock(key: str, salt: bytes) -> AESGCM:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=b"kizuna backup").derive(
        key.encode()
    )
    return AESGCM(derived)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])


def _whole_chunks(parts: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The same bytes in chunks of one size, and whether each is the last."""
    held = bytearray()
    for part in parts:
        held += part
        while len(held) > CHUNK:
            yield bytes(held[:CHUNK]), False
            del held[:CHUNK]
    yield bytes(held), True


def sealed(parts: Iterator[bytes], key: str, salt: bytes) -> Iterator[bytes]:
    """The bytes of a sealed file. `salt`: 32 bytes of chance, never used for another file."""
    lock, head = _lock(key, salt), MAGIC + salt
    yield head
    for number, (chunk, last) in enumerate(_whole_chunks(parts)):
        closed = lock.encrypt(_nonce(number, last), chunk, head)
        yield len(closed).to_bytes(LENGTH) + closed


def opened(read: Callable[[int], bytes], keys: Sequence[str]) -> Iterator[bytes]:
    """What was sealed, chunk by chunk; raises NotABackup at the first fault."""
    head = read(len(MAGIC) + SALT)
    if not head.startswith(MAGIC) or len(head) != len(MAGIC) + SALT:
        raise NotABackup("This file is not a backup of Kizuna.")
    locks = [_lock(key, head[len(MAGIC) :]) for key in keys if not key.startswith(LOOK_UP)]
    number, last = 0, False
    while not last:
        closed = _next(read)
        found = _open(locks, number, closed, head)
        if found is None and number == 0:
            raise NotABackup("None of the keys opens this backup. It needs a key of the site that made it.")
        if found is None:
            raise NotABackup("This backup was changed or damaged after it was written.")
        lock, last, chunk = found
        locks, number = [lock], number + 1
        yield chunk
    if read(1):
        raise NotABackup("Something was added to this backup after it was written.")


def _next(read: Callable[[int], bytes]) -> bytes:
    size = read(LENGTH)
    length = int.from_bytes(size)
    if len(size) == LENGTH and TAG <= length <= CHUNK + TAG:
        closed = read(length)
        if len(closed) == length:
            return closed
    raise NotABackup("This backup is not whole: it ends too soon, or it is damaged.")


def _open(
    locks: Sequence[AESGCM], number: int, closed: bytes, head: bytes
) -> tuple[AESGCM, bool, bytes] | None:
    """The lock that fits, whether this is the last chunk, and the chunk."""
    for lock in locks:
        for last in (False, True):
            try:
                return lock, last, lock.decrypt(_nonce(number, last), closed, head)
            except InvalidTag:
                continue
    return None
