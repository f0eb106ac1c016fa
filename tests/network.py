"""No test reaches beyond this machine, not even by accident. Python's own audit events tell; nothing is patched."""

import sys
from ipaddress import ip_address
from typing import Any

HERE = frozenset({"", "localhost"})


class ReachedOut(RuntimeError):
    """A test tried to speak with another machine; the message says which."""


def forbid_the_outside() -> None:
    """Refuse every connection and every question for a name that is not of this machine, from now on."""
    sys.addaudithook(_listen)


def _listen(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(args[1], tuple):
        _check(args[1][0])
    elif event == "socket.getaddrinfo":
        _check(args[0])


def _check(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in HERE:
        return
    try:
        outside = not ip_address(str(name)).is_loopback
    except ValueError:
        outside = True
    if outside:
        raise ReachedOut(f"a test reached for the network: {name}")
