"""`catalina kpi`: the figures of a period as a plain table."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import click
from sqlalchemy import select
from sqlmodel import col

from bot.cli.opening import open_services
from bot.refusals import Refused
from flows.context import BOGOTA
from knowledge.conversaciones import Event
from notifier.kpi import Indicator, indicators
from notifier.kpi_read import read

HEADS = ("indicador", "nombre", "dimension", "valor", "unidad", "numerador", "denominador", "def_v")


@click.command()
@click.option("--desde", help="primer día, 2026-03-01; sin esto, hace 30 días")
@click.option("--hasta", help="último día, 2026-03-31; sin esto, ayer")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def kpi(desde: str | None, hasta: str | None, form: str) -> None:
    """Muestra los indicadores de un periodo de días completos. Lo que se habla por la terminal no cuenta.

    \b
    Ejemplo:
      catalina kpi --desde 2026-03-01 --hasta 2026-03-31 --format csv
    """
    services = open_services()
    now = services.clock()
    until = _day(hasta) if hasta else now.astimezone(BOGOTA).date() - timedelta(days=1)
    since = _day(desde) if desde else until - timedelta(days=29)
    if since > until:
        raise Refused(f"--desde ({since}) va antes de --hasta ({until}).")
    calendario = services.current.get().catalogo.calendario
    forms = frozenset(name for name, spec in services.flows.items() if spec.form and not spec.confidential)
    with services.db.reading() as db:
        invented = db.execute(select(col(Event.id)).where(col(Event.kind) == "demo")).first() is not None
        period = read(db, since, until, forms, lambda day: calendario is None or calendario.motivo(day) is None, now)
    if invented:
        click.echo("DATOS INVENTADOS por «catalina demo»: no son de la ciudad.", err=True)
    click.echo(FORMS[form](indicators(period), since, until))


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise Refused(f"«{text}» no es una fecha. Escríbela así: 2026-03-30 (año-mes-día).") from None


def as_table(found: Sequence[Indicator], since: date, until: date) -> str:
    """Return the figures for the eye."""
    rows = [f"{item.id:>3}  {item.name:<46} {item.text}" for item in found]
    return "\n".join([f"Del {since} al {until}, días completos en Cartagena. Definiciones: docs/operacion.md", *rows])


def as_csv(found: Sequence[Indicator], since: date, until: date) -> str:
    """Return one figure a row, with the point as decimal mark: for programs."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(("desde", "hasta", *HEADS))
    writer.writerows((since, until, *_cells(item)) for item in found)
    return out.getvalue().rstrip("\n")


def as_json(found: Sequence[Indicator], since: date, until: date) -> str:
    """Return the same rows as objects."""
    rows = [dict(zip(HEADS, _cells(item), strict=True)) for item in found]
    return json.dumps({"desde": str(since), "hasta": str(until), "indicadores": rows}, ensure_ascii=False, indent=1)


def _cells(item: Indicator) -> tuple[object, ...]:
    return (
        item.id, item.name, item.dimension, item.value, item.unit, item.numerator, item.denominator, item.version,
    )  # fmt: skip


FORMS = {"table": as_table, "csv": as_csv, "json": as_json}
