"""How much one conversation and one network address may ask of the server. By cost, not by cookie; told, never silent.

In the memory of one process: a limit that a restart forgets is fine, a write to the database for each message is not.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address

TALK_COST = 1.0
POLL_COST = 0.2
MAX_KEYS = 20_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """So much at once, and so much back each second."""

    burst: float
    per_second: float


TOKEN = Allowance(burst=20, per_second=0.5)
# A school or a whole island may share one address: this only stops a program that fills the server.
ADDRESS = Allowance(burst=200, per_second=10)


@dataclass
class Limits:
    """What is left to each key. `spend` says in how many seconds to try again."""

    clock: Callable[[], datetime]
    _left: OrderedDict[str, tuple[float, datetime]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def spend(self, token: str, remote: str | None, cost: float) -> int | None:
        """Take the cost of one request and return None, or the seconds to wait when there is not enough left."""
        with self._lock:
            waits = [self._take(f"token:{token}", TOKEN, cost)]
            if remote and not _is_loopback(remote):
                waits.append(self._take(f"address:{remote}", ADDRESS, cost))
        wait = max(waits)
        return None if wait == 0 else int(wait) + 1

    def _take(self, key: str, allowance: Allowance, cost: float) -> float:
        now = self.clock()
        left, since = self._left.pop(key, (allowance.burst, now))
        left = min(allowance.burst, left + max(0.0, (now - since).total_seconds()) * allowance.per_second)
        enough = left >= cost
        self._left[key] = (left - cost if enough else left, now)
        if len(self._left) > MAX_KEYS:
            self._left.popitem(last=False)
        return 0.0 if enough else (cost - left) / allowance.per_second


def _is_loopback(remote: str) -> bool:
    """A balancer on this machine hides everybody behind one address: then only conversations are limited."""
    try:
        return ip_address(remote).is_loopback
    except ValueError:
        return False
