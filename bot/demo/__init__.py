"""Invented use for a demonstration: what Catalina's screens show of three months of a city that does not exist.

`guiones` (what people say) → `ensayo` (the real flows are asked once what each turn leaves) → `ritmo` (how many write, and
when; pure) → `charlas` and `relevos` (rows of turns; pure) → `casos`, `avisos`, `denuncias` (through the real writers) →
`escribir` (the one that writes). Every day has dice of its own, so the same day is the same in every run.

Nothing of it can be sent: addresses begin with «demo:» and are marked dead, what «went out» is in a final state, and reports of
figures that were invented go to nobody (`bot.reportes.correo.anotar`).
"""

import random

SEED = 2026
EVENT = "demo"  # the row of `events` that marks the database; `notifier.cifras.telling.inventado` reads it
INVENTADO = "(inventado)"
BY = "catalina demo"


def dice(*parts: object) -> random.Random:
    """Return dice that fall the same for the same parts."""
    return random.Random(f"{SEED}:{parts}")  # noqa: S311 - invented use, nothing is kept secret by it
