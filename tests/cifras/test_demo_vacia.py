"""Where invented use may be written: only where nothing real is, whoever left it and however."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert
from sqlmodel import SQLModel

from bot.demo.escribir import REAL, vacia
from bot.refusals import Refused
from bot.services import Services
from knowledge.cifras import SondaRow
from knowledge.conversaciones import Contact, Interaction, Rating
from knowledge.denuncias import DenunciaRow
from knowledge.solicitudes import SolicitudRow
from tests.worlds import NOON

LEFT: dict[type[SQLModel], dict[str, object]] = {
    Contact: {"created_at": NOON},
    Interaction: {"at": NOON, "channel": "web", "idioma": "es", "kind": "answered", "reply_ms": 1},
    SolicitudRow: {
        "codigo": "CODE-0001", "tipo": "queja", "estado": "recibida", "dependencia_id": "hacienda", "recibida_el": date(2026, 3, 2),
        "vence_el": date(2026, 3, 24), "canal": "ventanilla",
    },
    DenunciaRow: {
        "id": "d1", "recibida_el": date(2026, 3, 2), "modo": "anonima", "estado": "recibida", "contenido": "", "receipt_hash": "",
    },
    Rating: {"at": NOON, "channel": "web", "puntaje": 5},
    SondaRow: {"minuto": NOON - timedelta(days=5), "bien": True, "ms": 40},
}  # fmt: skip


@pytest.mark.parametrize("table", LEFT, ids=lambda table: str(table.__tablename__))
def test_where_something_real_is_nothing_is_invented(services: Services, table: type[SQLModel]) -> None:
    with services.db.writing() as db:
        db.execute(insert(table).values(**LEFT[table]))
    with pytest.raises(Refused, match="no se mezcla con lo de verdad") as refused, services.db.reading() as db:
        vacia(db)
    assert REAL[table] in str(refused.value)


def test_where_there_is_only_content_it_may_be_invented(services: Services) -> None:
    with services.db.reading() as db:
        vacia(db)
