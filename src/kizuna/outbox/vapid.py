"""The public half of the key by which we prove who we are to push services: browsers ask for it."""

import base64
from binascii import Error

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def public_key(secret: str) -> str:
    """The uncompressed point in base64url, as `applicationServerKey` is written; empty for no such key."""
    try:
        raw = _bytes(secret)
        if len(raw) == 32:
            private = ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())
        else:
            found = load_der_private_key(raw, None)
            if not isinstance(found, ec.EllipticCurvePrivateKey) or found.curve.name != "secp256r1":
                return ""
            private = found
    except (ValueError, TypeError, Error):
        return ""
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")
