"""The roll-up of turns: which closed days must be counted, and the count, a day at a time.

Safe to break off, to repeat and to run twice at once. Who there is and on which day each is new is written first and in
one transaction; then each day, in a short one of its own, with what it was counted from: a day that was not reached is
still due. Reading holds no lock, so no citizen waits for it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import numpy as np
from sqlalchemy import Connection

from knowledge.cifras import DIA, Clave
from knowledge.db import Database
from notifier.cifras import TURNOS, VERSION
from notifier.cifras.cells import PERSON_ID, Conteo, count, packed
from notifier.cifras.measures import Reglas
from notifier.cifras.periods import UN_DIA
from notifier.cifras.storing import Sitio, fingerprint, known, person_ids, replace_cells, replace_newcomers
from notifier.cifras.talks import AFTER, BEFORE
from notifier.cifras.turns import counts, first_day, read_turns

LONGEST_RUN = 31  # days counted in one reading


def roll_turns(database: Database, reglas: Reglas, yesterday: date, now: datetime) -> int:
    """Count every closed day that was not counted yet, or whose rows changed since. Returns how many days.

    Raises:
        Unavailable: the database does not answer; the days that were written stay written.
    """
    done = 0
    with database.reading() as db:
        due = due_days(db, yesterday)
    for run in runs(sorted(due)):
        with database.reading() as db:
            conteo = count(read_turns(db, run[0], run[-1]), run[0], run[-1], reglas)
        _write(database, conteo, [(day, due[day]) for day in run], now)
        done += len(run)
    return done


def due_days(db: Connection, yesterday: date) -> dict[date, str]:
    """Return the days to count and what their rows look like now: theirs, and those of the days they depend on."""
    first = first_day(db)
    if first is None or first > yesterday:
        return {}
    seen = counts(db, first - BEFORE * UN_DIA, yesterday)
    before = known(db, DIA, TURNOS)
    found = {}
    for n in range((yesterday - first).days + 1):
        day = first + n * UN_DIA
        huella = fingerprint([seen.get(day + k * UN_DIA, (0, 0)) for k in range(-BEFORE, AFTER + 1)])
        if before.get(day) != (huella, VERSION):
            found[day] = huella
    return found


def runs(days: Sequence[date]) -> Iterable[Sequence[date]]:
    """Return days that follow each other as stretches to be read at once."""
    found: list[list[date]] = []
    for day in days:
        if found and day - found[-1][-1] == UN_DIA and len(found[-1]) < LONGEST_RUN:
            found[-1].append(day)
        else:
            found.append([day])
    return found


def _write(database: Database, conteo: Conteo, days: Sequence[tuple[date, str]], now: datetime) -> None:
    with database.writing() as db:
        numbers, changed = person_ids(db, conteo.vistas, conteo.primera)
        for day in sorted(changed | {day for day, _ in days}):
            replace_newcomers(db, day, now)
    cells = _by_day(conteo, numbers)
    for day, huella in days:
        with database.writing() as db:
            replace_cells(db, Sitio(DIA, TURNOS, day), cells.get(day, {}), huella, now)


def _by_day(conteo: Conteo, numbers: Sequence[int]) -> dict[date, dict[Clave, tuple[dict[str, int], bytes | None]]]:
    found: dict[date, dict[Clave, tuple[dict[str, int], bytes | None]]] = {}
    number_of = np.array(numbers, PERSON_ID)
    for (day, clave), medidas in conteo.medidas.items():
        places = conteo.personas.get((day, clave))
        ids = packed(number_of[np.frombuffer(places, PERSON_ID)]) if places else None
        found.setdefault(day, {})[clave] = (dict(medidas), ids)
    return found
