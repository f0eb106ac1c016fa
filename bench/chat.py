"""Open widgets and people who type, on one process of `catalina serve` as it comes: how long a reply takes, what it holds.

Run: `python -m bench chat`, with `--idle=2000`, `--typing=200` or `--seconds=60` to change it. Two rounds: idle widgets that
ask nothing but once in five minutes, when they are looked at again, and the worst that may be, all of them waiting for a
person and asking each thirty seconds. A time is counted from when the request was due, also where an earlier one was late.
"""

import asyncio
import json
import random
import resource
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.databases import asked
from bench.load import SAID, Requests
from bench.turn import Server, _prepare, serving
from bot.channels.web_request import new_token
from bot.cli.serve import FACTORY

EVERY_S = 15.0  # a person types a message about so often
LOOKED_AT_S, WAITING_S = 300.0, 30.0
TARGET_P95_MS, TARGET_MB = 500.0, 400.0


@dataclass
class Lane:
    """One browser: its conversation and the connection that it keeps open."""

    port: int
    token: str = field(default_factory=new_token)
    sent: int = 0
    despues: int = 0
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def say(self) -> int:
        """Send the next message and return the status of the answer."""
        texto = SAID[self.sent % len(SAID)]
        self.sent += 1
        return await self._post("/api/chat", {"cid": f"c{self.sent}", "texto": texto})

    async def poll(self) -> int:
        """Ask for news and return the status of the answer."""
        return await self._post("/api/chat/poll", {})

    async def _post(self, path: str, said: dict[str, str]) -> int:
        body = json.dumps({**said, "token": self.token, "despues": self.despues}).encode()
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
        for _ in range(2):  # a browser opens another connection where the server has closed the idle one
            try:
                if self.writer is None:
                    self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
                self.writer.write(head.encode() + body)
                return await self._answer()
            except (OSError, asyncio.IncompleteReadError):
                self.writer = None
        return 0

    async def _answer(self) -> int:
        assert self.reader is not None
        head = await self.reader.readuntil(b"\r\n\r\n")
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        body = await self.reader.readexactly(int(lengths[0].split(b":")[1]))
        status = int(head[9:12])
        if status == 200:
            messages = json.loads(body)["mensajes"]
            self.despues = messages[-1]["seq"] if messages else self.despues
        return status

    def close(self) -> None:
        """Close the connection."""
        if self.writer is not None:
            self.writer.close()


@dataclass
class Figures:
    """What one round found."""

    replies_ms: list[float] = field(default_factory=list)
    polls_ms: list[float] = field(default_factory=list)
    failed: int = 0
    peak_mb: float = 0.0


def main(flags: Sequence[str] = ()) -> None:
    """Measure and print."""
    idle, typing, seconds = asked(flags, "idle", 2000), asked(flags, "typing", 200), asked(flags, "seconds", 60)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # a connection a widget, here and in the server
    with TemporaryDirectory() as name:
        url = f"sqlite:///{name}/chat.db"
        _prepare(url)
        with serving("producto", FACTORY, url, Path(name), Requests()) as server:
            rounds = asyncio.run(_measured(server, idle, typing, seconds))
    _print(rounds, f"{idle} abiertos, {typing} escriben cada {EVERY_S:.0f} s, {seconds} s por ronda")


async def _measured(server: Server, idle: int, typing: int, seconds: float) -> dict[str, Figures]:
    widgets, people = ([Lane(server.port) for _ in range(n)] for n in (idle, typing))
    gate = asyncio.Semaphore(16)

    async def begin(lane: Lane) -> None:
        async with gate:
            await lane.say()

    await asyncio.gather(*(begin(lane) for lane in (*widgets, *people)))
    rounds = {
        "quietos": await _round(server, widgets, people, LOOKED_AT_S, seconds),
        "todos esperan": await _round(server, widgets, people, WAITING_S, seconds),
    }
    for lane in (*widgets, *people):
        lane.close()
    return rounds


async def _round(server: Server, widgets: list[Lane], people: list[Lane], poll_s: float, seconds: float) -> Figures:
    figures, end = Figures(), perf_counter() + seconds
    watch = asyncio.create_task(_watch(server, figures, end))
    await asyncio.gather(
        *(_repeat(lane, lane.say.__name__, EVERY_S, end, figures) for lane in people),
        *(_repeat(lane, lane.poll.__name__, poll_s, end, figures) for lane in widgets),
    )
    await watch
    return figures


async def _repeat(lane: Lane, what: str, every_s: float, end: float, figures: Figures) -> None:
    due = perf_counter() + random.random() * every_s
    while due < end:
        await asyncio.sleep(max(0.0, due - perf_counter()))
        status = await (lane.say() if what == "say" else lane.poll())
        took = (perf_counter() - due) * 1000
        (figures.replies_ms if what == "say" else figures.polls_ms).append(took)
        figures.failed += status != 200
        due += every_s * random.uniform(0.7, 1.3)


async def _watch(server: Server, figures: Figures, end: float) -> None:
    while perf_counter() < end:
        figures.peak_mb = max(figures.peak_mb, server.memory_mb())
        await asyncio.sleep(1)


def _print(rounds: dict[str, Figures], what: str) -> None:
    print(what)
    names = ("respuestas", "p50 ms", "p95 ms", "p99 ms", "consultas", "p95 ms", "fallos", "MB")
    print(f"{'':16}" + "".join(f"{name:>12}" for name in names))
    for name, found in rounds.items():
        replies = [_at(found.replies_ms, share) for share in (0.5, 0.95, 0.99)]
        row = (
            len(found.replies_ms),
            *replies,
            len(found.polls_ms),
            _at(found.polls_ms, 0.95),
            found.failed,
            found.peak_mb,
        )
        print(f"{name:16}" + "".join(f"{value:12.0f}" for value in row))
    print(f"{'meta':16}{'':24}{TARGET_P95_MS:12.0f}{'':36}{0:12}{TARGET_MB:12.0f}")


def _at(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)] if times else 0.0
