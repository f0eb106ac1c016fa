"""What a short message goes on with: the record being read, the one before it, or those that were just offered."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from flows.context import Context
from flows.engine import Go
from flows.messages import Option
from flows.opciones import as_candidates
from flows.session import Session
from flows.understanding.follow_up import FollowUp, follow_up
from knowledge.folding import fold
from knowledge.values import SECCIONES

# Flows that talk about records or only about the talk itself. In any other one «¿y cuánto vale?» is about something else.
_OF_RECORDS = frozenset({
    "tramites", "aclarar", "no_se", "rescate", "menu", "saludo", "gracias", "despedida", "ayuda", "idioma", "funcionario", "cancelado",
    "adjunto", "emergencia",
})  # fmt: skip
_LISTS = frozenset({"aclarar", "no_se", "tramites"})
_NAMED = 90.0  # all the words that were said are in the title, or nearly


@dataclass(frozen=True, slots=True)
class AskAgain:
    """What was said is heard and changes nothing: the same question is put again, and it is no miss."""


def records_among(context: Context, options: Iterable[Option]) -> tuple[str, ...]:
    """Return the ids of the records among some options, in their order."""
    return _published(context, (option.id.removeprefix("tramite:") for option in options))


def _published(context: Context, ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(i for i in ids if i in context.catalogo.tramites)


def remembered(context: Context, session: Session, text: str) -> Go | AskAgain | None:
    """Return where a message that goes on with what was said leads; None for any other message."""
    asked = follow_up(text)
    if asked is None:
        return None
    if session.frame is not None and session.frame.flow not in _OF_RECORDS:
        return _about_which(context, session, asked)
    match asked.pide:
        case "seccion":
            return _part(context, session, asked)
        case "caso":
            # «Para mi hija» under the menu says what for, not of which record.
            shown = session.frame is None or session.frame.flow in _LISTS
            return _part(context, session, asked) if shown else None
        case "idioma" | "repetir":
            return _said_again(context, session, asked)
        case "titulo":
            return _titled(context, session, asked.palabras)
        case "orden":
            return _nth(context, session, asked.orden)
        case "ese":
            return _this(context, session)
        case "otro":
            return _other(context, session)


def _pending(context: Context, session: Session) -> tuple[str, ...]:
    """Return the records that the pending question offers."""
    asked = session.frame is not None and session.frame.flow in _LISTS and session.asked is not None
    return records_among(context, session.shown) if asked else ()


def _current(context: Context, session: Session) -> str | None:
    return session.tramite if session.tramite in context.catalogo.tramites else None


def _about_which(context: Context, session: Session, asked: FollowUp) -> Go | None:
    """Ask whether the record is still meant when something else has been talked about since."""
    current = _current(context, session)
    if asked.pide != "seccion" or current is None:
        return None
    opciones = as_candidates(context, [context.catalogo.tramites[current]])
    return Go("aclarar", {"opciones": opciones, "seccion": str(asked.seccion)})


def _part(context: Context, session: Session, asked: FollowUp) -> Go | None:
    """Answer about the record being read. Among records just offered, keep the question until one is chosen."""
    pending, current = _pending(context, session), _current(context, session)
    part = {"seccion": str(asked.seccion), **({"caso": "si"} if asked.pide == "caso" else {})}
    frame = session.frame
    if frame is not None and pending and (current not in pending or frame.flow == "tramites"):
        return Go(frame.flow, {**frame.inicio, **part})
    return Go("tramites", {"tramite": current, **part}) if current else None


def _said_again(context: Context, session: Session, asked: FollowUp) -> Go | None:
    """Say the record once more as it was being read, in another language where one is named."""
    frame, current = session.frame, _current(context, session)
    if frame is None or frame.flow != "tramites" or current is None or _pending(context, session):
        return None
    read = [str(value) for value in frame.answers.values() if value in SECCIONES] or [frame.inicio.get("seccion", "")]
    inicio = {"tramite": current, **({"seccion": read[-1]} if read[-1] else {})}
    return Go("idioma", {"texto": asked.palabras, **inicio}) if asked.pide == "idioma" else Go("tramites", inicio)


def _titled(context: Context, session: Session, palabras: str) -> Go | None:
    """Return the one record among those just offered that some words name («el del predial»)."""
    pending = _pending(context, session)
    near = [i for i in pending if _names(context, i, palabras)]
    return _chosen(session, near[0]) if len(near) == 1 else None


def _names(context: Context, tramite: str, palabras: str) -> bool:
    record = context.catalogo.tramites[tramite]
    titles = fold(
        " ".join(filter(None, (record.titulo_corto, record.nombre, record.titulo_corto_en, record.nombre_en)))
    )
    return fuzz.token_set_ratio(fold(palabras), titles) >= _NAMED


def _nth(context: Context, session: Session, orden: int) -> Go | AskAgain | None:
    """Count among those offered now, those offered before, or the two that were talked about."""
    talked = _published(context, filter(None, (session.anterior, session.tramite)))
    known = _pending(context, session) or _published(context, session.ofrecidos) or talked
    place = len(known) + orden if orden < 0 else orden - 1
    if 0 <= place < len(known):
        return _chosen(session, known[place])
    return AskAgain() if session.asked else None


def _this(context: Context, session: Session) -> Go | AskAgain | None:
    """One that was offered is chosen; among several it is asked again; the record being read stays."""
    pending, current = _pending(context, session), _current(context, session)
    if len(pending) == 1:
        return _chosen(session, pending[0])
    if session.asked and (pending or (session.frame and session.frame.flow in _LISTS)):
        return AskAgain()
    return Go("tramites", {"tramite": current}) if current else None


def _other(context: Context, session: Session) -> Go | AskAgain | None:
    """Return the other one just offered, or the one talked about before; ask which where there are several."""
    pending, current = _pending(context, session), _current(context, session)
    if pending and current not in pending:
        return AskAgain()
    offered = pending or _published(context, session.ofrecidos)
    rest = [i for i in offered if i != current] if current in offered else []
    before = session.anterior if session.anterior in context.catalogo.tramites and session.anterior != current else None
    if before and (before in rest or not rest):
        return _chosen(session, before)
    if len(rest) == 1:
        return _chosen(session, rest[0])
    if rest:
        opciones = as_candidates(context, [context.catalogo.tramites[i] for i in rest[:3]])
        return Go("aclarar", {"opciones": opciones, **_part_of(session)})
    return Go("tramites", _part_of(session)) if current else None


def _chosen(session: Session, tramite: str) -> Go:
    return Go("tramites", {"tramite": tramite, **_part_of(session)})


def _part_of(session: Session) -> dict[str, str]:
    """Return the part that was asked for while the record was still being chosen."""
    frame = session.frame
    seccion = frame.inicio.get("seccion") if frame and frame.flow in ("aclarar", "no_se") else None
    return {"seccion": seccion} if seccion else {}
