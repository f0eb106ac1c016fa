"""Every module that declares tables, so that one import fills `SQLModel.metadata`. Alembic and the tests read this."""

from knowledge import (
    auditoria,
    contenido,
    conversaciones,
    convocatorias,
    cooperacion,
    denuncias,
    ingresos,
    organizacion,
    participacion,
    personal,
    solicitudes,
    tramites,
)

MODULES = (
    auditoria,
    contenido,
    conversaciones,
    convocatorias,
    cooperacion,
    denuncias,
    ingresos,
    organizacion,
    participacion,
    personal,
    solicitudes,
    tramites,
)
