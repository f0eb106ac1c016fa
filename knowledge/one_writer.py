"""SQLite has one writer. Inside a process threads take turns here: it is fair, polling the file's lock is not.

Forcing the log to the disk costs as much as a good part of a turn. So whoever gets the writer also carries out what
others left waiting, each piece inside its own savepoint, and commits once for all. Nobody is told «done» before that
commit. A piece that raises is undone alone; a transaction that fails fails for all, and each keeps its message.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection

from knowledge.outage import Unavailable, translated

T = TypeVar("T")
Transaction = Callable[[], AbstractContextManager[Connection]]
MOST = 32  # pieces in one transaction: the first must not wait long for the last


@dataclass(eq=False, slots=True)
class _Piece:
    """What one thread wants done, and what became of it."""

    work: Callable[[Connection], Any]
    result: Any = None
    error: Exception | None = None
    committed: bool = False
    ended: threading.Event = field(default_factory=threading.Event)

    def outcome(self) -> Any:
        """Return what the work gave; raise what it raised, or that it was never committed."""
        if self.error is not None:
            raise self.error
        if not self.committed:
            raise Unavailable("the transaction was broken off")
        return self.result

    def try_in(self, db: Connection) -> None:
        """Do the work inside a savepoint; what it raises undoes it alone and is kept for whoever waits for it."""
        driver: Any = db.connection.driver_connection
        driver.execute("SAVEPOINT piece")
        try:
            with translated():
                self.result = self.work(db)
        except Exception as error:  # noqa: BLE001 - handed to the thread that waits
            self.error = error
            driver.execute("ROLLBACK TO piece")
        driver.execute("RELEASE piece")


@dataclass
class OneWriter:
    """The right to write to one SQLite file. `patience_s` is how long a thread waits for it."""

    patience_s: float
    _right: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _waiting: deque[_Piece] = field(default_factory=deque, repr=False)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the right to write.

        Raises:
            Unavailable: another thread held it for too long.
        """
        if not self._right.acquire(timeout=self.patience_s):
            raise Unavailable("another thread holds the database")
        try:
            yield
        finally:
            self._right.release()

    def share(self, work: Callable[[Connection], T], transaction: Transaction) -> T:
        """Do the work in a transaction that may hold the work of other threads; return once it is committed.

        Raises:
            Unavailable: nobody could write; nothing was done.
        """
        piece = _Piece(work)
        self._waiting.append(piece)
        try:
            with self.alone():
                while not piece.ended.is_set():
                    self._carry_out(transaction)
        except Unavailable:
            self._withdraw(piece)
        return piece.outcome()  # type: ignore[no-any-return]

    def _withdraw(self, piece: _Piece) -> None:
        """Take back what nobody has begun; wait for the end of what somebody has."""
        try:
            self._waiting.remove(piece)
        except ValueError:
            piece.ended.wait()
        else:
            raise Unavailable("another thread holds the database")

    def _carry_out(self, transaction: Transaction) -> None:
        pieces = self._next()
        try:
            with transaction() as db:
                if len(pieces) == 1:
                    pieces[0].result = pieces[0].work(db)  # alone it needs no savepoint: the transaction is one
                else:
                    for piece in pieces:
                        piece.try_in(db)
            for piece in pieces:
                piece.committed = True
        except Exception as error:  # noqa: BLE001 - handed to every thread that waits
            for piece in pieces:
                piece.error = error
        finally:
            for piece in pieces:
                piece.ended.set()

    def _next(self) -> list[_Piece]:
        pieces: list[_Piece] = []
        while self._waiting and len(pieces) < MOST:
            try:
                pieces.append(self._waiting.popleft())
            except IndexError:  # its thread has just taken it back
                break
        return pieces
