"""`catalina plazo`: the legal due date of a petition, with every day that was not counted."""

import json
from datetime import date, datetime

import click

from bot.cli.opening import open_services
from bot.refusals import Refused
from knowledge.plazos import FueraDelCalendario, Plazo, TipoDesconocido, vencimiento


@click.command()
@click.argument("tipo")
@click.argument("fecha")
@click.option("--json", "as_json", is_flag=True, help="la respuesta en JSON")
def plazo(tipo: str, fecha: str, as_json: bool) -> None:
    """Dice cuándo vence una petición recibida ese día, y por qué.

    \b
    Ejemplos:
      catalina plazo general 2026-03-30
      catalina plazo informacion 2026-12-23 --json
    """
    received = _date(fecha)
    catalogo = open_services().current.get().catalogo
    if catalogo.calendario is None:
        raise Refused("No hay festivos cargados. Escribe: catalina init")
    try:
        found = vencimiento(tipo, received, catalogo.calendario, catalogo.terminos)
    except (TipoDesconocido, FueraDelCalendario) as error:
        raise Refused(str(error)) from None
    click.echo(_as_json(found) if as_json else _as_text(received, found))


def _date(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise Refused(f"«{text}» no es una fecha. Escríbela así: 2026-03-30 (año-mes-día).") from None


def _as_json(found: Plazo) -> str:
    skipped = [{"fecha": day.isoformat(), "motivo": why} for day, why in found.omitidos]
    return json.dumps(
        {"vence": found.vence.isoformat(), "dias_habiles": found.dias_habiles, "omitidos": skipped}, ensure_ascii=False
    )


def _as_text(received: date, found: Plazo) -> str:
    lines = [
        f"Recibida el {received.isoformat()}, vence el {found.vence.isoformat()}: {found.dias_habiles} días hábiles, contados desde el día siguiente.",
        "No se contaron:",
        *(f"  {day.isoformat()}  {why}" for day, why in found.omitidos),
    ]
    return "\n".join(lines if found.omitidos else lines[:1])
