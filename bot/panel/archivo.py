"""Hojas de vida as the panel reads them: every one with its newest version, published or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select
from werkzeug.exceptions import Forbidden, NotFound

from bot.panel.entrada import Staff, staff
from knowledge import tramites
from knowledge.folding import fold
from knowledge.tramites import HojaRow, HojaVersionRow


@dataclass(frozen=True, slots=True)
class Ficha:
    """One line of the list."""

    slug: str
    nombre: str
    dependencia: str
    dependencia_id: str | None
    alcance: str
    publicada: bool
    pendiente: bool  # its newest version waits to be published


@dataclass(frozen=True, slots=True)
class Filtro:
    """What a list is narrowed to; empty fields narrow nothing."""

    q: str = ""
    estado: str = ""
    dependencia: str = ""
    tema: str = ""
    nivel: int | None = None
    por_confirmar: bool = False
    vencidas: date | None = None  # those that tell something past on this day


class NoEsSuya(PermissionError):
    """An editor works only on the trámites of the own office."""


def fichas(db: Session, filtro: Filtro, since: int, most: int) -> tuple[list[Ficha], int]:
    """Return a page of hojas by name, and how many there are: those with every word, with or without accents."""
    wanted = list(_wanted(filtro))
    total = db.exec(select(func.count()).select_from(HojaRow).where(*wanted)).one()
    query = select(HojaRow).where(*wanted).order_by(col(HojaRow.nombre_plano), col(HojaRow.id))
    return [_ficha(hoja) for hoja in db.exec(query.offset(since).limit(most))], total


def _wanted(filtro: Filtro) -> Iterator[ColumnElement[bool]]:
    yield from (col(HojaRow.buscar).contains(word) for word in fold(filtro.q).split())
    if filtro.estado == "pendientes":
        yield col(HojaRow.pendiente).is_(True)
    elif filtro.estado:
        yield col(HojaRow.estado) == filtro.estado
    if filtro.dependencia:
        yield col(HojaRow.dependencia_id) == filtro.dependencia
    if filtro.tema:
        yield col(HojaRow.tema) == filtro.tema
    if filtro.nivel is not None:
        yield col(HojaRow.nivel) == filtro.nivel
    if filtro.por_confirmar:
        yield col(HojaRow.por_confirmar).is_(True)
    if filtro.vencidas is not None:
        yield col(HojaRow.vence_el) < filtro.vencidas


def themes(db: Session) -> list[str]:
    """Return every theme of a hoja."""
    return list(db.exec(select(HojaRow.tema).distinct().order_by(HojaRow.tema)))


def by_slug(db: Session, slug: str) -> HojaRow | None:
    """Return the hoja of a public address."""
    return db.exec(select(HojaRow).where(HojaRow.slug == slug)).first()


def newest(db: Session, hoja: HojaRow) -> HojaVersionRow:
    """Return the version that the next change starts from."""
    return tramites.history(db, hoja.id)[0]


def numbered(db: Session, hoja: HojaRow, numero: int) -> HojaVersionRow | None:
    """Return one version by its number."""
    query = select(HojaVersionRow).where(HojaVersionRow.hoja_id == hoja.id, HojaVersionRow.numero == numero)
    return db.exec(query).first()


def published(db: Session, hoja: HojaRow) -> HojaVersionRow | None:
    """Return the version that citizens read."""
    return None if hoja.published_version_id is None else db.get(HojaVersionRow, hoja.published_version_id)


def check_office(who: Staff, version: HojaVersionRow) -> None:
    """Refuse an editor of one office at another's trámite. An editor without office works on all of them.

    Raises:
        NoEsSuya: it belongs to another office.
    """
    bound = who.dependencia_id is not None and not who.may("revisor", "administrador")
    if bound and version.contenido.get("dependencia_id") != who.dependencia_id:
        raise NoEsSuya


def open_hoja(db: Session, slug: str) -> HojaRow:
    """Return a hoja that this person may work on, or end the request in words."""
    hoja = by_slug(db, slug)
    if hoja is None:
        raise NotFound
    try:
        check_office(staff(), newest(db, hoja))
    except NoEsSuya:
        raise Forbidden from None
    return hoja


def _ficha(hoja: HojaRow) -> Ficha:
    return Ficha(
        slug=hoja.slug,
        nombre=hoja.nombre,
        dependencia=hoja.dependencia,
        dependencia_id=hoja.dependencia_id,
        alcance=hoja.alcance,
        publicada=hoja.published_version_id is not None,
        pendiente=hoja.pendiente,
    )
