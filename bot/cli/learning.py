"""`catalina entrenar`: learn now what staff wrote and published, and say what the saved questions think of it."""

import sys
from typing import Any

import click

from bot.cli.failures import YOURS
from bot.cli.opening import open_services
from bot.training import Aprendido, bundled, learn

QUE = {
    "igual": "ya estaba al día",
    "activado": "aprendida",
    "detenido": "detenida: el modelo nuevo responde peor y sigue el anterior",
    "descartado": "sigue el modelo anterior, porque el nuevo se descartó",
    "ocupado": "otro proceso la está entrenando; prueba en un minuto",
}
SHOWN = 20


@click.command()
@click.option("--forzar", is_flag=True, help="activa el modelo nuevo aunque responda peor; queda en la auditoría")
def entrenar(forzar: bool) -> None:
    """Aprende ahora de los trámites publicados y de las frases, y hace las preguntas guardadas al modelo nuevo.

    Si el modelo nuevo responde peor que el anterior, queda detenido y el comando termina con 1.

    \b
    Ejemplos:
      catalina entrenar
      catalina entrenar --forzar
    """
    done = learn(open_services(), bundled(), force=forzar)
    click.echo("Comprensión: " + told(done))
    for line in _report(done):
        click.echo(line)
    sys.exit(YOURS if done.que in ("detenido", "ocupado") else 0)


def told(done: Aprendido) -> str:
    """Return what a run did, in one line."""
    trained = f"; {done.modelo.frases} frases" if done.que == "activado" and done.modelo else ""
    return QUE[done.que] + trained


def _report(done: Aprendido) -> list[str]:
    informe = done.modelo.informe if done.modelo else {}
    if "ahora" not in informe:
        return []
    lines = [f"Preguntas guardadas: {_score(informe['ahora'])}"]
    if done.que == "detenido":
        lines += [
            f"El modelo anterior: {_score(informe['antes'])}",
            "Por qué se detuvo: " + "; ".join(informe["motivos"]),
        ]
    worse = informe["peores"]
    lines += [f"  peor: «{item['pregunta']}» → {item['ahora']} (antes {item['antes']})" for item in worse[:SHOWN]]
    if informe["fuera"]:
        lines.append("Sin preguntar, porque su trámite no está publicado: " + ", ".join(informe["fuera"]))
    return lines


def _score(counted: dict[str, Any]) -> str:
    right = counted["bien"] + counted["ofrecida"]
    share = 100 * right / counted["preguntas"] if counted["preguntas"] else 0
    return f"{right} de {counted['preguntas']} bien ({share:.0f} %), {counted['mal']} a otro tema"
