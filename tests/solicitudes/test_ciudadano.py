"""What a citizen may do with requests, over the real inbox: only with their own, or with the code, and only with their files."""

import json
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.contacts import Known
from bot.effects import apply
from bot.inbound import Inbound
from bot.services import Services
from bot.solicitudes import complete, file, looked_up, mine, withdraw
from flows.effects import AnotarIntento, Archivos, Calificar, CompletarSolicitud, RegistrarSolicitud, RetirarSolicitud
from flows.messages import Message
from knowledge import personal
from knowledge.codigos import make
from knowledge.conversaciones import EffectDone, MediaRow, Rating
from knowledge.ingresos import FREE_FAILURES
from knowledge.mis_datos import erase, summary
from knowledge.solicitudes import ActoRow, AdjuntoRow, ContenidoSolicitudRow, SolicitudRow, contenido
from knowledge.tramitar import Datos, actuar
from tests.solicitudes.mesa import PETICION, person
from tests.worlds import Clock, Talk

ROSA, LUIS = "whatsapp:+573001112233", "whatsapp:+573004445566"


@pytest.fixture
def open_desk(services: Services) -> Services:
    """Return services of an entity where somebody attends what is filed."""
    with services.db.session() as db:
        personal.create_account(
            db, "gestora", "Gestora", ["gestor"], "una clave larga 1", services.clock(), by="prueba"
        )
    return services


def _people(services: Services) -> tuple[Known, Known]:
    with services.db.writing() as db:
        return tuple(Known(person(db, who), None, None) for who in (ROSA, LUIS))  # type: ignore[return-value]


def _inbound(services: Services) -> Inbound:
    return Inbound("whatsapp", "x", "whatsapp", (ROSA,), Message("sí"), services.clock())


def _effect(**changes: object) -> RegistrarSolicitud:
    return RegistrarSolicitud("reclamo", PETICION, "infraestructura", "Infraestructura", **changes)  # type: ignore[arg-type]


def _photo(services: Services, owner: Known, ref: str, estado: str = "copiada") -> None:
    with services.db.session() as db:
        row = {"provider": "twilio", "url": "https://x.example", "content_type": "image/jpeg", "estado": estado}
        db.add(MediaRow(ref=ref, contact_id=owner.id, due_at=services.clock(), created_at=services.clock(), **row))


def test_only_the_own_files_that_were_kept_go_with_a_request(open_desk: Services) -> None:
    rosa, luis = _people(open_desk)
    _photo(open_desk, rosa, "mia")
    _photo(open_desk, rosa, "mala", "rechazada")
    _photo(open_desk, luis, "ajena")
    refs = Archivos((("ajena", "Foto 1"), ("mia", "Foto 2"), ("mala", "Foto 3"), ("inventada", "Foto 4")))
    with open_desk.db.writing() as db:
        made = file(open_desk, db, rosa, _inbound(open_desk), _effect(archivos=refs))
    assert made["archivos"] == ["Foto 2"]
    with open_desk.db.session() as session:
        assert [a.media_ref for a in session.exec(select(AdjuntoRow))] == ["mia"]
        assert session.get_one(MediaRow, "ajena").contact_id == luis.id


def test_a_request_is_withdrawn_by_who_filed_it_alone(open_desk: Services) -> None:
    rosa, luis = _people(open_desk)
    with open_desk.db.writing() as db:
        codigo = file(open_desk, db, rosa, _inbound(open_desk), _effect())["codigo"]
        now = open_desk.clock()
        assert not withdraw(open_desk, db, luis, now, RetirarSolicitud(codigo))
        assert withdraw(open_desk, db, rosa, now, RetirarSolicitud(codigo))
        assert not withdraw(open_desk, db, rosa, now, RetirarSolicitud(codigo)), "it is over already"
        assert mine(db, luis) == []
        assert mine(db, rosa) == [{"codigo": codigo, "tipo": "reclamo", "estado": "desistida", "calificada": False}]


