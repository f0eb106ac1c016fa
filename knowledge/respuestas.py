"""Table of the texts with which staff begin an answer to a request, and what of them is still to be filled."""

import re
from collections.abc import Iterable

from sqlmodel import Session

from knowledge import contenido
from knowledge.codec import read
from knowledge.contenido import ContenidoRow
from knowledge.values.preguntas import RespuestaModelo

_GAP = re.compile(r"\[[^\[\]\n]{1,80}\]")


class RespuestaModeloRow(ContenidoRow, table=True):
    """A text in plain language, published by who publishes everything else."""

    __tablename__ = "respuestas_modelo"

    titulo: str = ""


def modelos(db: Session) -> list[RespuestaModelo]:
    """Return the published texts in their order."""
    return [read(RespuestaModelo, row.contenido or {}) for row in contenido.published(db, RespuestaModeloRow)]


def sin_llenar(text: str, modelos: Iterable[RespuestaModelo]) -> list[str]:
    """Return the gaps of our own texts that an answer still has. Other brackets are the writer's business."""
    ours = {gap for modelo in modelos for gap in _GAP.findall(modelo.texto)}
    return list(dict.fromkeys(gap for gap in _GAP.findall(text) if gap in ours))
