"""Public facts of Cartagena: the 2025 bulletin, the 2024-2027 goals, and the history of 2005-2011."""

from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.importers.fuentes.dato import CARTAGENA, dato, money, number
from knowledge.importers.fuentes.read import source

Record = dict[str, Any]

HISTORIA = "Es historia, no un servicio vigente."


def cifras(rows: Iterable[Record]) -> Iterator[Record]:
    """Return the figures of the 2025 bulletin."""
    for row in rows:
        text = f"Cartagena, 2025. {row['indicador']}: {row['operador']} {number(row['valor'])} {row['unidad']}"
        yield dato(CARTAGENA, f"cifra-{row['id']}", "cooperación internacional", text, "2025", source(row))


def metas(rows: Iterable[Record]) -> Iterator[Record]:
    """Return the goals of the development plan."""
    for row in rows:
        text = (
            f"La meta de Cartagena para 2024-2027 es: {row['meta_texto']}. "
            f"El punto de partida eran {row['linea_base']} ({row['periodo_linea_base']})"
        )
        yield dato(CARTAGENA, f"meta-{row['id']}", "metas de cooperación", text, "2024-2027", source(row))


def convenios(rows: Iterable[Record]) -> Iterator[Record]:
    """Return the agreements of 2011, always as history."""
    for row in rows:
        value = f" Valor: {row['valor_texto']}." if row["valor_texto"] else ""
        text = (
            f"Convenio de Cartagena en 2011: {row['nombre'].rstrip('.')}. Para qué: {row['objeto'].rstrip('.')}.{value}"
        )
        fact = dato(CARTAGENA, f"convenio-2011-{row['num']}", "convenios de 2011", text, "2011", source(row))
        yield {**fact, "advertencia": HISTORIA}


def recursos(rows: Iterable[Record]) -> Iterator[Record]:
    """Return the resources of 2005-2011, with the warnings that the overlay holds."""
    for row in rows:
        amount = money(row["valor"]) if row["unidad"] == "COP" else f"{number(row['valor'])} {_unit(row['unidad'])}"
        text = f"Cartagena, {row['periodo']}. {row['concepto'].replace(' (calculado)', '')}: {amount}"
        fact = dato(CARTAGENA, f"recurso-{row['id']}", "cooperación 2005-2011", text, row["periodo"], source(row))
        yield {**fact, "advertencia": HISTORIA}


def logros_y_retos(record: Record) -> Iterator[Record]:
    """Return what the programme of 2008-2011 said it had done and what it left to do."""
    for item in record["logros"]:
        text = f"Logro que reporta el programa de cooperación de Cartagena 2008-2011: {item['texto']}"
        yield _past(record, f"logro-{item['n']}", "logros 2008-2011", text, "2008-2011", item["linea"])
    for item in record["retos_2012"]:
        text = f"Reto que el programa de cooperación de Cartagena dejó para 2012: {item['texto']}"
        yield _past(record, f"reto-{item['n']}", "retos 2012", text, "2012", item["linea"])
    for order, item in enumerate(record["hitos_historicos"], start=1):
        text = f"Cooperación de Cartagena, {item['anio']}. {item['hecho']}"
        yield _past(record, f"historia-{order}", "historia de la cooperación", text, item["anio"], item["linea"])


def redes(rows: Iterable[Record], city: str) -> Record:
    """Return one fact that lists the networks of a city; each one apart is an organisation."""
    mine = [row for row in rows if row["ciudad"] == city]
    names = "; ".join(row["nombre"] for row in mine)
    text = f"Redes y programas de ciudades en que participa {city}: {names}"
    period = "2025" if city == CARTAGENA else "2024"
    return dato(city, "redes", "redes internacionales", text, period, source(mine[0]))


def _past(record: Record, key: str, topic: str, text: str, period: str, line: int) -> Record:
    fact = dato(CARTAGENA, key, topic, text, period, f"fuentes/{record['fuente']}:{line}")
    return {**fact, "advertencia": HISTORIA}


def _unit(unit: str) -> str:
    return {"EUR": "euros"}.get(unit, unit)
