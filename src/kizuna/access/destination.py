"""Which addresses a server may call for somebody: never itself, its neighbours or a cloud's own."""

import ipaddress
from urllib.parse import urlsplit

from kizuna.access.viewer import Refused

PORTS = frozenset({80, 443, 8080, 8443})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def public(address: str) -> bool:
    """Whether an IP address is somewhere on the open internet, also when it is wrapped in another."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inside is not None:
            return public(str(inside))
        if ip.is_site_local:  # an organisation's own, by a rule that is older than is_global
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def parts(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path of a URL that may be called; raises Refused with a sentence."""
    if any(ord(char) <= 0x20 or ord(char) == 0x7F for char in url) or "\\" in url:
        raise Refused("This web address holds a space or another sign that does not belong there.")
    try:
        found = urlsplit(url)
        port = found.port or (443 if found.scheme == "https" else 80)
    except ValueError:
        raise Refused("This is not a web address. Write one like https://example.org/file.") from None
    if found.scheme not in {"http", "https"} or not found.hostname:
        raise Refused("This is not a web address. Write one like https://example.org/file.")
    if found.username or found.password:
        raise Refused("A web address may not hold a name or a password.")
    if port not in PORTS:
        raise Refused(f"Port {port} is not one of the web's: {', '.join(map(str, sorted(PORTS)))}.")
    path = (found.path or "/") + (f"?{found.query}" if found.query else "")
    return found.scheme, found.hostname, port, path
