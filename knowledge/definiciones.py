"""What each indicator means, as the offices agreed it: one proposes, every office accepts, and it holds from a day on.

An office is that of the account that signs: nobody answers for another one, whatever their role, and nobody twice. Nothing
here commits; every act leaves its line of audit in the same transaction.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from knowledge import auditoria
from knowledge.cifras import AcuerdoRow, DefinicionRow
from knowledge.indicadores import cargar
from knowledge.redaccion import MAX_NOTA, PERSONAL, Historia, Propuesta, Redaccion, Respuesta, faltas, is_personal

BOGOTA = ZoneInfo("America/Bogota")


class NoSeAcuerda(ValueError):
    """This cannot be proposed or answered like that. The message says what to do instead; `campo`, where."""

    def __init__(self, message: str, campo: str = "") -> None:
        super().__init__(message)
        self.campo = campo


@dataclass(frozen=True, slots=True)
class Firma:
    """Who acts, and for which office: always the one of their own account."""

    oficina: str
    usuario: str


def dia(now: datetime) -> date:
    """Return the day it is in the city."""
    return now.astimezone(BOGOTA).date()


def historia(db: Session, indicador: int) -> Historia:
    """Return every wording of an indicator.

    Raises:
        NoSeAcuerda: there is no such indicator.
    """
    known = cargar().get(indicador)
    if known is None:
        raise NoSeAcuerda(f"No existe el indicador {indicador}.")
    rows = db.exec(select(DefinicionRow).where(DefinicionRow.indicador == indicador)).all()
    return Historia(known, _wordings(rows, _answers(db, [row.id for row in rows])))


def historias(db: Session) -> Mapping[int, Historia]:
    """Return every wording of all indicators, by number, in two statements."""
    found: dict[int, list[DefinicionRow]] = {number: [] for number in cargar()}
    for row in db.exec(select(DefinicionRow)):
        found.setdefault(row.indicador, []).append(row)
    said = _answers(db, None)
    return {number: Historia(one, _wordings(found[number], said)) for number, one in cargar().items()}


def vigentes(db: Session, hoy: date) -> Mapping[int, Redaccion]:
    """Return the wording in force of every indicator: the bundled one, version 0, where nothing was agreed."""
    return {number: one.vigente(hoy) for number, one in historias(db).items()}


def proponer(
    db: Session, oficinas: Collection[str], indicador: int, propuesta: Propuesta, firma: Firma, now: datetime
) -> int:
    """Propose a wording and return its version. The office that proposes accepts by it.

    Raises:
        NoSeAcuerda: another proposal waits, a newer version came, or the words or the day cannot be.
    """
    _check_office(oficinas, firma)
    found = historia(db, indicador)
    if found.abierta is not None:
        raise NoSeAcuerda(f"Ya hay una propuesta, la versión {found.abierta.version}. Respóndanla antes de otra.")
    if found.numero != propuesta.base:
        raise NoSeAcuerda("Mientras escribías salió otra versión. Compárala con la tuya y proponla otra vez.")
    for campo, why in faltas(propuesta, found, dia(now)).items():
        raise NoSeAcuerda(why, campo)
    row = _add(db, found, propuesta, firma, now)
    _sign(db, row, firma, "", now, acepta=True)
    _audit(db, "proponer definición", row, firma, now)
    _settle(db, oficinas, row, firma, now)
    return row.version


def aceptar(db: Session, oficinas: Collection[str], definicion_id: int, firma: Firma, nota: str, now: datetime) -> bool:
    """Accept a proposal for one's office. Return whether it was the last acceptance that was missing.

    Raises:
        NoSeAcuerda: it waits no more, the office or the person already answered, or the note cannot be.
    """
    row = _to_answer(db, oficinas, definicion_id, firma)
    _sign(db, row, firma, _checked_note(nota), now, acepta=True)
    _audit(db, "aceptar definición", row, firma, now)
    return _settle(db, oficinas, row, firma, now)


def rechazar(
    db: Session, oficinas: Collection[str], definicion_id: int, firma: Firma, nota: str, now: datetime
) -> None:
    """Refuse a proposal, with the reason: it is closed, and anybody may propose another.

    Raises:
        NoSeAcuerda: as `aceptar`; or there is no reason.
    """
    row = _to_answer(db, oficinas, definicion_id, firma)
    note = _checked_note(nota)
    if not any(letter.isalnum() for letter in note):
        raise NoSeAcuerda("Escribe por qué no se acepta.", "nota")
    _sign(db, row, firma, note, now, acepta=False)
    row.estado = "rechazada"
    _audit(db, "rechazar definición", row, firma, now)


def retirar(db: Session, oficinas: Collection[str], definicion_id: int, firma: Firma, now: datetime) -> None:
    """Take back a proposal of one's office; any office may, once the one that proposed defines no indicators any more.

    Raises:
        NoSeAcuerda: it waits no more, or it is another office's.
    """
    _check_office(oficinas, firma)
    row = _open(db, definicion_id)
    if row.oficina != firma.oficina and row.oficina in oficinas:
        raise NoSeAcuerda("Solo la oficina que la propuso puede retirarla.")
    row.estado = "retirada"
    _audit(db, "retirar definición", row, firma, now)


def _add(db: Session, found: Historia, propuesta: Propuesta, firma: Firma, now: datetime) -> DefinicionRow:
    row = DefinicionRow(
        indicador=found.indicador.id, version=propuesta.base + 1, nombre=propuesta.nombre, texto=propuesta.texto,
        meta=propuesta.meta, formula_v=found.indicador.formula_v, oficina=firma.oficina, usuario=firma.usuario,
        propuesta_at=now, vigente_desde=propuesta.desde,
    )  # fmt: skip
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError:  # two offices at the same instant: the number of the version is one's alone
        raise NoSeAcuerda("Otra oficina propuso en el mismo momento. Mira su propuesta antes de la tuya.") from None
    return row


def _to_answer(db: Session, oficinas: Collection[str], definicion_id: int, firma: Firma) -> DefinicionRow:
    """Return an open proposal that this office has still to answer, held until the transaction ends."""
    _check_office(oficinas, firma)
    row = _open(db, definicion_id)
    for said in db.exec(select(AcuerdoRow).where(AcuerdoRow.definicion_id == row.id)):
        if said.oficina == firma.oficina:
            raise NoSeAcuerda("Tu oficina ya respondió esta propuesta. Mira quién y cuándo en la página.")
        if said.usuario == firma.usuario:  # an account that changed offices meanwhile
            raise NoSeAcuerda("Ya respondiste por otra oficina. Aquí debe responder otra persona.")
    return row


def _open(db: Session, definicion_id: int) -> DefinicionRow:
    row = db.get(DefinicionRow, definicion_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NoSeAcuerda("Esa propuesta no existe.")
    if row.estado != "propuesta":
        raise NoSeAcuerda(f"La versión {row.version} ya no espera respuesta. Mira abajo cómo quedó.")
    return row


def _check_office(oficinas: Collection[str], firma: Firma) -> None:
    if firma.oficina not in oficinas:
        raise NoSeAcuerda("Tu cuenta no es de una oficina que define los indicadores.")


def _checked_note(nota: str) -> str:
    note = nota.replace("\r\n", "\n").strip()
    if len(note) > MAX_NOTA:
        raise NoSeAcuerda(f"La nota tiene {len(note)} letras. Déjala en {MAX_NOTA} o menos.", "nota")
    if is_personal(note):
        raise NoSeAcuerda(PERSONAL, "nota")
    return note


def _sign(db: Session, row: DefinicionRow, firma: Firma, nota: str, now: datetime, *, acepta: bool) -> None:
    assert row.id is not None
    db.add(AcuerdoRow(
        definicion_id=row.id, oficina=firma.oficina, usuario=firma.usuario, acepta=acepta, nota=nota, at=now
    ))  # fmt: skip
    db.flush()


def _settle(db: Session, oficinas: Collection[str], row: DefinicionRow, firma: Firma, now: datetime) -> bool:
    """Put a proposal in force once every office has accepted; not before that day, nor before the one it asked for."""
    said = db.exec(select(AcuerdoRow.oficina).where(AcuerdoRow.definicion_id == row.id, col(AcuerdoRow.acepta)))
    if not set(oficinas) <= set(said):
        return False
    db.exec(
        update(DefinicionRow)
        .where(col(DefinicionRow.indicador) == row.indicador, col(DefinicionRow.estado) == "vigente")
        .values(estado="reemplazada")
    )
    row.estado, row.vigente_desde = "vigente", max(row.vigente_desde or dia(now), dia(now))
    _audit(db, "acordar definición", row, firma, now)
    return True


def _audit(db: Session, action: str, row: DefinicionRow, firma: Firma, now: datetime) -> None:
    detail = {"version": row.version, "oficina": firma.oficina, "desde": str(row.vigente_desde)}
    db.flush()
    auditoria.record(db, firma.usuario, action, f"indicador:{row.indicador}", now, detail)


def _answers(db: Session, ids: Collection[int | None] | None) -> Mapping[int, list[Respuesta]]:
    """Return what the offices said of these proposals, or of all of them, the oldest answer first."""
    query = select(AcuerdoRow).order_by(col(AcuerdoRow.at), col(AcuerdoRow.oficina))
    found: dict[int, list[Respuesta]] = {}
    for row in db.exec(query if ids is None else query.where(col(AcuerdoRow.definicion_id).in_(ids))):
        answer = Respuesta(row.oficina, row.usuario, row.acepta, row.nota, row.at)
        found.setdefault(row.definicion_id, []).append(answer)
    return found


def _wordings(rows: Iterable[DefinicionRow], said: Mapping[int, list[Respuesta]]) -> tuple[Redaccion, ...]:
    return tuple(
        Redaccion(
            row.version, row.nombre, row.texto, row.meta, row.formula_v, row.estado, row.id or 0, row.oficina,
            row.usuario, row.propuesta_at, row.vigente_desde, tuple(said.get(row.id or 0, ())),
        )
        for row in sorted(rows, key=lambda row: -row.version)
    )  # fmt: skip
