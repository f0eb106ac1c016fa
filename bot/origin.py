"""Where a request comes from, as something that can be counted and not read back."""

import hashlib
import hmac
from ipaddress import ip_address

from flask import request

from bot.services import Services


def counted_as(services: Services, purpose: str) -> str | None:
    """Return the name under which wrong guesses of this network address are counted; a balancer on this machine has none."""
    remote = request.remote_addr
    if remote is None or _is_loopback(remote):
        return None
    return (
        f"{purpose}:"
        + hmac.new(services.settings.secret_key.encode(), remote.encode(), hashlib.sha256).hexdigest()[:32]
    )


def _is_loopback(remote: str) -> bool:
    try:
        return ip_address(remote.partition("%")[0]).is_loopback
    except ValueError:
        return False  # some balancers write «address:port», or a word: it names an origin all the same
