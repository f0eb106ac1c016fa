"""Lists that can be chosen from, within what a phone can show: 3 buttons of 20 characters or 10 rows of 24."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flows.answers import N_, Choice
from flows.context import Context
from flows.engine import Go
from flows.messages import Option
from flows.routing import flow_of
from knowledge.values import Tramite

BUTTON_CHARS = 20
ROW_CHARS = 24
MAX_ROWS = 10
_WAYS_OUT = (
    ("funcionario", N_("Hablar con alguien")),
    ("tramites", N_("Buscar un trámite")),
    ("menu", N_("Ver el menú")),
)


def listable(context: Context, options: Iterable[Option]) -> Choice:
    """Return a choice that fits: a title too long for a button asks for a list, and a list has four rows or more."""
    rows = list(options)[:MAX_ROWS]
    for flow, title in _WAYS_OUT:
        if _fits_buttons(rows) or len(rows) > 3:
            break
        if flow not in [row.id for row in rows]:
            rows.append(Option(flow, context.t(title)))
    return Choice(tuple(rows))


def _fits_buttons(rows: Sequence[Option]) -> bool:
    return len(rows) <= 3 and all(len(row.title) <= BUTTON_CHARS for row in rows)


def short(text: str, limit: int = ROW_CHARS) -> str:
    """Return the text cut at a word, so that it fits a row."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:.-(")
    return f"{cut}…"


def candidates(inicio: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what the understanding offered: rows of intencion, tramite and titulo."""
    rows: list[dict[str, Any]] = json.loads(inicio.get("opciones") or "[]")
    return rows


def candidate_options(rows: Iterable[Mapping[str, Any]]) -> list[Option]:
    """Return one option for each candidate; its id says where it leads."""
    return [Option(f"{row['intencion']}:{row['tramite'] or ''}", short(str(row["titulo"]))) for row in rows]


def as_candidates(context: Context, records: Iterable[Tramite]) -> str:
    """Return records as what the understanding offers, in the JSON text that a flow begins with."""
    english = context.idioma == "en"
    rows = [
        {"intencion": "tramite", "tramite": r.id, "titulo": (english and r.titulo_corto_en) or r.titulo_corto}
        for r in records
    ]
    return json.dumps(rows, ensure_ascii=False)


def follow(option: str, inicio: Mapping[str, str]) -> Go:
    """Return where an option of `candidate_options`, or the name of a flow, leads.

    The part of the record that was asked for before the record was known goes along.
    """
    intencion, _, tramite = option.partition(":")
    part = {key: inicio[key] for key in ("seccion", "caso") if inicio.get(key)}
    return Go(flow_of(intencion), {"tramite": tramite, **part} if tramite else {})
