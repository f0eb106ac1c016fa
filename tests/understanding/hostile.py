"""Messages that nobody should send: any Unicode, 1 to 100,000 characters, the same ones for the same seed."""

import random
from collections.abc import Iterator

LONGEST = 100_000
_RANGES = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x5FF), (0x600, 0x6FF), (0x900, 0xDFF), (0x2000, 0x206F), (0x2600, 0x27BF),
    (0x3040, 0x9FFF), (0xAC00, 0xD7A3), (0xE000, 0xF8FF), (0xFDFA, 0xFDFB), (0xFE00, 0xFE0F), (0x1F000, 0x1FAFF), (0xE0000, 0xE007F),
    (0x0, 0x1F),
)  # fmt: skip
_WORDS = (
    "me", "estan", "no", "quiero", "denunciar", "auxilio", "cuanto", "vale", "el", "predial", "paz", "y", "salvo", "emergencia", "de", "la", "policia",
    "radicado", "EXT-AMC-26-0012345", "3001234567", "1.047.123.456", "$ 1.500.000", "12-12-2026", "a@b.co", "📎", "5️⃣", "¿?", "...", "\n", "ʜᴏʟᴀ", "h̷o̷l̷a̷",
)  # fmt: skip


def messages(how_many: int, seed: int) -> Iterator[str]:
    """Yield that many, short ones as often as long ones."""
    dice = random.Random(seed)
    for _ in range(how_many):
        length = int(LONGEST ** dice.random())
        yield dice.choice((_signs, _words, _repeated))(dice, length)[:LONGEST]


def _signs(dice: random.Random, length: int) -> str:
    alphabets = [range(low, high + 1) for low, high in dice.sample(_RANGES, dice.randint(1, 4))]
    return "".join(chr(dice.choice(dice.choice(alphabets))) for _ in range(min(length, 5_000))) * (1 + length // 5_000)


def _words(dice: random.Random, length: int) -> str:
    glue = dice.choice((" ", "", ". ", "\n", "\u200b", "\u0301"))
    return glue.join(dice.choices(_WORDS, k=1 + length // 4))


def _repeated(dice: random.Random, length: int) -> str:
    piece = "".join(dice.choices((*_WORDS, *" .,-@#*_~0123456789aeiouñ"), k=dice.randint(1, 6))) or " "
    return piece * (1 + length // len(piece))
