"""Who may read the metrics: whoever brings the token; without one set, who comes straight from a private address. Pure."""

import hmac
from ipaddress import ip_address, ip_network

from werkzeug.datastructures import Headers

from bot.settings import Settings

# What a server in between adds. Who comes through it may be anybody, whatever the address of the server.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via")
# Not `is_private`: that also holds addresses for examples and others that no home or office has.
PRIVATE = tuple(
    ip_network(net)
    for net in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7", "fe80::/10")
)


def may_read(settings: Settings, remote: str | None, headers: Headers) -> bool:
    """Return whether a request from that address with those headers may read the metrics.

    Where a token is set it alone decides, since a container's or a router's private address may hide the whole world.
    """
    if settings.metrics_token:
        return _bears(headers.get("Authorization", ""), settings.metrics_token)
    if any(name in headers for name in FORWARDED) or _unseen_proxy(settings):
        return False
    return remote is not None and is_private(remote)


def is_private(remote: str) -> bool:
    """Return whether an address is of this machine or of a private network."""
    try:
        address = ip_address(remote.partition("%")[0])
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in net for net in PRIVATE)


def _unseen_proxy(settings: Settings) -> bool:
    """Return whether everybody seems to come from a neighbour: https needs a server in front, and none is declared."""
    return settings.public_url.startswith("https://") and not settings.proxies


def _bears(header: str, token: str) -> bool:
    kind, _, given = header.partition(" ")
    return kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
