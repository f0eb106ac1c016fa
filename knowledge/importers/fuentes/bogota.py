"""Public facts of Bogotá, from its 2024 report. Every text names Bogotá: none may be taken for Cartagena's."""

from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.importers.fuentes.dato import BOGOTA, calm, dato, money, number
from knowledge.importers.fuentes.organizacion import slug
from knowledge.importers.fuentes.read import source

Record = dict[str, Any]

CONTRAPARTIDA = "El monto incluye la contrapartida de la propia ciudad de Bogotá."
SUMA_NUESTRA = "Es una suma nuestra a partir de la tabla 5 del informe de Bogotá."


def ods(rows: Iterable[Record]) -> Iterator[Record]:
    """Return table 1: interactions and money by goal."""
    for row in rows:
        text = (
            f"En Bogotá, en 2024, el ODS {row['ods']} ({row['nombre']}) tuvo {row['total_interacciones']} interacciones "
            f"de cooperación y {money(row['monto_total'])}"
        )
        warning = CONTRAPARTIDA if float(row["monto_total"]) else None
        yield _fact(f"ods-{row['ods']}", "ODS de Bogotá", text, row, warning)


def cooperantes(rows: Iterable[Record]) -> Iterator[Record]:
    """Return table 2: interactions by cooperating body, as the report writes them."""
    for row in rows:
        text = f"En Bogotá, en 2024, {calm(row['nombre'])} tuvo {_times(row['interacciones'])} de cooperación"
        doubt = row["posible_misma_entidad"]
        warning = f"Puede ser la misma entidad que otras del informe ({doubt}). Sin verificar." if doubt else None
        yield _fact(f"cooperante-{row['no']}", "cooperantes de Bogotá", text, row, warning)


def entidades(rows: Iterable[Record]) -> Iterator[Record]:
    """Return table 3: interactions by entity of Bogotá."""
    for row in rows:
        text = f"En Bogotá, en 2024, {calm(row['entidad'])} tuvo {_times(row['interacciones'])} de cooperación"
        yield _fact(f"entidad-{slug(row['entidad'])}", "entidades de Bogotá", text, row, None)


def tipos(rows: Iterable[Record]) -> Iterator[Record]:
    """Return table 4: millions by kind of action. Its subtotals are rounded apart."""
    for order, row in enumerate(rows, start=1):
        kind = row["tipo_colaboracion"] or "todo"
        kind = "subtotal" if kind == "Sub Total" else kind
        text = f"En Bogotá, en 2024, {row['tipo_accion']} ({kind}): {number(row['valor_millones'])} millones de pesos"
        warning = (
            "La tabla redondea: sus renglones suman 1 millón más que el total." if row["es_subtotal"] == "si" else None
        )
        yield _fact(f"tipo-{order}", "tipos de cooperación de Bogotá", text, row, warning or CONTRAPARTIDA)


def aportes(rows: Iterable[Record]) -> Iterator[Record]:
    """Return table 5: each contribution with its counterpart."""
    for row in rows:
        text = (
            f"En Bogotá, en 2024, {calm(row['cooperante_tabla2'])} aportó {money(row['aporte_cooperante'])} con "
            f"{calm(row['entidad'])} (contrapartida de Bogotá: {money(row['contrapartida'])})"
        )
        yield _fact(f"aporte-{row['no']}", "aportes a Bogotá", text, row, _doubt_of_contribution(row))


def derivados(rows: Iterable[Record], kind: str) -> Iterator[Record]:
    """Return our own sums of table 5, said as ours."""
    for row in rows:
        text = (
            f"En Bogotá, en 2024, {calm(row[kind])} sumó {money(row['total'])}: {money(row['aporte_cooperante'])} de cooperantes "
            f"y {money(row['contrapartida'])} de contrapartida"
        )
        cited = {**row, "fuente": "003_9e0d3184b0ca2abc.txt", "lineas": "643-708"}
        yield _fact(f"suma-{kind}-{slug(row[kind])}", "sumas de cooperación de Bogotá", text, cited, SUMA_NUESTRA)


def objetivos(rows: Iterable[Record]) -> Iterator[Record]:
    """Return the share of each goal of Bogotá's plan."""
    for row in rows:
        share = f"{number(row['pct_impreso'])} %" if row["pct_impreso"] else "sin porcentaje en el informe"
        text = f"En Bogotá, en 2024, el objetivo «{row['nombre']}» tuvo {share} de los recursos de cooperación"
        warning = "Los porcentajes del informe suman 99,95 %. Incluyen la contrapartida de Bogotá."
        yield _fact(f"objetivo-{row['objetivo']}", "plan de desarrollo de Bogotá", text, row, warning)


def programas(rows: Iterable[Record]) -> Iterator[Record]:
    """Return the programmes of Bogotá's plan that the report cites."""
    for row in rows:
        text = f"El informe 2024 de Bogotá cita el programa {row['codigo']} «{row['programa']}»".replace("  ", " ")
        yield _fact(f"programa-{slug(row['programa'])[:50]}", "plan de desarrollo de Bogotá", text, row, None)


def cideu(rows: Iterable[Record]) -> Iterator[Record]:
    """Return the activities with CIDEU, without the names of who went."""
    for row in rows:
        activity = row["actividad"].rstrip(".")
        text = f"Bogotá, 2024, con CIDEU: {activity}. CIDEU invirtió {number(row['inversion_cideu_eur'])} euros"
        warning = "El informe habla de 11 proyectos por 18.660 euros. Su tabla trae 7 que suman 6.780."
        yield _fact(f"cideu-{row['no']}", "CIDEU en Bogotá", text, row, warning)


def hechos(rows: Iterable[Record]) -> Iterator[Record]:
    """Return the facts about networks, commissions and projects."""
    for row in rows:
        amount = f": {number(row['valor'])} {row['unidad'].replace('COP', 'pesos')}" if row["valor"] else ""
        text = f"Bogotá, {row['tema']}. {row['hecho']}{amount}"
        yield {
            **_fact(f"hecho-{row['id']}", "cooperación de Bogotá", text, row, None),
            "periodo": row["fecha"] or "2024",
        }


def _fact(key: str, topic: str, text: str, row: Record, warning: str | None) -> Record:
    return {**dato(BOGOTA, key, topic, text, "2024", source(row)), "advertencia": warning}


def _doubt_of_contribution(row: Record) -> str | None:
    if float(row["aporte_cooperante"]) == 0:
        return "El aporte del cooperante es cero: solo hay contrapartida de Bogotá."
    if row["aporte_cooperante"] == "11504600.00":
        return "Otra fila del informe tiene el mismo monto. Puede estar contada dos veces."
    if row["cooperante"].startswith("CONSEJER"):
        return "Es una oficina de la propia Bogotá, y el informe la lista como cooperante."
    return None


def _times(count: str) -> str:
    return "1 interacción" if count == "1" else f"{count} interacciones"
