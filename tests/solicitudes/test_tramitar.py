"""Filing a request and working on it: each act writes row, act and notice together, or nothing."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, select

from knowledge.actos import ABIERTAS, ACTOS, REGLAS, Acto, ActoImposible, Estado, despues, posibles
from knowledge.avisos import AvisoRow
from knowledge.codigos import normalise
from knowledge.reloj import FueraDePlazo
from knowledge.solicitudes import ActoRow, AdjuntoRow, ContenidoSolicitudRow, SolicitudRow, contenido, solicitud
from knowledge.tramitar import Archivo, Conflicto, Datos, DatosIncompletos, Mesa, actuar, registrar
from tests.solicitudes.mesa import PETICION, nueva, on, person


def test_a_petition_is_filed_with_its_term_and_its_words_sealed(db: Session, mesa: Mesa) -> None:
    who = person(db.connection())
    made = registrar(db.connection(), mesa, nueva(who))
    row = db.get_one(SolicitudRow, made.id)
    assert normalise(made.codigo) == made.codigo
    assert (row.estado, row.vence_el, row.plazo_dias_habiles, row.aqui) == ("recibida", date(2026, 4, 22), 15, True)
    kept = db.get_one(ContenidoSolicitudRow, made.id).contenido
    assert "luminaria" not in kept
    assert contenido(db, made.id, mesa.sello) == PETICION
    assert db.exec(select(AvisoRow)).all() == []  # the receipt is the answer itself


def test_each_act_is_kept_and_told_once(db: Session, mesa: Mesa) -> None:
    made = registrar(db.connection(), mesa, nueva(person(db.connection())))
    actuar(db.connection(), mesa, made.id, "asignar", "ana", Datos(responsable="berta"))
    actuar(db.connection(), mesa, made.id, "firmar", "berta", Datos())
    done = actuar(
        db.connection(),
        mesa,
        made.id,
        "responder",
        "berta",
        Datos("Ya la arreglamos.", archivos=(Archivo("acta.pdf", "application/pdf", 9, path="x"),)),
    )
    assert (done.n, done.estado, done.tarde) == (4, "respondida", False)
    acts = db.exec(select(ActoRow).where(ActoRow.solicitud_id == made.id).order_by(ActoRow.n)).all()  # type: ignore[arg-type]
    assert [(a.acto, a.estado) for a in acts] == [
        ("radicar", "recibida"), ("asignar", "asignada"), ("firmar", "en_firma"), ("responder", "respondida"),
    ]  # fmt: skip
    assert "arreglamos" not in acts[-1].texto
    told = db.exec(select(AvisoRow).order_by(AvisoRow.id)).all()  # type: ignore[arg-type]
    assert [(a.clase, a.estado, a.limite) for a in told] == [
        ("asignar", "pendiente", None), ("firmar", "pendiente", None), ("responder", "pendiente", date(2026, 4, 22)),
    ]  # fmt: skip
    found = solicitud(db, made.codigo, mesa.hoy, mesa.calendario, mesa.sello)
    assert found is not None
    assert (found.mensaje, [a.nombre for a in found.adjuntos]) == ("Ya la arreglamos.", ["acta.pdf"])
    assert db.exec(select(AdjuntoRow)).one().de == "entidad"


def test_only_what_the_law_dates_has_a_last_day_to_tell(db: Session, mesa: Mesa) -> None:
    who = person(db.connection())
    made = [registrar(db.connection(), mesa, nueva(who)) for _ in range(2)]
    first: tuple[tuple[Acto, Datos], ...] = (
        ("asignar", Datos(responsable="berta")), ("prorrogar", Datos("Faltan estudios.", dias=5)), ("responder", Datos("Ya.")),
        ("cerrar", Datos()),
    )  # fmt: skip
    for acto, datos in first:
        actuar(db.connection(), mesa, made[0].id, acto, "berta", datos)
    actuar(db.connection(), mesa, made[1].id, "requerir", "berta", Datos("Falta la dirección."))
    actuar(db.connection(), mesa, made[1].id, "ampliar", "berta", Datos())
    told = db.exec(select(AvisoRow).order_by(AvisoRow.id)).all()  # type: ignore[arg-type]
    assert [(a.clase, a.limite) for a in told] == [
        ("asignar", None), ("prorrogar", date(2026, 4, 22)), ("responder", date(2026, 4, 29)), ("cerrar", None),
        ("requerir", date(2026, 4, 15)), ("ampliar", None),
    ]  # fmt: skip


def test_who_has_only_the_radicado_reads_no_words(db: Session, mesa: Mesa) -> None:
    made = registrar(db.connection(), mesa, nueva())
    actuar(db.connection(), mesa, made.id, "responder", "berta", Datos("Ya la arreglamos."))
    row = db.get_one(SolicitudRow, made.id)
    row.radicado = "EXT-AMC-26-0001234"
    db.add(row)
    db.flush()
    found = solicitud(db, "EXT-AMC-26-0001234", mesa.hoy, mesa.calendario, mesa.sello)
    assert found is not None
    assert found.mensaje == ""


def test_the_term_waits_while_the_citizen_completes(db: Session, mesa: Mesa) -> None:
    made = registrar(db.connection(), mesa, nueva(person(db.connection())))
    third = on(mesa, date(2026, 4, 6))  # 31 March, 1 and 6 April have counted
    asked = actuar(db.connection(), third, made.id, "requerir", "berta", Datos("Falta la dirección."))
    assert (asked.estado, asked.vence_el) == ("por_completar", None)
    assert db.get_one(SolicitudRow, made.id, populate_existing=True).completar_hasta == date(2026, 5, 6)
    back = on(mesa, date(2026, 4, 20))
    done = actuar(db.connection(), back, made.id, "completar", "ciudadano", Datos("Calle 30 con 45"))
    assert (done.estado, done.vence_el) == (
        "recibida",
        date(2026, 5, 7),
    )  # the twelve left, from 21 April; 1 May is off


def test_an_extension_after_the_term_is_refused(db: Session, mesa: Mesa) -> None:
    made = registrar(db.connection(), mesa, nueva())
    on_the_day = actuar(
        db.connection(), on(mesa, date(2026, 4, 22)), made.id, "prorrogar", "berta", Datos("Faltan estudios.", dias=10)
    )
    assert (on_the_day.estado, on_the_day.vence_el) == ("prorrogada", date(2026, 5, 7))
    with pytest.raises(FueraDePlazo, match="hasta 15 días hábiles en total: te quedan 5"):
        actuar(db.connection(), on(mesa, date(2026, 4, 23)), made.id, "prorrogar", "berta", Datos("Más.", dias=6))
    with pytest.raises(FueraDePlazo, match="venció el 07/05/2026"):
        actuar(db.connection(), on(mesa, date(2026, 5, 8)), made.id, "prorrogar", "berta", Datos("Más.", dias=1))


def test_data_may_be_asked_for_only_in_the_first_ten_days(db: Session, mesa: Mesa) -> None:
    made = registrar(db.connection(), mesa, nueva())
    with pytest.raises(FueraDePlazo, match="la ley no deja pedir datos después"):
        actuar(db.connection(), on(mesa, date(2026, 4, 16)), made.id, "requerir", "berta", Datos("Falta algo."))
    assert (
        actuar(db.connection(), on(mesa, date(2026, 4, 15)), made.id, "requerir", "berta", Datos("Falta algo.")).estado
        == "por_completar"
    )


def test_a_late_handover_is_done_and_said_to_be_late(db: Session, mesa: Mesa) -> None:
    made = registrar(db.connection(), mesa, nueva(person(db.connection())))
    late = on(mesa, date(2026, 4, 9))
    with pytest.raises(DatosIncompletos, match="nombre de la entidad"):
        actuar(db.connection(), late, made.id, "trasladar", "berta", Datos("No es nuestro."))
    with pytest.raises(DatosIncompletos, match="más de 200 caracteres"):
        actuar(db.connection(), late, made.id, "trasladar", "berta", Datos("No es nuestro.", competente="C" * 201))
    done = actuar(db.connection(), late, made.id, "trasladar", "berta", Datos("No es nuestro.", competente="Cardique"))
    assert (done.estado, done.vence_el, done.tarde) == ("trasladada", None, True)


def test_two_officials_at_once_do_not_overwrite_each_other(db: Session, mesa: Mesa) -> None:
    made = registrar(db.connection(), mesa, nueva())
    actuar(db.connection(), mesa, made.id, "asignar", "ana", Datos(responsable="berta", visto=1))
    with pytest.raises(Conflicto):
        actuar(db.connection(), mesa, made.id, "responder", "carlos", Datos("Sí.", visto=1))


@pytest.mark.parametrize("estado", ["respondida", "cerrada", "desistida", "trasladada"])
def test_what_is_over_takes_only_its_closing(estado: Estado) -> None:
    assert set(posibles(estado)) <= {"cerrar"}


@pytest.mark.parametrize("acto", [a for a in ACTOS if a in REGLAS])
def test_every_state_says_plainly_what_cannot_follow(acto: str) -> None:
    for estado in set(ABIERTAS) - REGLAS[acto].desde:  # type: ignore[index]
        with pytest.raises(ActoImposible, match="no se puede: la solicitud está"):
            despues(acto, estado)  # type: ignore[arg-type]


def test_the_second_month_is_given_once(db: Session, mesa: Mesa) -> None:
    made = registrar(db.connection(), mesa, nueva())
    actuar(db.connection(), mesa, made.id, "requerir", "berta", Datos("Falta algo."))
    actuar(db.connection(), mesa, made.id, "ampliar", "berta", Datos())
    assert db.get_one(SolicitudRow, made.id, populate_existing=True).completar_hasta == date(
        2026, 6, 1
    )  # 30 May is a Saturday
    with pytest.raises(DatosIncompletos, match="segundo mes"):
        actuar(db.connection(), mesa, made.id, "ampliar", "berta", Datos())
    with pytest.raises(DatosIncompletos, match="hasta el 01/06/2026"):
        actuar(db.connection(), mesa, made.id, "desistir", "berta", Datos("Acto 1."))


def test_an_unknown_kind_files_nothing(db: Session, mesa: Mesa) -> None:
    from knowledge.plazos import TipoDesconocido

    with pytest.raises(TipoDesconocido):
        registrar(db.connection(), mesa, replace(nueva(), tipo="otra"))
    assert db.exec(select(SolicitudRow)).all() == []
