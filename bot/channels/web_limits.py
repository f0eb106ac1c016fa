"""How much one conversation and one network address may ask of the server. By cost, not by cookie; told, never silent.

In the memory of one process: a limit that a restart forgets is fine, a write to the database for each message is not.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

TALK_COST = 1.0
POLL_COST = 0.2
FILE_COST = 3.0  # a request takes five files: they go one after the other without a wait
MAX_KEYS = 20_000  # of each kind: some 5 MB
Counts = OrderedDict[str, tuple[float, datetime]]


@dataclass(frozen=True, slots=True)
class Allowance:
    """So much at once, and so much back each second."""

    burst: float
    per_second: float


TOKEN = Allowance(burst=20, per_second=0.5)
# A school or a whole island may share one address: this only stops a program that fills the server.
ADDRESS = Allowance(burst=200, per_second=10)
# Files rest on the disk: what one address may send in a day is bounded, also by a program that begins many conversations.
FILES = Allowance(burst=60, per_second=0.1)


@dataclass
class Limits:
    """What is left to each key. `spend` says in how many seconds to try again."""

    clock: Callable[[], datetime]
    _tokens: Counts = field(default_factory=OrderedDict)
    _origins: Counts = field(default_factory=OrderedDict)
    _files: Counts = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def spend(self, token: str, origin: str | None, cost: float) -> int | None:
        """Take the cost of one request and return None, or the seconds to wait when there is not enough left.

        `origin` is what `bot.origin` counts the network address as. Who floods from one takes nothing of a conversation,
        so made-up conversations push nobody's count out of memory.
        """
        with self._lock:
            wait = self._take(self._origins, origin, ADDRESS, cost) if origin else 0.0
            wait = wait or self._take(self._tokens, token, TOKEN, cost)
        return None if wait == 0 else int(wait) + 1

    def spend_file(self, origin: str | None) -> int | None:
        """Take one file of a network address, before it is read; or return the seconds to wait."""
        if not origin:
            return None
        with self._lock:
            wait = self._take(self._files, origin, FILES, 1.0)
        return None if wait == 0 else int(wait) + 1

    def _take(self, counts: Counts, key: str, allowance: Allowance, cost: float) -> float:
        now = self.clock()
        left, since = counts.pop(key, (allowance.burst, now))
        left = min(allowance.burst, left + max(0.0, (now - since).total_seconds()) * allowance.per_second)
        enough = left >= cost
        counts[key] = (left - cost if enough else left, now)
        if len(counts) > MAX_KEYS:
            counts.popitem(last=False)
        return 0.0 if enough else (cost - left) / allowance.per_second