def test_who_holds_the_code_may_complete_and_only_while_it_is_asked_for(open_desk: Services) -> None:
    rosa, luis = _people(open_desk)
    with open_desk.db.writing() as db:
        codigo = file(open_desk, db, rosa, _inbound(open_desk), _effect())["codigo"]
        now, given = open_desk.clock(), CompletarSolicitud(codigo, "Calle 30 con 45")
        assert not complete(open_desk, db, luis, now, given), "nothing was asked for"
        which = db.execute(select(SolicitudRow.id)).scalar_one()
        actuar(db, open_desk.mesa(now), which, "requerir", "gestora", Datos("Falta la dirección."))
        assert not complete(open_desk, db, luis, now, CompletarSolicitud(make(bytes(11)), "hola")), "no such code"
        assert complete(open_desk, db, luis, now, given)
        assert not complete(open_desk, db, luis, now, given)
        acts = db.execute(select(col(ActoRow.acto), col(ActoRow.actor)).order_by(col(ActoRow.n))).all()
    assert acts == [("radicar", "ciudadano"), ("requerir", "gestora"), ("completar", "ciudadano")]


def test_after_five_wrong_codes_right_and_wrong_answer_the_same_until_the_wait_is_over(open_desk: Services) -> None:
    rosa, luis = _people(open_desk)
    with open_desk.db.writing() as db:
        codigo, now = file(open_desk, db, rosa, _inbound(open_desk), _effect())["codigo"], open_desk.clock()
        wrong, right = AnotarIntento(make(bytes(range(11))), False), AnotarIntento(codigo, True)
        waits = [looked_up(db, luis, now, wrong)["espera"] for _ in range(20)]
        assert waits == [0] * FREE_FAILURES + [1] * 15
        assert looked_up(db, luis, now, right)["espera"] == 1
        assert looked_up(db, rosa, now, right) == {"espera": 0, "hallada": True, "mia": True, "calificada": False}
        later = now + timedelta(minutes=1)
        assert looked_up(db, luis, later, right) == {"espera": 0, "hallada": True, "mia": False, "calificada": False}


def test_five_radicados_an_hour_right_or_wrong_and_codes_are_not_held_up(open_desk: Services) -> None:
    rosa, luis = _people(open_desk)
    with open_desk.db.writing() as db:
        codigo, now = file(open_desk, db, rosa, _inbound(open_desk), _effect())["codigo"], open_desk.clock()
        hit, miss = AnotarIntento(codigo, True, por_radicado=True), AnotarIntento("EXT-1", False, por_radicado=True)
        spent = [looked_up(db, luis, now, effect)["espera"] for effect in (hit, miss, hit, hit, hit, hit, miss)]
        assert spent == [0, 0, 0, 0, 0, 60, 60]
        assert looked_up(db, luis, now, AnotarIntento(codigo, True))["espera"] == 0
        assert looked_up(db, rosa, now, hit)["espera"] == 0
        assert looked_up(db, luis, now + timedelta(hours=1), hit)["espera"] == 0


def test_an_anonymous_request_leaves_nothing_that_ties_it_to_the_person(open_desk: Services, clock: Clock) -> None:
    talk = Talk(open_desk, clock, ROSA, "whatsapp")
    for said in ("quiero poner una sugerencia", "pongan más bancas en el parque", "sin mi nombre", "enviar"):
        bubble = talk(said)
    assert "Quedó radicada" in bubble.text
    with open_desk.db.session() as session:
        row = session.exec(select(SolicitudRow)).one()
        assert row.contact_id is None
        assert set(contenido(session, row.id or 0, open_desk.sello)) == {"objeto"}
        assert session.exec(select(EffectDone).where(EffectDone.kind == "RegistrarSolicitud")).all() == []


