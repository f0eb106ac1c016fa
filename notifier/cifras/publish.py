"""A month, published once: its cells cut into blocks (`hiding`), and then never changed by what comes late.

Published again after a late row, the difference of the two would tell whose it was. The panel counts late rows; the public
month stands as it was made, `WAIT` days after it ended, when the week that tells what was solved is over.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial

import numpy as np
from sqlalchemy import Connection, select
from sqlmodel import col

from knowledge.cifras import CUALQUIERA, DIA, MES, PUBLICADO, TODAS, TRAMO, CeldaRow, Clave, HechoRow
from knowledge.db import Database
from notifier.cifras import ATENCION, AVISOS, CONTENIDO, DENUNCIAS, ENVIOS, NUEVAS, SOLICITUDES, SONDAS, TURNOS
from notifier.cifras.cells import PERSON_ID, Medidas, added, cubed, details, holders, members, read, union
from notifier.cifras.hiding import COARSER, ENOUGH, blocks, grouped, renamed, stretches, whole_blocks
from notifier.cifras.measures import CALLADA
from notifier.cifras.periods import UN_DIA, Periodo, last_day, months
from notifier.cifras.storing import Celdas, Sitio, fingerprint, known, replace_cells
from notifier.cifras.talks import AFTER
from notifier.cifras.turns import asking
from notifier.upsert import insert_or_ignore

WAIT = AFTER + 1
LISTS = ("idioma", "hora", "tramite", "abandono", "radicadas", "enviados")  # told for the whole city only
NOTAS = ("nota_catalina", "nota_persona", "nota_solicitud")
WHOLE_CITY = (AVISOS, SONDAS, ENVIOS)


def publish_months(database: Database, yesterday: date, now: datetime) -> list[date]:
    """Publish every month that has waited long enough and was not published. Returns their first days, in order."""
    with database.reading() as db:
        counted, published = known(db, MES, TURNOS), known(db, PUBLICADO, TURNOS)
    ready = [first for first in sorted(counted) if last_day(first) + AFTER * UN_DIA <= yesterday]
    return [first for first in ready if first not in published and publish(database, first, now)]


def publish(database: Database, first: date, now: datetime) -> bool:
    """Publish one month, made of what is counted at one moment. Returns False where another process was before."""
    with database.reading() as db:
        made = list(_month(db, first))
    mark = Sitio(PUBLICADO, TURNOS, first)
    with database.writing() as db:
        if not insert_or_ignore(db, HechoRow, {**mark._asdict(), "huella": "", "version": 0, "at": now}, Sitio._fields):
            return False
        for sitio, celdas in made:
            replace_cells(db, sitio, celdas, fingerprint(sorted(celdas)), now)
    return True


def _month(db: Connection, first: date) -> Iterator[tuple[Sitio, Celdas]]:
    """Yield all that is published of a month."""

    def read_of(fuente: str) -> Celdas:
        return _read(db, MES, fuente, first)

    yield Sitio(PUBLICADO, NUEVAS, first), read_of(NUEVAS)
    yield Sitio(PUBLICADO, CONTENIDO, first), read_of(CONTENIDO)
    for fuente in WHOLE_CITY:
        whole = read_of(fuente).get(TODAS)
        yield Sitio(PUBLICADO, fuente, first), {TODAS: whole} if whole else {}
    yield Sitio(PUBLICADO, ATENCION, first), _by_office(read_of(ATENCION), ("atencion_pedidas",))
    yield Sitio(PUBLICADO, SOLICITUDES, first), _by_office(read_of(SOLICITUDES), ("radicadas", "respondidas"))
    yield Sitio(PUBLICADO, DENUNCIAS, first), _reports(db, first)
    told = turns(read_of(TURNOS), asking(db, Periodo(first, last_day(first))))
    yield Sitio(PUBLICADO, TURNOS, first), told
    for start, celdas in _days(db, first) if told else ():
        yield Sitio(TRAMO, TURNOS, start), celdas


def turns(celdas: Celdas, asking: Mapping[str, int]) -> Celdas:
    """Return the cells of turns as they are published. `asking` is how many persons asked for each trámite."""
    finest = _finest(celdas)
    names = blocks(finest, lambda cells: int(union(_persons(finest, cells)).sum()), COARSER)
    if not names:
        return {}
    whole = cubed({cell: _without(one, (*LISTS, *NOTAS)) for cell, one in _renamed(finest, names).items()})
    for cell, given in _ratings(finest, names):
        whole[cell].update(given)
    whole[TODAS].update(_lists(celdas[TODAS][0], asking))
    sets: dict[Clave, list[bytes]] = defaultdict(list)
    for cell, name in names.items():
        for holder in holders(name):
            sets[holder].extend(_persons(finest, (cell,)))
    return {cell: (one, members(union(sets[cell]))) for cell, one in whole.items()}


def _by_office(celdas: Celdas, weights: Sequence[str]) -> Celdas:
    """Return the cells of what is counted by office; a block has none of a thing, or enough of it."""
    finest = _finest(celdas)
    if not finest:
        return {}

    def weight(cells: Sequence[Clave]) -> int:
        sums = (sum(finest[cell][0].get(name, 0) for cell in cells) for name in weights)
        return min(filter(None, sums), default=0)

    names = blocks(finest, weight, COARSER)
    whole = cubed({cell: _without(one, _families(one)) for cell, one in _renamed(finest, names).items()})
    if whole:
        whole[TODAS].update(_lists(celdas[TODAS][0], {}))
    return {cell: (one, None) for cell, one in whole.items()}


def _finest(celdas: Celdas) -> Celdas:
    return {cell: one for cell, one in celdas.items() if CUALQUIERA not in cell}


def _renamed(finest: Celdas, names: Mapping[Clave, Clave]) -> dict[Clave, Medidas]:
    found: dict[Clave, Medidas] = defaultdict(Counter)
    for cell, name in names.items():
        found[name].update(finest[cell][0])
    return found


def _ratings(finest: Celdas, names: Mapping[Clave, Clave]) -> Iterator[tuple[Clave, Medidas]]:
    """Yield what was rated in each published cell, where that tells of no block with under five ratings.

    Few talks are rated: in the blocks of persons one rating would stand alone and name who gave it. So ratings have blocks of
    their own, and a cell that holds a part of one says nothing of them.
    """
    inside: dict[Clave, list[Clave]] = defaultdict(list)
    for cell, name in names.items():
        for holder in holders(name):
            inside[holder].append(cell)
    for family in NOTAS:
        given = {cell: of for cell, (one, _) in finest.items() if (of := details(one, family))}
        parts = blocks(given, partial(_sum, given), COARSER)
        told = whole_blocks(inside, parts) if parts else set()
        for cell, held in inside.items():
            rated = [one for one in held if one in given]
            if cell in told:
                yield cell, added(_named(family, given[one]) for one in rated)
            elif rated and family == "nota_catalina":
                yield cell, Counter({CALLADA: 1})


def _sum(given: Mapping[Clave, Mapping[str, int]], cells: Iterable[Clave]) -> int:
    return sum(sum(given[cell].values()) for cell in cells)


def _lists(medidas: Mapping[str, int], asking: Mapping[str, int]) -> Medidas:
    """Return the lists of a month for the whole city, the rare values of each as «otros».

    Rare is a trámite for which few persons asked, however often; of the others, what happened few times.
    """
    found: Medidas = Counter()
    for family in LISTS:
        counts = details(medidas, family)
        rare = {one: min(n, asking.get(one, 0)) for one, n in counts.items()} if family == "tramite" else counts
        found.update(_named(family, renamed(counts, grouped(rare))))
    answered = details(medidas, "respondidas")
    names = grouped(answered)
    for family in ("respondidas", "en_termino"):  # of the same requests: told apart alike
        found.update(_named(family, renamed(details(medidas, family), names)))
    found.update(_named("dias_habiles", details(medidas, "dias_habiles")))
    return found


def _named(family: str, counts: Mapping[str, int]) -> dict[str, int]:
    return {f"{family}|{name}": n for name, n in counts.items()}


def _families(medidas: Mapping[str, int]) -> tuple[str, ...]:
    return tuple({name.partition("|")[0] for name in medidas if "|" in name} - {"espera_s"})


def _without(medidas: Mapping[str, int], families: Iterable[str]) -> Medidas:
    gone = tuple(f"{family}|" for family in families)
    return Counter({name: n for name, n in medidas.items() if not name.startswith(gone)})


def _reports(db: Connection, first: date) -> Celdas:
    """Return the reports of the months since those last told, once they are five: until then nothing is said."""
    told = [
        row.inicio
        for row in db.execute(
            select(col(CeldaRow.inicio)).where(
                col(CeldaRow.grano) == PUBLICADO, col(CeldaRow.fuente) == DENUNCIAS, col(CeldaRow.inicio) < first
            )
        )
    ]
    done = known(db, MES, DENUNCIAS)
    since = last_day(max(told)) + UN_DIA if told else min(done, default=first)
    counted: Medidas = Counter()
    for month in months(Periodo(since, last_day(first))):
        counted.update(_read(db, MES, DENUNCIAS, month).get(TODAS, ({}, None))[0])
    if counted["denuncias"] < ENOUGH:
        return {}
    span = f"denuncias_de|{since:%Y-%m}/{first:%Y-%m}"
    return {TODAS: (counted + Counter({span: counted["denuncias"]}), None)}


def _days(db: Connection, first: date) -> Iterator[tuple[date, Celdas]]:
    """Yield the stretches of days of a month, each with enough persons, for the trend of the whole city."""
    rows = {day: _read(db, DIA, TURNOS, day).get(TODAS, ({}, None)) for day in Periodo(first, last_day(first)).days()}
    persons = [(day, frozenset(np.frombuffer(ids or b"", PERSON_ID).tolist())) for day, (_, ids) in rows.items()]
    for stretch in stretches(persons):
        counted: Medidas = Counter({"dias": len(stretch)})
        for day in stretch:
            counted.update({name: rows[day][0].get(name, 0) for name in ("conversaciones", "mensajes")})
        yield stretch[0], {TODAS: (counted, None)}


def _read(db: Connection, grano: str, fuente: str, inicio: date) -> dict[Clave, tuple[dict[str, int], bytes | None]]:
    rows = select(
        col(CeldaRow.canal), col(CeldaRow.dependencia), col(CeldaRow.tema), col(CeldaRow.medidas), col(CeldaRow.personas)
    ).where(col(CeldaRow.grano) == grano, col(CeldaRow.fuente) == fuente, col(CeldaRow.inicio) == inicio)  # fmt: skip
    return {Clave(row.canal, row.dependencia, row.tema): (read(row.medidas), row.personas) for row in db.execute(rows)}


def _persons(celdas: Celdas, cells: Iterable[Clave]) -> list[bytes]:
    return [ids for cell in cells if (ids := celdas[cell][1]) is not None]
