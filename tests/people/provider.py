"""A small organisation that signs its people in by OpenID Connect, on loopback, and can be told to lie."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "kizuna", "a secret between two"


def new_key() -> rsa.RSAPrivateKey:
    """A key of its own; making one takes long."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """What it says; `change` may bend a statement before it is sealed, `seal` may seal it in another way."""

    issuer: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=cache(new_key))
    person: dict[str, Any] = field(default_factory=dict)
    change: Callable[[dict[str, Any]], None] = lambda claims: None
    seal: Callable[[dict[str, Any], "Provider"], str] | None = None
    description: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def describe(self) -> dict[str, Any]:
        at = self.issuer
        return {
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "jwks_uri": f"{at}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **self.description,
        }

    def keys(self) -> dict[str, Any]:
        found = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**found, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def authorize(self, query: str) -> str:
        """The address to which the browser is sent back, as if somebody had signed in."""
        given = {name: values[0] for name, values in parse_qs(query).items()}
        self.asked.append(given)
        code = secrets.token_urlsafe(16)
        self.codes[code] = given
        return f"{given['redirect_uri']}?{urlencode({'code': code, 'state': given['state']})}"

    def token(self, form: str) -> tuple[int, dict[str, Any]]:
        given = {name: values[0] for name, values in parse_qs(form).items()}
        asked = self.codes.pop(given.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        right = (
            asked is not None
            and given.get("client_secret") == SECRET
            and given.get("redirect_uri") == asked["redirect_uri"]
            and asked.get("code_challenge_method") == "S256"
            and asked.get("code_challenge") == proof.decode().rstrip("=")
        )
        if not right or asked is None:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims |= self.person
        self.change(claims)
        seal = self.seal or (lambda said, provider: provider.signed(said))
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": seal(claims, self)}

    def signed(self, claims: dict[str, Any], key: Any = None, alg: str = "RS256", kid: str = "one") -> str:
        return jwt.encode(claims, key or self.key, algorithm=alg, headers={"kid": kid})


@contextmanager
def provider() -> Iterator[Provider]:
    """The organisation, for as long as the block lasts."""
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def _json(self, status: int, found: Any) -> None:
            body = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/.well-known/openid-configuration":
                return self._json(200, made.describe())
            if parts.path == "/keys":
                return self._json(200, made.keys())
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", made.authorize(parts.query))
                self.send_header("Content-Length", "0")
                return self.end_headers()
            return self._json(404, {})

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._json(*made.token(form))

        def log_message(self, *said: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()
