"""The text of a PDF as a reader's program takes it out: glyphs turned into letters by the map that each font brings."""

import re
import zlib
from collections.abc import Iterator, Mapping

STREAM = re.compile(rb"(\d+) 0 obj\s*<<[^\n]*>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
FONT = re.compile(rb"/BaseFont /(\w{6})\+\S+?/ToUnicode (\d+) 0 R")
LINE = re.compile(rb"BT(.*?)ET", re.DOTALL)


def inflated(data: bytes) -> bytes:
    """Return every stream of a PDF, unpacked, one after the other."""
    return b"\n".join(_streams(data).values())


def text_of(data: bytes) -> str:
    """Return the words of a PDF in the order in which they are drawn, lines joined by a space."""
    streams = _streams(data)
    objects = b"\n".join(streams.values())
    fonts = {name: _map(streams[int(number)]) for name, number in FONT.findall(objects)}
    pages = [one for one in streams.values() if b" Tf\n" in one]
    return " ".join(line for page in pages for line in _lines(page, fonts))


def _lines(page: bytes, fonts: Mapping[bytes, Mapping[bytes, str]]) -> Iterator[str]:
    for shown in LINE.findall(page):
        font = re.search(rb"/(\w{6}) [\d.]+ Tf", shown)
        glyphs = b"".join(re.findall(rb"<([0-9a-f]+)>", shown))
        if font:
            yield "".join(fonts[font[1]][glyphs[n : n + 4]] for n in range(0, len(glyphs), 4))


def _map(table: bytes) -> dict[bytes, str]:
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>", table)
    return {glyph: bytes.fromhex(letters.decode()).decode("utf-16-be") for glyph, letters in pairs}


def _streams(data: bytes) -> dict[int, bytes]:
    return {int(number): _unpacked(one) for number, one in STREAM.findall(data)}


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream
