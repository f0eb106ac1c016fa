"""Table of the questions that belong to no trámite."""

from knowledge.contenido import ContenidoRow


class PreguntaFrecuenteRow(ContenidoRow, table=True):
    """A question with its answer."""

    __tablename__ = "preguntas_frecuentes"

    pregunta: str = ""
