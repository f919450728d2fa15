"""Where a request comes from: what our own proxies wrote down, and nothing that the caller could write."""

import ipaddress


def came_from(forwarded: str, remote: str, proxies: int) -> str:
    """The address of whoever called, behind so many proxies of ours; `remote` when they told nothing.

    Each proxy adds at the end of X-Forwarded-For whom it saw, so only as many from the end are ours. One
    household or server has a whole /64 of IPv6, so that counts as one.
    """
    hops = [hop.strip() for hop in forwarded.split(",")] if forwarded else []
    said = hops[-proxies] if 0 < proxies <= len(hops) else remote
    try:
        found = ipaddress.ip_address(said)
    except ValueError:
        return remote
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
