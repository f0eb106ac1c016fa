"""Where a request rests while the database cannot take it: an encrypted file, appended and synced before we say 200.

What happens if the process dies on any line: an entry that was acknowledged is whole in the file; a torn one was never
acknowledged. A replay that dies begins again at the first entry: what was taken already is known and harmless.
"""

import fcntl
import json
import logging
import os
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from knowledge.db import Unavailable
from knowledge.sellado import CannotOpen, Sello

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A signed request as it came. `path` is the route's, `at` when it came."""

    path: str
    body: bytes
    at: datetime


Take = Callable[[Kept], None]  # raises Unavailable when the database still does not answer


@dataclass
class Spool:
    """One file of requests, in order. Threads and processes may share it."""

    path: Path
    sello: Sello
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _draining: threading.Lock = field(default_factory=threading.Lock)

    @property
    def empty(self) -> bool:
        """Return whether nothing waits. While something does, what comes must go behind it: order is a person's."""
        try:
            return self.path.stat().st_size == 0
        except OSError:
            return True  # no file, or no folder to have one: the database is asked, and an append says what is wrong

    def append(self, kept: Kept) -> None:
        """Keep a request; on return it is on the disk.

        Raises:
            OSError: the disk is full or gone; nothing was kept.
        """
        with self._exclusive():
            _write(self.path, self._line(kept))

    def reject(self, kept: Kept) -> None:
        """Put aside a request that no retry will help, for somebody to look at."""
        with self._exclusive():
            _write(self.path.with_suffix(".rejected"), self._line(kept))

    def drain(self, take: Take) -> int:
        """Hand each entry to `take`, oldest first, until the file is empty or the database fails. Returns how many."""
        if not self._draining.acquire(blocking=False):
            return 0
        try:
            with _flocked(self.path.with_suffix(".draining"), blocking=False) as mine:
                return self._drain(take) if mine else 0
        finally:
            self._draining.release()

    def _drain(self, take: Take) -> int:
        taken, offset = 0, 0
        while True:
            entry = self._next(offset)
            if entry is None:
                return taken
            line, offset = entry
            kept = self._opened(line)
            if kept is not None:
                try:
                    take(kept)
                except Unavailable:
                    self._forget(offset - len(line))
                    return taken
                taken += 1

    def _next(self, offset: int) -> tuple[bytes, int] | None:
        """Return the line at an offset and where the next begins; empty the file when there is none."""
        with self._exclusive():
            if self.empty:
                return None
            with self.path.open("rb") as file:
                file.seek(offset)
                line = file.readline()
            if not line:
                os.truncate(self.path, 0)
                return None
            return line, offset + len(line)

    def _forget(self, offset: int) -> None:
        """Drop what was taken, so that a long queue is not walked again from its beginning."""
        if offset == 0:
            return
        with self._exclusive():
            rest = self.path.read_bytes()[offset:]
            fresh = self.path.with_suffix(".new")
            fresh.touch(mode=0o600)
            with fresh.open("wb") as file:
                file.write(rest)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)

    def _line(self, kept: Kept) -> bytes:
        words = {"path": kept.path, "body": b64encode(kept.body).decode(), "at": kept.at.isoformat()}
        return self.sello.close(json.dumps(words)).encode() + b"\n"

    def _opened(self, line: bytes) -> Kept | None:
        if not line.endswith(b"\n") or not line.strip():
            return None  # torn by a death in the middle of its writing: nobody was told that we had it
        try:
            words = json.loads(self.sello.open(line.decode().strip()))
        except (CannotOpen, UnicodeDecodeError):
            log.error("an entry of the spool does not open; it stays in the rejected file")
            with self._exclusive():
                _write(self.path.with_suffix(".rejected"), line)
            return None
        return Kept(words["path"], b64decode(words["body"]), datetime.fromisoformat(words["at"]))

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        with self._lock, _flocked(self.path.with_suffix(".lock"), blocking=True):
            yield


@contextmanager
def _flocked(path: Path, *, blocking: bool) -> Iterator[bool]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if blocking else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def _write(path: Path, line: bytes) -> None:
    """Append a line and sync it, on a line of its own also when the one before was torn; undo a half-written one."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        try:
            if os.write(descriptor, (b"\n" if torn else b"") + line) < len(line):
                raise OSError("the disk is full")
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
    if size == 0:
        _sync_directory(path.parent)


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