def test_words_and_name_rest_sealed(open_desk: Services) -> None:
    rosa, _ = _people(open_desk)
    with open_desk.db.writing() as db:
        file(open_desk, db, rosa, _inbound(open_desk), _effect())
    with open_desk.db.session() as session:
        rows = [
            row.model_dump_json()
            for kind in (SolicitudRow, ActoRow, ContenidoSolicitudRow)
            for row in _all(session, kind)
        ]
    assert not any(word in row for row in rows for word in ("luminaria", "Rosa", "dañada"))


def _all(session: Session, kind: type[SolicitudRow | ActoRow | ContenidoSolicitudRow]) -> list[SolicitudRow]:
    return list(session.exec(select(kind)))  # type: ignore[arg-type]


def test_nothing_is_filed_where_nobody_attends(services: Services, clock: Clock) -> None:
    talk = Talk(services, clock)
    said = talk("quiero poner una queja").text
    assert "Por este chat aún no se radica" in said
    assert "Aquí no quedó radicado nada" in said


def test_filing_closes_when_the_last_who_attends_is_gone(open_desk: Services, clock: Clock) -> None:
    talk = Talk(open_desk, clock)
    assert "¿Qué pasó y quién te atendió?" in talk("quiero poner una queja").text
    with open_desk.db.session() as db:
        account = personal.find(db, "gestora")
        assert account is not None
        account.activo = False
        db.add(account)
    clock.forward(seconds=10)
    said = talk("el inspector no quiso recibir mi carta").text
    assert "Por este chat aún no se radica" in said
    with open_desk.db.session() as session:
        assert session.exec(select(SolicitudRow)).all() == []


def test_a_rating_is_of_the_request_and_asked_once(open_desk: Services, clock: Clock) -> None:
    talk = Talk(open_desk, clock, ROSA, "whatsapp")
    for said in ("quiero poner una sugerencia", "pongan más bancas en el parque", "1", "Rosa Pérez", "enviar", "no"):
        talk(said)
    with open_desk.db.writing() as db:
        row = db.execute(select(SolicitudRow.id, SolicitudRow.codigo)).one()
        actuar(db, open_desk.mesa(clock()), row.id, "responder", "gestora", Datos("Ya están."))
    assert "¿Quedó resuelta tu solicitud?" in (talk("mis solicitudes"), talk("1"))[1].text
    talk("4")
    talk("saltar")
    with open_desk.db.session() as session:
        assert [(r.puntaje, r.codigo) for r in session.exec(select(Rating))] == [(4, row.codigo)]
    assert "¿Quedó resuelta" not in (talk("mis solicitudes"), talk("1"))[1].text
    assert "¿Quedó resuelta" not in talk(f"cómo va mi solicitud {row.codigo}").text


def test_a_second_rating_of_a_request_changes_nothing_and_talks_are_rated_freely(open_desk: Services) -> None:
    rosa, _ = _people(open_desk)
    inbound = _inbound(open_desk)
    with open_desk.db.writing() as db:
        for puntaje, codigo in ((4, "K7QM"), (1, "K7QM"), (5, None), (5, None)):
            apply(open_desk, db, rosa, inbound, Calificar(puntaje, None, codigo))
        kept = db.execute(select(Rating.puntaje, Rating.codigo).order_by(col(Rating.id))).all()
    assert [tuple(row) for row in kept] == [(4, "K7QM"), (5, None), (5, None)]


def test_erasing_keeps_what_is_open_and_unties_what_is_over(open_desk: Services) -> None:
    rosa, _ = _people(open_desk)
    with open_desk.db.writing() as db:
        now = open_desk.clock()
        done, still = (file(open_desk, db, rosa, _inbound(open_desk), _effect())["codigo"] for _ in range(2))
        withdraw(open_desk, db, rosa, now, RetirarSolicitud(done))
        assert summary(db, rosa.id)["solicitudes"] == 2
        erase(db, rosa.id, now)
        assert [row["codigo"] for row in mine(db, rosa)] == [still]
        kept = db.execute(select(col(ContenidoSolicitudRow.contenido))).scalars().all()
    assert [json.loads(open_desk.sello.open(text)) for text in kept] == [PETICION, PETICION]
