"""A picture is stored without what its camera wrote; a file is what its bytes say."""

import struct
import zlib

import pytest

from notifier.files import agrees, kept_as, real_type, without_metadata

GPS = b"10.4236,-75.5519 Samsung"


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


SCAN = segment(0xDA, b"\x01") + b"\x12\xff\x00\x34\xff\xd0\x56"
JPEG = (
    b"\xff\xd8" + segment(0xE0, b"JFIF\0") + segment(0xE1, b"Exif\0\0" + GPS) + segment(0xE2, b"ICC" + GPS) + segment(0xFE, GPS)
    + segment(0xEE, b"Adobe") + segment(0xDB, b"quant") + SCAN + segment(0xC4, b"huff") + SCAN + b"\xff\xd9"
)  # fmt: skip


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", b"\0" * 13)
    + chunk(b"eXIf", GPS)
    + chunk(b"tEXt", GPS)
    + chunk(b"IDAT", b"px")
    + chunk(b"IEND", b"")
)


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(struct.pack("<4sI", k, len(d)) + d + b"\0" * (len(d) % 2) for k, d in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


WEBP = webp((b"VP8X", b"\x0c" + b"\0" * 9), (b"VP8 ", b"pixels"), (b"EXIF", GPS), (b"XMP ", GPS))


@pytest.mark.parametrize(("data", "kind"), [(JPEG, "image/jpeg"), (PNG, "image/png"), (WEBP, "image/webp")])
def test_place_and_camera_are_gone_and_the_picture_stays(data: bytes, kind: str) -> None:
    assert real_type(data) == kind
    assert GPS in data
    clean = without_metadata(data, kind)
    assert GPS not in clean
    assert real_type(clean) == kind
    assert without_metadata(clean, kind) == clean


def test_both_scans_of_a_progressive_picture_stay() -> None:
    assert without_metadata(JPEG, "image/jpeg").count(SCAN) == 2


def test_a_second_picture_glued_behind_the_first_is_gone() -> None:
    assert without_metadata(JPEG + JPEG, "image/jpeg") == without_metadata(JPEG, "image/jpeg")


@pytest.mark.parametrize("cut", range(3, len(JPEG) - 1, 7))
def test_a_broken_picture_is_empty_and_no_crash(cut: int) -> None:
    assert without_metadata(JPEG[:cut], "image/jpeg") == b""


def test_the_webp_no_longer_promises_what_was_taken() -> None:
    clean = without_metadata(WEBP, "image/webp")
    assert clean == webp((b"VP8X", b"\0" * 10), (b"VP8 ", b"pixels"))


@pytest.mark.parametrize("data", [b"", b"MZ\x90", b"<html>", b"PK\x03\x04", b"\x7fELF", b"#!/bin/sh"])
def test_programs_pages_and_archives_are_not_received(data: bytes) -> None:
    assert real_type(data) is None


@pytest.mark.parametrize(
    ("declared", "real", "fine"),
    [
        ("image/jpeg", "image/png", True), ("image/jpeg", "application/pdf", False), ("application/pdf", "image/jpeg", False),
        ("audio/mp4", "video/mp4", True), ("text/x-vcard", "text/vcard", True), ("application/octet-stream", "image/png", True),
        ("application/msword", "application/pdf", False),
    ],
)  # fmt: skip
def test_a_file_must_be_what_it_was_said_to_be(declared: str, real: str, fine: bool) -> None:
    assert agrees(declared, real) is fine


@pytest.mark.parametrize(
    ("data", "declared", "kind"),
    [
        (b"OggS\x00\x02OpusHead", "audio/ogg", "audio/ogg"),
        (b"\x00\x00\x00\x1cftypM4A ", "audio/mp4", "audio/mp4"),
        (b"\x00\x00\x00\x1cftypisom", "audio/mp4", "audio/mp4"),
        (b"\x00\x00\x00\x1cftypisom", "video/mp4", "video/mp4"),
        (b"\xff\xf2\x00", "audio/mpeg", "audio/mpeg"),
    ],
)
def test_a_voice_note_rests_as_sound(data: bytes, declared: str, kind: str) -> None:
    real = real_type(data)
    assert real is not None
    assert agrees(declared, real)
    assert kept_as(declared, real) == kind
