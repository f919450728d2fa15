"""Passkeys for real: a browser with an authenticator of its own registers one and signs in by it."""

import base64
import hashlib
import json
import re
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from playwright.sync_api import Page

from tests.browser.conftest import Town

pytestmark = pytest.mark.browser

RESIDENT = "resident@linden.example"
READY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
SEND = """async (made) => {
  const page = new DOMParser().parseFromString(await (await fetch("/account/login/")).text(), "text/html");
  const form = new URLSearchParams();
  form.set("csrfmiddlewaretoken", page.querySelector("[name=csrfmiddlewaretoken]").value);
  form.set("credential", made);
  await fetch("/account/passkeys/login/", { method: "POST", body: form });
  return (await fetch("/account/sessions/")).url;
}"""


def local(town: Town) -> str:
    """The site by a name: browsers give no passkeys to a bare number."""
    return town.site.url.replace("127.0.0.1", "localhost")


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def sign_in_by_code(page: Page, town: Town, site: str) -> None:
    """As in life: one tap of the demo would not be a sign-in that sets up anything."""
    before = len(town.mail.messages)
    page.goto(f"{site}/account/login/code/")
    page.locator("[name=email]").fill(RESIDENT)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url("**/confirm/")
    code = re.search(r"^([A-Z0-9-]{6,})\s*$", town.mail.wait_for("code", after=before), re.MULTILINE)
    assert code, town.mail.messages[-1].as_string()
    page.locator("[name=code]").fill(code[1])
    page.locator("main form:has([name=code]) button").first.click()
    page.wait_for_url(lambda url: "/account/login/" not in url)


def registered(page: Page, town: Town) -> tuple[Any, str, str]:
    """A resident with a passkey, signed out again: the browser's own tools, its authenticator, the site."""
    site = local(town)
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    authenticator = tools.send("WebAuthn.addVirtualAuthenticator", {"options": READY})["authenticatorId"]
    sign_in_by_code(page, town, site)
    page.goto(f"{site}/account/passkeys/add/")
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url(lambda url: "add" not in url)
    page.goto(f"{site}/account/passkeys/")
    assert page.locator("main li").count() >= 1
    sign_out(page, site)
    return tools, authenticator, site


def inside(page: Page, site: str) -> bool:
    page.goto(f"{site}/account/sessions/")
    return "/account/sessions/" in page.url


def assertion(credential: dict[str, Any], challenge: str, origin: str, rp: str, count: int) -> str:
    """What the authenticator would say, sealed with its own key, for whichever origin."""
    client = json.dumps({"type": "webauthn.get", "challenge": challenge, "origin": origin}).encode()
    data = hashlib.sha256(rp.encode()).digest() + b"\x05" + count.to_bytes(4, "big")
    key = load_der_private_key(base64.b64decode(credential["privateKey"]), None)
    assert isinstance(key, EllipticCurvePrivateKey)
    seal = key.sign(data + hashlib.sha256(client).digest(), ECDSA(SHA256()))
    id = text(base64.b64decode(credential["credentialId"]))
    return json.dumps(
        {
            "id": id,
            "rawId": id,
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": text(client),
                "authenticatorData": text(data),
                "signature": text(seal),
                "userHandle": text(base64.b64decode(credential["userHandle"])),
            },
        }
    )


def challenge(page: Page, site: str) -> str:
    found = page.evaluate(
        "async () => (await (await fetch('/account/passkeys/login/',"
        " { headers: { Accept: 'application/json' } })).json())"
    )
    return str(found["request_options"]["publicKey"]["challenge"])


def sign_out(page: Page, site: str) -> None:
    page.goto(f"{site}/account/logout/")
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def by_passkey(page: Page, site: str) -> None:
    page.goto(f"{site}/account/login/")
    page.get_by_role("button", name="Use your passkey").click()


def test_a_passkey_signs_in_here_and_for_nobody_else(page: Page, demo: Town) -> None:
    """Registers, signs in, asks for finger or PIN; a false site that passes on what it said gets nowhere."""
    tools, authenticator, site = registered(page, demo)
    assert not inside(page, site)
    by_passkey(page, site)
    page.wait_for_url(lambda url: "/account/login/" not in url)
    assert inside(page, site)
    sign_out(page, site)
    verified = {"authenticatorId": authenticator, "isUserVerified": False}
    tools.send("WebAuthn.setUserVerified", verified)
    by_passkey(page, site)
    page.get_by_text("That did not work").wait_for()
    assert not inside(page, site)
    (credential,) = tools.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    check_origins(page, site, credential)


def check_origins(page: Page, site: str, credential: dict[str, Any]) -> None:
    """Rightly sealed statements with a fresh question each: only the one for this site counts, and once."""
    count = int(credential["signCount"])
    wrong = (
        ("https://evil.example", "localhost"),
        ("http://evil.example", "localhost"),
        ("http://localhost.evil.example", "localhost"),
        (site, "evil.example"),
    )
    page.goto(f"{site}/account/login/")
    for step, (origin, rp) in enumerate(wrong, start=1):
        made = assertion(credential, challenge(page, site), origin, rp, count + step)
        assert "/account/login/" in page.evaluate(SEND, made), (origin, rp)
    old = assertion(credential, text(b"\x00" * 32), site, "localhost", count + 10)
    assert "/account/login/" in page.evaluate(SEND, old), "an answer to no question of ours"
    right = assertion(credential, challenge(page, site), site, "localhost", count + 11)
    assert "/account/sessions/" in page.evaluate(SEND, right), "the same for our own site counts"
    sign_out(page, site)
    page.goto(f"{site}/account/login/")
    assert "/account/login/" in page.evaluate(SEND, right), "and only once"
