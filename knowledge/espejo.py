"""What the entity's own system says of a request, put beside what is known here: what changes, and what cannot follow.

A mirrored request is what that system says. One that is worked on here is changed only by who names its code and its
radicado together: that is how it gets the radicado that the entity gave it later, and little else can be told of it from there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update
from sqlmodel import col

from knowledge import codigos
from knowledge.actos import NOMBRES, Acto, ActoImposible, Estado, despues, puede_contarse
from knowledge.avisos import Novedad, avisar
from knowledge.sellado import CannotOpen
from knowledge.solicitudes import ActoRow, SolicitudRow
from knowledge.tramitar import ENTIDAD, Mesa, write_act

# States that another system may bring to a request of ours, and the act that each would be here. The others need reasons,
# days or a body, which no table brings.
_ACTOS: Mapping[Estado, Acto] = {
    "asignada": "asignar", "en_firma": "firmar", "respondida": "responder", "cerrada": "cerrar",
}  # fmt: skip
_COLUMNS = tuple(getattr(SolicitudRow, name) for name in SolicitudRow.model_fields)


class NoSigue(ValueError):
    """A row cannot be applied; the message says why to who sends it, `columna` where."""

    def __init__(self, columna: str, message: str) -> None:
        super().__init__(message)
        self.columna = columna


@dataclass(frozen=True, slots=True)
class Cambio:
    """What one row leaves. `fila` None: the request is new here."""

    fila: Any
    valores: Mapping[str, Any]  # the columns that differ
    ahora: Estado
    texto: str = ""  # new words for the citizen
    detalle: Mapping[str, Any] = field(default_factory=dict)
    atrasado: bool = False  # what it says is older than what is known: its state and its words are not taken

    @property
    def hay(self) -> bool:
        """Return whether anything changes."""
        return self.fila is None or bool(self.valores or self.texto)

    @property
    def es_acto(self) -> bool:
        """Return whether the citizen may want to know: a state, words, or the entity's number."""
        return self.fila is None or bool(self.texto or self.detalle)


def cambio(db: Connection, mesa: Mesa, dicho: Mapping[str, Any]) -> Cambio:
    """Return what a row of the entity's system changes. Dates in it are dates; it has neither read nor written before.

    Raises:
        NoSigue: it speaks of two requests at once, of one of ours without its code, or of a state that cannot follow.
    """
    row = _found(db, dicho)
    texto = dicho.get("mensaje") or ""
    if row is None:
        return Cambio(None, _columns(dicho), dicho["estado"], texto, {"antes": None, "ahora": dicho["estado"]})
    atrasado = _is_late(row, dicho)
    if atrasado and not (row.aqui and row.radicado is None):
        return Cambio(row, {}, row.estado, atrasado=True)
    if atrasado:  # of an old word about a request of ours only the number is taken
        dicho, texto = {**dicho, "estado": row.estado}, ""
    ahora = _state(row, dicho["estado"])
    wanted = {**(_ours(row, dicho, mesa.hoy) if row.aqui else _columns(dicho)), "estado": ahora}
    changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    detalle: dict[str, Any] = {}
    if ahora != row.estado:
        detalle |= {"antes": row.estado, "ahora": ahora}
        changed.setdefault("actualizada_el", mesa.hoy)
    if "radicado" in changed:
        detalle["radicado"] = changed["radicado"]
    new_words = texto if texto != _last_words(db, mesa, row.id) else ""
    return Cambio(row, changed, ahora, new_words, detalle, atrasado)


def _is_late(row: Any, dicho: Mapping[str, Any]) -> bool:
    """Return whether a row was overtaken on its way. One without its day is taken as it comes."""
    said, known = dicho.get("actualizada_el"), row.actualizada_el
    return said is not None and known is not None and said < known


