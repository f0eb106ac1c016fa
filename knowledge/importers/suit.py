"""Import the JSON that the national register of trámites (SUIT) exports, with a line for every value of it."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from sqlmodel import Session, select

from knowledge import tramites
from knowledge.contenido import PAQUETE
from knowledge.importers.hojas import keep
from knowledge.importers.hold import hold
from knowledge.importers.problem import FileProblem, Problem
from knowledge.importers.report import Options, Outcome, Report, Tools
from knowledge.importers.suit_ficha import NATIONAL, OWN, tramite
from knowledge.importers.suit_report import account
from knowledge.tramites import HojaRow, HojaVersionRow
from knowledge.values import Tramite

Record = dict[str, Any]

ORIGEN = "suit"
# The plain lines and the parts that say the same: who wrote one of them by hand keeps them all.
SAME_THING = (
    frozenset({"momentos", "requisitos", "pasos"}),
    frozenset({"valores", "costo", "requiere_pago"}),
    frozenset({"tiempo", "termino"}),
    frozenset({"normas", "base_legal"}),
    frozenset({"audiencias", "dirigido_a"}),
)


def import_suit(db: Session, file: str, data: bytes, options: Options, tools: Tools) -> Report:
    """Import an export whole or not at all. The notes are the report, one line a leaf. Never commits."""
    content = _content(file, data)
    problems = tuple(_problems(file, content["tramites"]))
    if problems:
        return Report(problems=problems)
    day = _day(content)
    addresses = dict(db.exec(select(HojaRow.slug, HojaRow.id)).all())
    ids = set(addresses.values())
    read = [_placed(item, tramite(item, tools.ciudad, tools.territorio, day), ids) for item in content["tramites"]]
    problems = tuple(_repeated(file, read))
    if problems:
        return Report(problems=problems)
    there = ids if options.dry_run else hold(db, HojaRow, [new.id for new in read])
    made: list[tuple[Tramite, HojaVersionRow | None]] = []
    doubts: list[str] = []
    notes = [str(leaf) for leaf in account(content, tools.ciudad, tools.territorio)]
    for index, new in enumerate(read):
        known, kept, versions = new, frozenset[str](), tramites.history(db, new.id) if new.id in there else ()
        if versions:
            known, kept = merged(versions, new)
        known = replace(known, slug=_free(known, addresses))
        addresses[known.slug] = known.id
        said = [*_told(new, known, kept)]
        if known.alcance == new.alcance:
            made.append((known, versions[0] if versions else None))
            doubts += [f"«{new.nombre}». {text}" for text in new.campos_no_verificados]
        doubts += [f"«{new.nombre}». {text}" for text in said]
        notes += [f"tramites[{index}]: {text}" for text in said]
    left = (Outcome.SAME,) * (len(read) - len(made))
    return Report((*keep(db, made, options, ORIGEN), *left), notes=tuple(notes), doubts=tuple(doubts))


def merged(versions: Sequence[HojaVersionRow], new: Tramite) -> tuple[Tramite, frozenset[str]]:
    """Return the record as it is to be kept, and the fields in which what people wrote by hand differs from the register.

    `versions`: the newest first. What the register does not know stays as it was.
    """
    old = tramites.value(versions[0])
    if old.alcance == "cartagena" and new.alcance == "nacional":
        return old, frozenset()  # the city's own record says more than another entity's
    hand = by_hand(versions)
    known = (OWN if new.alcance == "cartagena" else NATIONAL) - hand
    taken: Record = {field.name: getattr(new, field.name) for field in fields(Tramite) if field.name in known}
    if "alias" in taken:
        taken["alias"] = tuple(dict.fromkeys((*old.alias, *new.alias)))
    result = replace(old, **taken)
    return result, frozenset(name for name in hand & OWN if getattr(new, name) not in (getattr(old, name), None, ()))


def by_hand(versions: Sequence[HojaVersionRow]) -> frozenset[str]:
    """Return the fields that people have written: changed in a version that neither the register nor the bundle brought."""
    hand: set[str] = set()
    before: Mapping[str, Any] = {}
    for version in reversed(versions):
        if version.origen != ORIGEN and version.author != PAQUETE:
            names = version.contenido.keys() | before.keys()
            hand |= {name for name in names if version.contenido.get(name) != before.get(name)}
        before = version.contenido
    for group in SAME_THING:
        hand |= group if hand & group else set()
    return frozenset(hand)


def _placed(item: Record, new: Tramite, known: Collection[str]) -> Tramite:
    """Return the record under the id by which it is already here."""
    bundled = f"suit-{item.get('fi')}"
    return replace(new, id=bundled) if new.id not in known and bundled in known else new


def _free(record: Tramite, addresses: Mapping[str, str]) -> str:
    """Return a public address that is no other record's."""
    if addresses.get(record.slug, record.id) == record.id:
        return record.slug
    tail = "suit" if record.alcance == "cartagena" else "nacional"
    names = (f"{record.slug}-{tail}", *(f"{record.slug}-{tail}-{number}" for number in range(2, 1000)))
    return next(name for name in names if addresses.get(name, record.id) == record.id)


def _told(new: Tramite, kept: Tramite, hand: Collection[str]) -> Iterator[str]:
    if kept.alcance != new.alcance:
        yield f"La ciudad ya tiene su propia hoja «{kept.nombre}»; no cambia"
    for name in sorted(hand):
        yield f"Se conserva lo escrito a mano en «{name}»; el SUIT dice otra cosa"
    if kept.slug != new.slug and kept.slug.startswith(new.slug):
        yield f"La dirección «{new.slug}» ya es de otra hoja; queda «{kept.slug}»"


def _day(content: Record) -> str | None:
    origin = content.get("_origen")
    day = origin.get("obtenido_en") if isinstance(origin, dict) else None
    return day if isinstance(day, str) else None


def _content(file: str, data: bytes) -> Record:
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # also a number of more figures than Python reads
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
        if isinstance(item, dict):
            yield from _shapeless(file, number, item)


def _shapeless(file: str, number: int, item: Record) -> Iterator[Problem]:
    """Say which lists are none: what follows reads them as the register writes them."""
    for name in ("normativa", "momentos", "puntosAtencion", "audiencias"):
        rows = item.get(name) or []
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            yield Problem(file, number, name, "no es una lista de registros, como la exporta SUIT.")
    for name in ("tiempo_visor", "seguimiento"):
        if not isinstance(item.get(name) or {}, dict):
            yield Problem(file, number, name, "no es un registro, como lo exporta SUIT.")


def _repeated(file: str, read: Sequence[Tramite]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for number, record in enumerate(read, start=1):
        if first.setdefault(record.id, number) != number:
            yield Problem(file, number, "id", f"es el mismo trámite del registro {first[record.id]}.")
