"""`catalina ask`: one question, or a file of them, without a conversation."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import click

from bot.asking import Answer, answer
from bot.cli.failures import YOURS
from bot.cli.opening import open_services
from bot.services import Services


@click.command()
@click.argument("texto", required=False)
@click.option("--json", "as_json", is_flag=True, help="la respuesta en JSON")
@click.option("--stdin", "from_stdin", is_flag=True, help='lee líneas {"id": …, "texto": …} y responde una por línea')
def ask(texto: str | None, as_json: bool, from_stdin: bool) -> None:
    """Responde un mensaje como si fuera el primero de una persona. No guarda nada.

    \b
    Ejemplos:
      catalina ask "cuánto vale el paz y salvo predial"
      printf '{"id":"1","texto":"perdí la cédula"}\\n' | catalina ask --json --stdin
    """
    if from_stdin == bool(texto):
        raise click.UsageError("escribe el mensaje, o usa --stdin y dale las líneas por la entrada")
    services = open_services()
    if texto:
        found = answer(services, texto)
        click.echo(_row(found) if as_json else _plain(found))
    elif not _stream(services, sys.stdin.buffer):
        sys.exit(YOURS)


def _stream(services: Services, source: Iterable[bytes]) -> bool:
    """Answer line by line. Return whether every line could be read."""
    good = True
    for number, raw in enumerate(source, start=1):
        if not raw.strip():
            continue
        asked = _asked(raw)
        if isinstance(asked, str):
            good = False
            click.echo(json.dumps({"error": asked, "linea": number}, ensure_ascii=False))
        else:
            click.echo(_row(answer(services, asked["texto"]), id=asked.get("id")))
    return good


def _asked(raw: bytes) -> dict[str, Any] | str:
    """Return the question of a line, or what is wrong with it."""
    try:
        asked = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return "la línea no está en UTF-8"
    except ValueError:
        return 'la línea no es JSON; escribe {"id": "1", "texto": "…"}'
    if not isinstance(asked, dict) or not isinstance(asked.get("texto"), str):
        return 'falta "texto"; escribe {"id": "1", "texto": "…"}'
    return asked


def _row(found: Answer, **before: Any) -> str:
    return json.dumps({**before, **asdict(found)}, ensure_ascii=False)


def _plain(found: Answer) -> str:
    options = [f"{n}. {title}" for n, title in enumerate(found.opciones, start=1)]
    return "\n".join([found.texto, *([""] if options else []), *options])