def aplicar(db: Connection, mesa: Mesa, hecho: Cambio, plazo: Mapping[str, Any]) -> None:
    """Write it, with its act and the notice to whoever follows the request. `plazo`: due date and term, by the law."""
    if not hecho.hay:
        return
    if hecho.fila is None:
        which, last, contact, due = _new(db, mesa, {**plazo, **hecho.valores}), 0, None, None
    else:
        extra = {} if hecho.fila.aqui else plazo
        last, contact, due = hecho.fila.ultimo_acto, hecho.fila.contact_id, hecho.fila.vence_el
        which = hecho.fila.id
        values = {**extra, **hecho.valores, "ultimo_acto": last + hecho.es_acto}
        db.execute(update(SolicitudRow).where(col(SolicitudRow.id) == which).values(**values))
    if not hecho.es_acto:
        return
    act = {"solicitud_id": which, "n": last + 1, "acto": "importar", "estado": hecho.ahora, "actor": ENTIDAD}
    write_act(db, mesa, {**act, "texto": hecho.texto, "detalle": dict(hecho.detalle)})
    if contact is not None:
        avisar(
            db, contact, Novedad(which, last + 1, "importar", due if hecho.ahora == "respondida" else None), mesa.now
        )


def _new(db: Connection, mesa: Mesa, values: Mapping[str, Any]) -> int:
    codigo = values.get("codigo") or codigos.make(mesa.azar(16))
    made = db.execute(
        insert(SolicitudRow).values({**values, "codigo": codigo, "aqui": False, "ultimo_acto": 1}).returning(col(SolicitudRow.id))
    ).scalar_one()  # fmt: skip
    assert made is not None
    return made


def _found(db: Connection, dicho: Mapping[str, Any]) -> Any:
    codigo = codigos.normalise(dicho["codigo"]) if dicho.get("codigo") else None
    row = _row(db, col(SolicitudRow.radicado) == dicho["radicado"])
    by_code = _row(db, col(SolicitudRow.codigo) == codigo) if codigo else None
    if row is None and by_code is not None and by_code.radicado is not None:
        raise NoSigue("Radicado", "esa solicitud ya tiene otro radicado.")
    if row is not None and by_code is not None and row.id != by_code.id:
        raise NoSigue("Código de seguimiento", "ese código es de otra solicitud.")
    found = row or by_code
    if found is not None and codigo is not None and found.codigo != codigo:
        raise NoSigue("Código de seguimiento", "ese radicado ya tiene otro código. Deja vacía la celda.")
    if found is not None and found.aqui and codigo is None:
        raise NoSigue(
            "Código de seguimiento", "esa solicitud se atiende aquí. Escribe también su código de seguimiento."
        )
    return found


def _state(row: Any, ahora: Estado) -> Estado:
    antes: Estado = row.estado
    if row.aqui and ahora == "recibida":
        return antes  # the entity has only given it a number
    if row.aqui and ahora != antes:
        _would_be_ours(antes, ahora)
    if not puede_contarse(antes, ahora):
        raise NoSigue("Estado", f"está {NOMBRES[antes].lower()} y no puede pasar a {NOMBRES[ahora].lower()}.")
    return ahora


def _would_be_ours(antes: Estado, ahora: Estado) -> None:
    """Let pass only what an act without reasons would leave here too."""
    acto = "devolver" if (antes, ahora) == ("en_firma", "asignada") else _ACTOS.get(ahora)
    try:
        left = despues(acto, antes) if acto is not None else None
    except ActoImposible as error:
        raise NoSigue("Estado", str(error)) from None
    if left != ahora:
        name = NOMBRES[ahora].lower()
        raise NoSigue("Estado", f"esa solicitud se atiende aquí: para dejarla {name} usa el panel.")


def _columns(dicho: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in dicho.items() if name != "mensaje"}
    if "codigo" in values:
        values["codigo"] = codigos.normalise(values["codigo"])
    return values


def _ours(row: Any, dicho: Mapping[str, Any], hoy: date) -> dict[str, Any]:
    """Return what may be told of a request of ours: its number, and the day of the answer."""
    values: dict[str, Any] = {"radicado": dicho["radicado"]}
    if dicho["estado"] == "respondida" and row.respondida_el is None:
        values["respondida_el"] = dicho.get("respondida_el") or hoy
    return values


def _last_words(db: Connection, mesa: Mesa, which: int) -> str:
    closed = db.execute(
        select(col(ActoRow.texto))
        .where(col(ActoRow.solicitud_id) == which, col(ActoRow.actor) == ENTIDAD, col(ActoRow.texto) != "")
        .order_by(col(ActoRow.n).desc())
        .limit(1)
    ).scalar_one_or_none()
    try:
        return mesa.sello.open(closed) if closed else ""
    except CannotOpen:
        return ""


def _row(db: Connection, where: ColumnElement[bool]) -> Any:
    return db.execute(select(*_COLUMNS).where(where).with_for_update()).first()
