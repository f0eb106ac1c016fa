"""A person, or a machine, that writes more than anybody can read: past a limit no reply is sent, since each is billed."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class Flood:
    """Counts messages of each writer in this process. The limit is far above thirty in ten seconds, which are answered."""

    clock: Callable[[], datetime]
    most: int = 90
    span: timedelta = timedelta(seconds=60)
    remembered: int = 5000
    _seen: "OrderedDict[str, deque[datetime]]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def over(self, writer: str) -> bool:
        """Count one message and return whether it is past the limit."""
        now = self.clock()
        with self._lock:
            times = self._seen.setdefault(writer, deque(maxlen=self.most + 1))
            self._seen.move_to_end(writer)
            if len(self._seen) > self.remembered:
                self._seen.popitem(last=False)
            times.append(now)
            return len(times) > self.most and now - times[0] < self.span
