"""What the benchmark of the figures says of their size."""

import os
from datetime import date

from sqlalchemy import insert
from sqlmodel import SQLModel

from bench.cifras import _bytes
from knowledge.cifras import DIA, TODAS, CeldaRow
from knowledge.db import open_database
from notifier.cifras import TURNOS


def test_a_set_of_persons_kept_beside_its_table_is_counted(postgres_url: str) -> None:
    database, persons = open_database(postgres_url), os.urandom(200_000)
    SQLModel.metadata.create_all(database.engine)
    row = {"grano": DIA, "fuente": TURNOS, "inicio": date(2026, 3, 1), **TODAS._asdict(), "medidas": "{}"}
    with database.writing() as db:
        db.execute(insert(CeldaRow).values(**row, personas=persons))
    assert _bytes(database, ("kpi_celdas",)) >= len(persons)
    database.engine.dispose()
