"""A month, published once: its cells cut into blocks (`hiding`), and then never changed by what comes late.

Published again after a late row, the difference of the two would tell whose it was. The panel counts late rows; the public
month stands as it was made, `WAIT` days after it ended, when the week that tells what was solved is over.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, select
from sqlmodel import col

from knowledge.cifras import CUALQUIERA, DIA, MES, PUBLICADO, TODAS, TRAMO, CeldaRow, Clave
from knowledge.db import Database
from notifier.cifras import ATENCION, AVISOS, CONTENIDO, DENUNCIAS, ENVIOS, NUEVAS, SOLICITUDES, SONDAS, TURNOS
from notifier.cifras.cells import Medidas, cubed, details, holders, members, read, union
from notifier.cifras.hiding import COARSER, ENOUGH, OTROS, blocks, grouped, renamed, stretches
from notifier.cifras.periods import UN_DIA, Periodo, last_day, months
from notifier.cifras.storing import Celdas, Sitio, fingerprint, known, replace_cells
from notifier.cifras.talks import AFTER

WAIT = AFTER + 1
LISTS = ("idioma", "hora", "tramite", "abandono", "radicadas", "enviados")  # told for the whole city only
NOTAS = ("nota_catalina", "nota_persona", "nota_solicitud")
WHOLE_CITY = (AVISOS, SONDAS, ENVIOS)


def publish_months(database: Database, yesterday: date, now: datetime) -> list[date]:
    """Publish every month that has waited long enough and was not published. Returns their first days, in order."""
    with database.reading() as db:
        counted, published = known(db, MES, TURNOS), known(db, PUBLICADO, TURNOS)
    ready = [first for first in sorted(counted) if last_day(first) + AFTER * UN_DIA <= yesterday]
    done = []
    for first in ready:
        if first not in published:
            with database.writing() as db:
                publish(db, first, now)
            done.append(first)
    return done


def publish(db: Connection, first: date, now: datetime) -> None:
    """Publish one month in the caller's transaction."""

    def put(grano: str, fuente: str, inicio: date, celdas: Celdas) -> None:
        replace_cells(db, Sitio(grano, fuente, inicio), celdas, fingerprint(sorted(celdas)), now)

    put(PUBLICADO, NUEVAS, first, _read(db, MES, NUEVAS, first))
    put(PUBLICADO, CONTENIDO, first, _read(db, MES, CONTENIDO, first))
    for fuente in WHOLE_CITY:
        whole = _read(db, MES, fuente, first).get(TODAS)
        put(PUBLICADO, fuente, first, {TODAS: whole} if whole else {})
    put(PUBLICADO, ATENCION, first, _by_office(_read(db, MES, ATENCION, first), ("atencion_pedidas",)))
    put(PUBLICADO, SOLICITUDES, first, _by_office(_read(db, MES, SOLICITUDES, first), ("radicadas", "respondidas")))
    put(PUBLICADO, DENUNCIAS, first, _reports(db, first))
    for start, celdas in _days(db, first):
        put(TRAMO, TURNOS, start, celdas)
    put(PUBLICADO, TURNOS, first, turns(_read(db, MES, TURNOS, first)))  # last: it says that the month is out


def turns(celdas: Celdas) -> Celdas:
    """Return the cells of turns as they are published."""
    finest = {cell: one for cell, one in celdas.items() if CUALQUIERA not in cell}
    names = blocks(finest, lambda cells: int(union(_persons(finest, cells)).sum()), COARSER)
    if not names:
        return {}
    medidas = _renamed(finest, names)
    lists = _lists(celdas[TODAS][0])
    _move_ratings(medidas)
    whole = cubed({cell: _without(one, LISTS) for cell, one in medidas.items()})
    whole[TODAS].update(lists)
    sets: dict[Clave, list[bytes]] = defaultdict(list)
    for cell, name in names.items():
        for holder in holders(name):
            sets[holder].extend(_persons(finest, (cell,)))
    return {cell: (one, members(union(sets[cell]))) for cell, one in whole.items()}


def _by_office(celdas: Celdas, weights: Sequence[str]) -> Celdas:
    finest = {cell: one for cell, one in celdas.items() if CUALQUIERA not in cell}
    if not finest:
        return {}
    names = blocks(finest, lambda cells: max(sum(finest[c][0].get(w, 0) for c in cells) for w in weights), COARSER)
    whole = cubed({cell: _without(one, _families(one)) for cell, one in _renamed(finest, names).items()})
    if whole:
        whole[TODAS].update(_lists(celdas[TODAS][0]))
    return {cell: (one, None) for cell, one in whole.items()}


def _renamed(finest: Celdas, names: Mapping[Clave, Clave]) -> dict[Clave, Medidas]:
    found: dict[Clave, Medidas] = defaultdict(Counter)
    for cell, name in names.items():
        found[name].update(finest[cell][0])
    return found


def _move_ratings(medidas: dict[Clave, Medidas]) -> None:
    """Put the ratings of a block that has under five of them with those of another: one alone would name who gave it."""
    for family in NOTAS:
        given = {cell: details(one, family) for cell, one in medidas.items()}
        counts = {"|".join(cell): sum(of.values()) for cell, of in given.items() if of}
        if sum(counts.values()) < ENOUGH:  # in the whole city: they are not told at all
            medidas |= {cell: _without(one, (family,)) for cell, one in medidas.items()}
            continue
        names = grouped(counts)
        small = [cell for cell, of in given.items() if of and names["|".join(cell)] == OTROS]
        home = max(small, key=lambda cell: (cell.tema == OTROS, sum(given[cell].values()), cell), default=None)
        for cell in small:
            for score, n in given[cell].items():
                name = f"{family}|{score}"
                medidas[cell][name] -= n
                medidas[home or cell][name] += n


def _lists(medidas: Mapping[str, int]) -> Medidas:
    """Return the lists of a month for the whole city, the rare values of each as «otros»."""
    found: Medidas = Counter()
    for family in LISTS:
        counts = details(medidas, family)
        found.update(_named(family, renamed(counts, grouped(counts))))
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
    persons = [(day, int(union([ids] if ids else []).sum())) for day, (_, ids) in rows.items()]
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
