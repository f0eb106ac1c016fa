"""Import the JSON that the national register of trámites (SUIT) exports, with a line for every value of it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from knowledge import tramites
from knowledge.importers.hojas import save
from knowledge.importers.problem import FileProblem, Problem
from knowledge.importers.report import Options, Report, Tools
from knowledge.importers.suit_ficha import tramite
from knowledge.importers.suit_report import account
from knowledge.values import Tramite

Record = dict[str, Any]

BY_HAND = (
    "titulo_corto",
    "slug",
    "tema",
    "dependencia",
    "dependencia_id",
    "dependencias_posibles",
    "no_confundir_con",
    "nombre_en",
    "titulo_corto_en",
)


def import_suit(db: Session, file: str, data: bytes, options: Options, tools: Tools) -> Report:
    """Import an export whole or not at all. The notes are the report, one line a leaf. Never commits."""
    content = _content(file, data)
    problems = tuple(_problems(file, content["tramites"]))
    if problems:
        return Report(problems=problems)
    outcomes = tuple(save(db, _known(db, tramite(item, tools.ciudad)), options) for item in content["tramites"])
    return Report(outcomes, notes=tuple(str(leaf) for leaf in account(content, tools.ciudad)))


def _known(db: Session, new: Tramite) -> Tramite:
    """Keep what people wrote by hand about a record that is already here: the register does not know it."""
    versions = tramites.history(db, new.id)
    if not versions:
        return new
    old = tramites.value(versions[0])
    kept = {name: getattr(old, name) for name in BY_HAND}
    return replace(new, **kept, alias=tuple(dict.fromkeys((*old.alias, *new.alias))))


def _content(file: str, data: bytes) -> Record:
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FileProblem(Problem(file, None, None, "no es un JSON en UTF-8. Vuelve a exportarlo.")) from error
    if isinstance(content, list):
        content = {"tramites": content}
    if not isinstance(content, dict) or not isinstance(content.get("tramites"), list):
        raise FileProblem(Problem(file, None, None, "debe traer una lista «tramites», como la exporta SUIT."))
    return content


def _problems(file: str, items: list[Any]) -> Iterator[Problem]:
    for number, item in enumerate(items, start=1):
        for name in ("titulo", "proposito"):
            if not isinstance(item, dict) or not isinstance(item.get(name), str) or not item[name].strip():
                yield Problem(file, number, name, "falta, o no es un texto.")
