"""What is filed without a name: afterwards no row says its words, its code or the hour beside the person who wrote."""

import json
from collections.abc import Sequence

import pytest
from sqlalchemy import select, update
from sqlmodel import SQLModel, col

from bot.channels.web_log import read_log
from bot.services import Services
from flows.context import Canal
from flows.messages import Bubble
from knowledge import personal
from knowledge.conversaciones import EffectDone, Interaction, MessageRow, Outgoing, SessionRow
from knowledge.solicitudes import ActoRow, SolicitudRow
from knowledge.tramitar import Datos, actuar
from notifier.outbox import EMPTY
from tests.worlds import Clock, Talk

CANARY = "cocuyo4471"
WORDS = f"pongan {CANARY} con sombra en la fila de la oficina"
FORM = ("quiero poner una sugerencia", WORDS, "sin mi nombre", "enviar")
WAYS: tuple[tuple[Canal, str], ...] = (("whatsapp", "whatsapp:+573001112233"), ("web", "web:" + "a" * 64))


@pytest.fixture
def desk(services: Services) -> Services:
    with services.db.session() as db:
        personal.create_account(
            db, "gestora", "Gestora", ["gestor"], "una clave larga 1", services.clock(), by="prueba"
        )
    return services


def cells(services: Services) -> str:
    """Return every cell of every table, and what the server's key opens in those of conversations that are not requests."""
    with services.db.reading() as db:
        kept = [
            str(cell) for table in SQLModel.metadata.sorted_tables for row in db.execute(select(table)) for cell in row
        ]
        closed = [*db.execute(select(col(MessageRow.body)).where(col(MessageRow.sealed))).scalars()]
        states = db.execute(select(col(SessionRow.state))).scalars().all()
    opened = [services.sello.open(body) for body in closed]
    return "\n".join((*kept, *opened, *states))


def said(talk: Talk, words: Sequence[str]) -> Bubble:
    for word in words:
        talk.clock.forward(seconds=40)
        bubble = talk(word)
    return bubble


def filed(services: Services) -> SolicitudRow:
    with services.db.reading_session() as db:
        return SolicitudRow(**db.execute(select(SolicitudRow.__table__)).mappings().one())  # type: ignore[attr-defined]


def deliver(services: Services) -> None:
    """Let every reply have been sent."""
    with services.db.writing() as db:
        db.execute(update(Outgoing).values(estado="enviada"))


@pytest.mark.parametrize(("canal", "address"), WAYS)
@pytest.mark.parametrize("sent", [True, False])
def test_a_canary_is_in_no_table_once_it_was_filed(
    desk: Services, clock: Clock, canal: Canal, address: str, sent: bool
) -> None:
    talk = Talk(desk, clock, address, canal)
    said(talk, ("hola", *FORM[:-1]))
    assert CANARY in cells(desk), "the watcher sees what is there"
    if sent:
        deliver(desk)
    receipt = said(talk, FORM[-1:])
    row = filed(desk)
    assert row.codigo in receipt.text
    if canal == "web":  # sealed until its browser says that it has it
        assert talk.last is not None
        read_log(desk, address, talk.last.seq)
    kept = cells(desk)
    assert CANARY not in kept
    if canal == "whatsapp":
        assert kept.count(row.codigo) == 1, "only the request itself has it"
    with desk.db.reading() as db:
        bodies = db.execute(select(col(MessageRow.body)).order_by(col(MessageRow.seq))).scalars().all()
        queued = db.execute(select(col(Outgoing.body), col(Outgoing.sealed)).order_by(col(Outgoing.id))).all()
    assert json.loads(bodies[0]) == {"texto": "hola"}, "what was said before the form is not touched"
    assert {json.loads(body)["texto"] for body in bodies[2:-1]} == {"[denuncia]"}
    if canal == "whatsapp":
        assert [q.sealed for q in queued[1:]] == [not sent] * 3 + [True]
        assert not sent or {q.body for q in queued[1:-1]} == {EMPTY}


def test_a_petition_told_before_the_form_was_offered_goes_too(desk: Services, clock: Clock) -> None:
    talk = Talk(desk, clock, WAYS[0][1], "whatsapp")
    first = f"solicito que arreglen el {CANARY} de la calle 30 del barrio Manga porque está dañado hace un mes"
    said(talk, (first, "sí", "sugerencia", "sin mi nombre", "saltar", "saltar", "saltar", "sin mi nombre", "enviar"))
    with desk.db.reading() as db:
        if db.execute(select(col(SolicitudRow.contact_id))).all() == [(None,)]:
            assert CANARY not in cells(desk)


def test_neither_hour_nor_person_ties_it(desk: Services, clock: Clock) -> None:
    clock.forward(hours=2)
    talk = Talk(desk, clock, WAYS[0][1], "whatsapp")
    receipt = said(talk, FORM)
    assert "Recibida: 30/03/2026, 14:02" in receipt.text
    row = filed(desk)
    with desk.db.reading() as db:
        moments = [row.recibida_en, *db.execute(select(col(ActoRow.at))).scalars()]
        figures = db.execute(select(col(Interaction.persona), col(Interaction.at))).all()
        kinds = set(db.execute(select(col(EffectDone.kind))).scalars())
    assert {moment.isoformat() for moment in moments if moment} == {"2026-03-30T17:00:00+00:00"}
    assert [figure.persona for figure in figures] == [None] * len(FORM)
    assert "RegistrarSolicitud" not in kinds


def test_completing_it_leaves_no_more(desk: Services, clock: Clock) -> None:
    talk = Talk(desk, clock, WAYS[0][1], "whatsapp")
    said(talk, FORM)
    row = filed(desk)
    with desk.db.writing() as db:
        actuar(db, desk.mesa(clock()), row.id or 0, "requerir", "gestora", Datos("Falta la dirección."))
    clock.forward(days=1)
    said(talk, (f"cómo va mi solicitud {row.codigo}", "1", f"{CANARY} calle 30", "saltar", "sí"))
    assert filed(desk).estado == "recibida"
    assert CANARY not in cells(desk)
    with desk.db.reading() as db:
        assert "CompletarSolicitud" not in set(db.execute(select(col(EffectDone.kind))).scalars())
        completed = db.execute(select(col(ActoRow.at)).where(col(ActoRow.acto) == "completar")).scalar_one()
    assert completed.isoformat() == "2026-03-31T17:00:00+00:00"


def test_a_request_with_a_name_leaves_the_conversation_as_it_was(desk: Services, clock: Clock) -> None:
    talk = Talk(desk, clock, WAYS[0][1], "whatsapp")
    said(talk, ("quiero poner una sugerencia", WORDS, "1", "Rosa Pérez", "enviar"))
    assert filed(desk).contact_id is not None
    with desk.db.reading() as db:
        assert any(CANARY in body for body in db.execute(select(col(MessageRow.body))).scalars())
