"""Every module that declares tables, so that one import fills `SQLModel.metadata`. Alembic and the tests read this."""

from knowledge import (
    contenido,
    conversaciones,
    convocatorias,
    cooperacion,
    organizacion,
    participacion,
    solicitudes,
    tramites,
)

MODULES = (
    contenido,
    conversaciones,
    convocatorias,
    cooperacion,
    organizacion,
    participacion,
    solicitudes,
    tramites,
)
