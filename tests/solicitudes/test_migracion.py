"""The migration of this release: what is there stays, and the release before goes on working beside it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, insert, text
from sqlmodel import Session

from knowledge.conversaciones import Contact
from knowledge.db import Database, open_database
from knowledge.migrations.runner import config, upgrade
from knowledge.sellado import Sello
from knowledge.solicitudes import SolicitudRow, solicitud
from tests.conftest import empty_database
from tests.worlds import NOON, content

BEFORE = (
    "codigo", "radicado", "tipo", "estado", "dependencia_id", "dependencia", "recibida_el", "vence_el", "plazo_dias_habiles",
    "actualizada_el", "respondida_el",
)  # fmt: skip


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Return a database as the release before leaves it."""
    with empty_database(request, request.param, tmp_path / "old.db") as url:
        opened = open_database(url)
        with opened.writing() as connection:
            command.upgrade(config(connection), "0001")
        yield opened
        opened.engine.dispose()


def old_release_writes(db: Connection, number: int) -> None:
    """Insert a request, its task and a person as the release before does, with its columns alone."""
    values = {
        "codigo": f"K7QM-3RT9-XW{number:02d}", "radicado": f"EXT-{number}", "tipo": "peticion_general", "estado": "asignada",
        "dependencia_id": "hacienda", "dependencia": "Secretaría de Hacienda", "recibida_el": date(2026, 3, 30),
        "vence_el": date(2026, 4, 22), "plazo_dias_habiles": 15, "actualizada_el": date(2026, 3, 31), "respondida_el": None,
    }  # fmt: skip
    db.execute(
        text(f"INSERT INTO solicitudes ({', '.join(BEFORE)}) VALUES ({', '.join(f':{n}' for n in BEFORE)})"), values
    )
    db.execute(text("INSERT INTO tasks (kind, tema, detail, created_at) VALUES ('alarma', :t, '', '2026-03-30 17:00:00')"), {"t": str(number)})  # fmt: skip


def rows(db: Connection, table: str) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(text(f"SELECT * FROM {table} ORDER BY id")).mappings()]


def test_a_populated_database_keeps_every_row(database: Database) -> None:
    with database.writing() as db:
        for number in range(50):
            old_release_writes(db, number)
        before = {table: rows(db, table) for table in ("solicitudes", "tasks")}
    assert upgrade(database) is True
    with database.reading() as db:
        for table, old in before.items():
            assert [{name: new[name] for name in old[0]} for new in rows(db, table)] == old
        first = rows(db, "solicitudes")[0]
    added = {name: first[name] for name in first if name not in (*BEFORE, "id")}
    assert {name: value for name, value in added.items() if value is not None} == {
        "aqui": False, "canal": "", "verbal": False, "escalon": 0, "prorroga_dias": 0, "ampliada": False, "competente": "",
        "ultimo_acto": 0,
    }  # fmt: skip


def test_the_release_before_still_writes_and_this_one_reads_it(database: Database) -> None:
    upgrade(database)
    with database.writing() as db:
        old_release_writes(db, 1)
        old_release_writes(db, 2)
    calendario = content().calendario
    assert calendario is not None
    with database.reading_session() as session:
        found = solicitud(session, "EXT-1", date(2026, 4, 6), calendario, Sello("clave de prueba"))
    assert found is not None
    assert (found.estado, found.aqui, found.dias_habiles_transcurridos, found.dias_habiles_plazo) == ("asignada", False, 3, 15)  # fmt: skip


def test_a_request_of_an_unknown_contact_is_refused(database: Database) -> None:
    """The new column is tied to the contacts, on SQLite too, where the table is made anew for it."""
    upgrade(database)
    with database.session() as session:
        made = session.connection().execute(insert(Contact).values(created_at=NOON)).inserted_primary_key
        assert made is not None
        session.add(_row("A", made[0]))
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.session() as session:
        session.add(_row("B", 999))


def _row(codigo: str, contact_id: int) -> SolicitudRow:
    return SolicitudRow(codigo=codigo, tipo="queja", recibida_el=date(2026, 3, 30), contact_id=contact_id)


def test_it_can_be_written_by_a_session_too(database: Database) -> None:
    upgrade(database)
    with database.session() as session:
        session.add(SolicitudRow(codigo="C", tipo="queja", recibida_el=date(2026, 3, 30)))
    with database.reading() as db, Session(db) as session:
        assert rows(session.connection(), "solicitudes")[0]["canal"] == ""
