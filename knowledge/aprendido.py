"""What staff teach: phrases by which people ask, and saved questions with their right answer.

Rows are only added and retired, never deleted or changed: the history of what Catalina was taught stays.
Nothing here commits: the caller owns the transaction.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Index, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, func, select

from knowledge.columns import Utc
from knowledge.frases import MAX_PHRASE, Frase
from knowledge.preguntas import Pregunta

MAX_SOURCE = 120
BY_RULE = "emergencia"
RESERVED = "ficha"  # the source of what a record itself says
_ALIVE = text("retired_at IS NULL")
# Six digits in a row however they are grouped: a telephone, an identity card, an account. Or an address of mail.
_LONG_NUMBER = re.compile(r"\d(?:[ .,()/_–—-]*\d){5,}")
_YEAR = r"(?:19|20)\d\d"
# «2026-05-12», «12/05/2026», «acuerdo 188-2025», «ley 1755 2015», «2020, 2021, 2025»
_DATED = re.compile(
    rf"{_YEAR}-[01]?\d-[0-3]?\d|[0-3]?\d[ ./-]+[01]?\d[ ./-]+{_YEAR}|\d{{1,4}} ?[/-] ?{_YEAR}|\d{{3,4}} {_YEAR}|{_YEAR}(?:[ ,/–—-]+{_YEAR})*"
)
_MAIL = re.compile(r"\S ?@ ?\S|\barroba\b", re.IGNORECASE)


class NoSeAprende(ValueError):
    """This cannot be taught. `columna` is the field at fault; the message says what to write instead."""

    def __init__(self, columna: str, message: str) -> None:
        super().__init__(message)
        self.columna = columna


class AprendidoRow(SQLModel):
    """Columns of both tables. `clave` is the text as it is compared; one that is not retired exists once."""

    id: int | None = Field(default=None, primary_key=True)
    texto: str
    clave: str
    etiqueta: str = Field(index=True)
    fuente: str
    author: str
    created_at: datetime = Field(sa_type=Utc)
    retired_at: datetime | None = Field(default=None, sa_type=Utc)
    retired_by: str | None = None


class FraseRow(AprendidoRow, table=True):
    """One phrase that staff wrote: it is trained with the bundled ones."""

    __tablename__ = "frases"
    __table_args__ = (Index("ix_frases_viva", "clave", unique=True, sqlite_where=_ALIVE, postgresql_where=_ALIVE),)


class PreguntaRow(AprendidoRow, table=True):
    """One saved question that staff wrote: it judges a model and is never trained with."""

    __tablename__ = "preguntas_guardadas"
    __table_args__ = (Index("ix_preguntas_viva", "clave", unique=True, sqlite_where=_ALIVE, postgresql_where=_ALIVE),)


Row = TypeVar("Row", bound=AprendidoRow)


@dataclass(frozen=True, slots=True)
class Paquete:
    """What comes with the product and what labels exist: a new text is checked against it."""

    etiquetas: frozenset[str]
    frases: Mapping[str, str] = field(default_factory=dict)  # key → its label, or several joined by a space
    preguntas: Mapping[str, str] = field(default_factory=dict)


def paquete(etiquetas: frozenset[str], frases: Sequence[Frase], preguntas: Sequence[Pregunta]) -> Paquete:
    """Return what to check against, made from the bundled phrases and questions."""
    return Paquete(
        etiquetas=etiquetas,
        frases={key(item.texto): " ".join(item.etiquetas) for item in frases},
        preguntas={key(item.texto): item.etiqueta for item in preguntas},
    )


def key(texto: str) -> str:
    """Return a text as it is compared: without accents, capitals and punctuation."""
    # Not `folding.fold`: rows were stored with it, and a phrase in another alphabet would be empty.
    plain = unicodedata.normalize("NFKD", texto.casefold())
    return " ".join(re.findall(r"\w+", "".join(char for char in plain if not unicodedata.combining(char))))


def add(  # noqa: PLR0913
    db: Session, kind: type[Row], texto: str, etiqueta: str, fuente: str, *, author: str, now: datetime, known: Paquete
) -> Row:
    """Add a phrase or a saved question.

    Raises:
        NoSeAprende: empty or too long, personal data, a label nobody knows, or there already.
    """
    row = kind(
        texto=checked_text(texto),
        clave=key(texto),
        etiqueta=_checked_label(etiqueta, known),
        fuente=_checked_source(fuente),
        author=author,
        created_at=now,
    )
    if kind is FraseRow and row.etiqueta == BY_RULE:
        raise NoSeAprende("etiqueta", "El peligro se reconoce con reglas, no con frases. Escoge otro tema.")
    _check_new(db, kind, row, known)
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError:
        _check_new(db, kind, row, known)  # two people wrote it at once: who was second is told so
        raise
    return row


def retire(db: Session, row: AprendidoRow, by: str, now: datetime) -> bool:
    """Stop using a row from the next training on. Return whether it was in use."""
    if row.retired_at is not None:
        return False
    row.retired_at, row.retired_by = now, by
    db.add(row)
    db.flush()
    return True


def rows(db: Session, kind: type[Row]) -> Sequence[Row]:
    """Return the rows in use, the oldest first."""
    return db.exec(select(kind).where(col(kind.retired_at).is_(None)).order_by(col(kind.id))).all()


def frases(db: Session) -> tuple[Frase, ...]:
    """Return the phrases of staff that are trained with."""
    return tuple(Frase(row.texto, (row.etiqueta,), row.fuente) for row in rows(db, FraseRow))


def preguntas(db: Session) -> tuple[Pregunta, ...]:
    """Return the saved questions of staff that judge a model."""
    return tuple(Pregunta(row.texto, row.etiqueta, row.fuente) for row in rows(db, PreguntaRow))


def stamp(db: Session) -> str:
    """Return a text that changes when a phrase or a question is added or retired."""
    return "/".join(str(part) for kind in (FraseRow, PreguntaRow) for part in _counted(db, kind))


def checked_text(texto: str) -> str:
    """Return the text in one line.

    Raises:
        NoSeAprende: it is empty, too long or holds personal data.
    """
    line = " ".join(texto.split())
    if not key(line):
        raise NoSeAprende("texto", "Escribe la frase con palabras.")
    if len(line) > MAX_PHRASE:
        raise NoSeAprende("texto", f"La frase tiene {len(line)} letras. Déjala en {MAX_PHRASE} o menos.")
    if names_somebody(line):
        raise NoSeAprende(
            "texto",
            "Parece tener un teléfono, una cédula o un correo. Quítalo: las frases no guardan datos de personas.",
        )
    return line


def names_somebody(line: str) -> bool:
    """Return whether a text seems to hold a telephone, an identity card or a mail address."""
    numbers = (found.group() for found in _LONG_NUMBER.finditer(line))
    return _MAIL.search(line) is not None or any(not _DATED.fullmatch(number) for number in numbers)


def _checked_label(etiqueta: str, known: Paquete) -> str:
    label = etiqueta.strip()
    if label not in known.etiquetas:
        said = f"No existe el tema «{label[:80]}»." if label else "Falta el tema."
        raise NoSeAprende("etiqueta", f"{said} Escoge un trámite publicado, así: tramite/ctg-residencia, o otro tema.")
    return label


def _checked_source(fuente: str) -> str:
    source = " ".join(fuente.split())
    if not source:
        raise NoSeAprende("fuente", "Escribe de dónde salió: por ejemplo «Ventanilla de Impuestos, marzo de 2026».")
    if len(source) > MAX_SOURCE:
        raise NoSeAprende("fuente", f"La fuente tiene {len(source)} letras. Déjala en {MAX_SOURCE} o menos.")
    if source.casefold() == RESERVED:
        raise NoSeAprende("fuente", "«ficha» es la fuente de los nombres de cada trámite. Escribe otra.")
    if names_somebody(source):
        raise NoSeAprende("fuente", "Parece tener un teléfono, una cédula o un correo. Escribe la oficina o el lugar.")
    return source


def _check_new(db: Session, kind: type[AprendidoRow], row: AprendidoRow, known: Paquete) -> None:
    phrase = _label_of(db, FraseRow, row.clave) or known.frases.get(row.clave)
    question = _label_of(db, PreguntaRow, row.clave) or known.preguntas.get(row.clave)
    own, other = (phrase, question) if kind is FraseRow else (question, phrase)
    if own is not None:
        raise NoSeAprende("texto", f"Ya está, en «{own}».")
    if other is None:
        return
    if kind is FraseRow:
        raise NoSeAprende("texto", "Es una pregunta guardada: sirve para medir. Escríbela aquí con otras palabras.")
    raise NoSeAprende("texto", "Ya se enseña como frase, así que no mide nada. Escríbela con otras palabras.")


def _label_of(db: Session, kind: type[AprendidoRow], clave: str) -> str | None:
    query = select(kind.etiqueta).where(kind.clave == clave, col(kind.retired_at).is_(None))
    return db.exec(query).first()


def _counted(db: Session, kind: type[AprendidoRow]) -> tuple[int, int]:
    """Rows are only added and retired: two counts tell every change."""
    return db.exec(select(func.count(col(kind.id)), func.count(col(kind.retired_at)))).one()
