"""Every module that declares tables, so that one import fills `SQLModel.metadata`. Alembic and the tests read this."""

from knowledge import (
    aprendido,
    auditoria,
    contenido,
    conversaciones,
    convocatorias,
    cooperacion,
    denuncias,
    ingresos,
    modelo,
    organizacion,
    participacion,
    personal,
    segundo_factor,
    solicitudes,
    tramites,
)

MODULES = (
    aprendido,
    auditoria,
    contenido,
    conversaciones,
    convocatorias,
    cooperacion,
    denuncias,
    ingresos,
    modelo,
    organizacion,
    participacion,
    personal,
    segundo_factor,
    solicitudes,
    tramites,
)
