"""What a file really is, by its first bytes, and pictures without what cameras write into them. Pure."""

import struct
from collections.abc import Iterator

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (8, b"WEBP", "image/webp"),
    (0, b"GIF8", "image/gif"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"OggS", "audio/ogg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf2", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (4, b"ftypM4A ", "audio/mp4"),
    (4, b"ftypM4B ", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"BEGIN:VCARD", "text/vcard"),
)
_FAMILIES = {
    "audio/mp4": "video/mp4",
    "video/3gpp": "video/mp4",
    "audio/m4a": "video/mp4",
    "text/x-vcard": "text/vcard",
}


def real_type(data: bytes) -> str | None:
    """Return the type that the bytes show, None for what is not received: programs, web pages, archives, unknown."""
    return next((kind for at, mark, kind in _MAGIC if data[at : at + len(mark)] == mark), None)


def kept_as(declared: str, real: str) -> str:
    """Return the type under which a file rests: sound and moving pictures share one wrapper, which its sender names."""
    return "audio/mp4" if real == "video/mp4" and declared.startswith("audio/") else real


def agrees(declared: str, real: str) -> bool:
    """Return whether a file is what the provider said, or at least of its family."""
    declared, real = _FAMILIES.get(declared, declared), _FAMILIES.get(real, real)
    return (
        declared in (real, "application/octet-stream")
        or declared.partition("/")[0] == real.partition("/")[0] != "application"
    )


def without_metadata(data: bytes, real: str) -> bytes:
    """Return a picture without place, camera or comments; other files as they are. A broken picture comes back empty."""
    try:
        match real:
            case "image/jpeg":
                return b"\xff\xd8" + b"".join(_jpeg_kept(data))
            case "image/png":
                return data[:8] + b"".join(_png_kept(data))
            case "image/webp":
                return _webp(b"".join(_webp_kept(data)))
            case _:
                return data
    except (struct.error, IndexError, ValueError):
        return b""


def _jpeg_kept(data: bytes) -> Iterator[bytes]:
    # APP0 is the JFIF header and APP14 says how colours are coded; the other APPs and COM are what people do not see.
    # Nothing behind the first end of image is kept: phones glue a second picture there, with its own place and camera.
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker where one must be")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            yield data[at : at + 2]
            return
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        end = at + 2 + length if marker != 0xDA else _scan_end(data, at + 2 + length)
        if length < 2 or end > len(data):
            raise ValueError("a segment that cannot be")
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            yield data[at:end]
        at = end


def _scan_end(data: bytes, at: int) -> int:
    """Return where the coded picture that begins here ends: at a marker that is neither stuffing nor a restart."""
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] == 0x00 or 0xD0 <= data[at + 1] <= 0xD7 or data[at + 1] == 0xFF:
            at += 1 if data[at + 1] == 0xFF else 2
        else:
            return at


_PNG_HIDDEN = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})


def _png_kept(data: bytes) -> Iterator[bytes]:
    at = 8
    while True:
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        chunk = data[at : at + 12 + length]
        if len(chunk) < 12 + length:
            raise ValueError("the picture ends in the middle of a chunk")
        if kind not in _PNG_HIDDEN:
            yield chunk
        if kind == b"IEND":
            return
        at += 12 + length


def _webp_kept(data: bytes) -> Iterator[bytes]:
    (size,) = struct.unpack("<I", data[4:8])
    at, end = 12, min(8 + size, len(data))
    while at + 8 <= end:
        kind, length = struct.unpack("<4sI", data[at : at + 8])
        chunk = data[at : at + 8 + length + length % 2]
        if kind == b"VP8X":  # its flags must not promise what is taken away
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if kind not in (b"EXIF", b"XMP "):
            yield chunk
        at += len(chunk)


def _webp(chunks: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks
