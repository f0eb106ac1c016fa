"""Hojas de vida as the panel reads them: every one with its newest version, published or not."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, func, select
from werkzeug.exceptions import Forbidden, NotFound

from bot.panel.entrada import Staff, staff
from flows.choosing import fold
from knowledge import tramites
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
    words: str


class NoEsSuya(PermissionError):
    """An editor works only on the trámites of the own office."""


def fichas(db: Session) -> list[Ficha]:
    """Return every hoja by name."""
    newest = (
        select(HojaVersionRow.hoja_id, func.max(HojaVersionRow.numero).label("numero"))
        .group_by(HojaVersionRow.hoja_id)
        .subquery()
    )
    query = (
        select(HojaRow, HojaVersionRow)
        .join(newest, newest.c.hoja_id == col(HojaRow.id))
        .join(
            HojaVersionRow,
            (col(HojaVersionRow.hoja_id) == newest.c.hoja_id) & (col(HojaVersionRow.numero) == newest.c.numero),
        )
    )
    return sorted((_ficha(hoja, version) for hoja, version in db.exec(query)), key=lambda ficha: fold(ficha.nombre))


def matching(all_of_them: Iterable[Ficha], q: str) -> list[Ficha]:
    """Return those that hold every word, with or without accents and capitals."""
    words = fold(q).split()
    return [ficha for ficha in all_of_them if all(word in ficha.words for word in words)]


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


def _ficha(hoja: HojaRow, version: HojaVersionRow) -> Ficha:
    content = version.contenido
    words = " ".join((content["nombre"], content["dependencia"], *content.get("alias", ())))
    return Ficha(
        slug=hoja.slug,
        nombre=content["nombre"],
        dependencia=content["dependencia"],
        dependencia_id=content.get("dependencia_id"),
        alcance=hoja.alcance,
        publicada=hoja.published_version_id is not None,
        pendiente=version.estado in {"borrador", "en_revision"},
        words=fold(words),
    )
