"""Where a request comes from, as something that can be counted and not read back."""

import hashlib
import hmac
from ipaddress import ip_address

from flask import request

from bot.services import Services


def counted_as(services: Services, purpose: str) -> str | None:
    """Return the name under which requests of this network address are counted; a balancer on this machine has none."""
    return named(services.settings.secret_key, purpose, request.remote_addr)


def named(secret_key: str, purpose: str, remote: str | None) -> str | None:
    """Return the name under which a network address is counted. One on this machine hides everybody behind it: None."""
    if remote is None or _is_loopback(remote):
        return None
    return f"{purpose}:" + hmac.new(secret_key.encode(), _network(remote).encode(), hashlib.sha256).hexdigest()[:32]


def _network(remote: str) -> str:
    """Return what one subscriber has: of IPv6 that is sixty-four bits, and counting addresses would count nothing."""
    try:
        address = ip_address(remote.partition("%")[0])
    except ValueError:
        return remote  # some balancers write «address:port», or a word: it names an origin all the same
    mapped = getattr(address, "ipv4_mapped", None)
    if address.version == 4 or mapped:
        return str(mapped or address)
    return address.exploded[:19]


def _is_loopback(remote: str) -> bool:
    try:
        address = ip_address(remote.partition("%")[0])
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
