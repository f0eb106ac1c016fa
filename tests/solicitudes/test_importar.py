"""What the entity's own system tells of requests: acts and notices for what changed, words for what cannot follow."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session, select

from knowledge import codigos
from knowledge.actos import ESTADOS, TERMINADAS, Estado, puede_contarse
from knowledge.avisos import AvisoRow
from knowledge.consultas import Espejo, Hoy, Propias, Todas
from knowledge.importers.report import Options, Outcome, Report, Tools
from knowledge.solicitudes import ActoRow, SolicitudRow, solicitud
from knowledge.tramitar import Datos, Mesa, actuar, registrar
from tests.knowledge.importing import bring
from tests.solicitudes.mesa import nueva, person
from tests.worlds import NOON

HEAD = "Radicado;Código de seguimiento;Tipo;Estado;Dependencia;Recibida el;Responsable;Mensaje para el ciudadano\n"


def line(
    estado: str = "recibida", *, radicado: str = "EXT-1", codigo: str = "", mensaje: str = "", quien: str = ""
) -> str:
    return f"{radicado};{codigo};peticion_general;{estado};Hacienda;2026-03-30;{quien};{mensaje}\n"


@pytest.fixture
def load(db: Session, tools: Tools, mesa: Mesa) -> Any:
    """Return what imports lines as the entity's clerk does."""
    ours = replace(tools, sello=mesa.sello, random=mesa.azar)

    def read(*lines: str, dry_run: bool = False) -> Report:
        return bring(
            db, ours, "solicitudes", HEAD + "".join(lines), Options("clerk", NOON, publish=True, dry_run=dry_run)
        )

    return read


def said(report: Report) -> list[str]:
    return [str(problem).removeprefix("datos.csv, ") for problem in report.problems]


def acts(db: Session) -> list[tuple[int, str, str, str, object]]:
    rows = db.exec(select(ActoRow).order_by(ActoRow.id)).all()  # type: ignore[arg-type]
    return [(a.n, a.acto, a.estado, a.actor, a.detalle) for a in rows]


def test_a_change_of_state_is_an_act_of_the_entity_and_a_second_import_is_none(db: Session, load: Any) -> None:
    assert load(line()).outcomes == (Outcome.NEW,)
    assert load(line()).outcomes == (Outcome.SAME,)
    assert load(line("en_firma")).outcomes == (Outcome.CHANGED,)
    assert [load(line("en_firma")).outcomes for _ in range(2)] == [(Outcome.SAME,)] * 2
    assert acts(db) == [
        (1, "importar", "recibida", "entidad", {"antes": None, "ahora": "recibida"}),
        (2, "importar", "en_firma", "entidad", {"antes": "recibida", "ahora": "en_firma"}),
    ]
    row = db.exec(select(SolicitudRow)).one()
    assert (row.ultimo_acto, row.aqui, row.estado, row.actualizada_el) == (2, False, "en_firma", NOON.date())


def test_words_are_kept_closed_and_told_to_who_has_the_code(db: Session, load: Any, mesa: Mesa) -> None:
    load(line())
    assert load(line("respondida", mensaje="Ya puedes recoger tu certificado.")).outcomes == (Outcome.CHANGED,)
    assert load(line("respondida", mensaje="Ya puedes recoger tu certificado.")).outcomes == (Outcome.SAME,)
    assert load(line("respondida")).outcomes == (Outcome.SAME,)
    assert load(line("respondida", mensaje="Recógelo en La Matuna.")).outcomes == (Outcome.CHANGED,)
    assert "Matuna" not in "".join(a.texto for a in db.exec(select(ActoRow)))
    row = db.exec(select(SolicitudRow)).one()
    by_code = solicitud(db, row.codigo, mesa.hoy, mesa.calendario, mesa.sello)
    by_number = solicitud(db, "EXT-1", mesa.hoy, mesa.calendario, mesa.sello)
    assert by_code is not None
    assert by_number is not None
    assert (by_code.mensaje, by_number.mensaje) == ("Recógelo en La Matuna.", "")


def test_a_plain_correction_is_no_act_and_no_notice(db: Session, load: Any) -> None:
    load(line())
    assert load(line(quien="Mesa 3")).outcomes == (Outcome.CHANGED,)
    assert len(acts(db)) == 1
    assert db.exec(select(SolicitudRow)).one().responsable == "Mesa 3"


def test_what_cannot_follow_is_said_by_row_and_nothing_is_written(db: Session, load: Any) -> None:
    load(line("respondida"), line("asignada", radicado="EXT-2"))
    report = load(line(), line("en_firma", radicado="EXT-2"), line(radicado="EXT-3"))
    assert said(report) == ["fila 2, columna Estado: está respondida y no puede pasar a recibida."]
    assert {r.radicado: r.estado for r in db.exec(select(SolicitudRow))} == {"EXT-1": "respondida", "EXT-2": "asignada"}
    assert len(acts(db)) == 2


@pytest.mark.parametrize("antes", ESTADOS)
def test_an_end_is_never_undone_and_nothing_becomes_new_again(antes: Estado) -> None:
    allowed = {ahora for ahora in ESTADOS if puede_contarse(antes, ahora)}
    if antes in TERMINADAS:
        assert allowed == ({antes, "cerrada"} if antes in ("respondida", "trasladada") else {antes})
    else:
        assert allowed == (set(ESTADOS) if antes in ("recibida", "por_completar") else set(ESTADOS) - {"recibida"})


def test_a_request_of_ours_gets_its_radicado_by_its_code_and_the_citizen_is_told(
    db: Session, load: Any, mesa: Mesa
) -> None:
    made = registrar(db.connection(), mesa, nueva(person(db.connection())))
    assert load(line(codigo=made.codigo.lower())).outcomes == (Outcome.CHANGED,)
    assert load(line(codigo=made.codigo)).outcomes == (Outcome.SAME,)
    row = db.exec(select(SolicitudRow)).one()
    assert (row.radicado, row.aqui, row.estado, row.dependencia, row.vence_el) == ("EXT-1", True, "recibida", "Secretaría de Infraestructura", made.vence_el)  # fmt: skip
    assert acts(db)[1:] == [(2, "importar", "recibida", "entidad", {"radicado": "EXT-1"})]
    assert [(a.clase, a.acto_n) for a in db.exec(select(AvisoRow))] == [("importar", 2)]


def test_a_request_of_ours_is_changed_only_by_code_and_radicado_together(db: Session, load: Any, mesa: Mesa) -> None:
    made = registrar(db.connection(), mesa, nueva(person(db.connection())))
    load(line(codigo=made.codigo))
    assert said(load(line("respondida"))) == [
        "fila 2, columna Código de seguimiento: esa solicitud se atiende aquí. Escribe también su código de seguimiento."
    ]
    assert said(load(line("asignada", codigo=made.codigo, radicado="EXT-9"))) == ["fila 2, columna Radicado: esa solicitud ya tiene otro radicado."]  # fmt: skip
    assert load(line("respondida", codigo=made.codigo, mensaje="Ya.")).outcomes == (Outcome.CHANGED,)
    row = db.exec(select(SolicitudRow)).one()
    assert (row.estado, row.respondida_el) == ("respondida", NOON.date())
    assert said(load(line("asignada", codigo=made.codigo)))[0].startswith("fila 2, columna Estado: «Asignar")


def test_what_needs_more_than_a_state_is_done_in_the_panel(db: Session, load: Any, mesa: Mesa) -> None:
    made = registrar(db.connection(), mesa, nueva())
    for estado in ("por_completar", "prorrogada", "trasladada", "desistida"):
        assert "usa el panel" in said(load(line(estado, codigo=made.codigo)))[0]
    actuar(db.connection(), mesa, made.id, "requerir", "ana", Datos("Falta la dirección."))
    assert "usa el panel" in said(load(line("asignada", codigo=made.codigo)))[0]
    assert "no se puede" in said(load(line("respondida", codigo=made.codigo)))[0]


def test_codes_of_others_and_codes_twice_are_named(db: Session, load: Any, mesa: Mesa) -> None:
    one, two = (registrar(db.connection(), mesa, nueva()) for _ in range(2))
    assert said(load(line(codigo=one.codigo), line(codigo=one.codigo, radicado="EXT-2"))) == [
        "fila 3, columna Código de seguimiento: ese código ya está en la fila 2."
    ]
    load(line(codigo=one.codigo), line(radicado="EXT-5"))
    assert "ese código es de otra solicitud" in said(load(line(codigo=two.codigo)))[0]
    free = codigos.make(bytes(range(50, 66)))
    assert "ya tiene otro código" in said(load(line(radicado="EXT-5", codigo=free)))[0]


def test_a_rehearsal_says_the_same_and_writes_nothing(db: Session, load: Any) -> None:
    assert load(line(), dry_run=True).outcomes == (Outcome.NEW,)
    assert db.exec(select(SolicitudRow)).all() == []
    load(line())
    assert load(line("asignada"), dry_run=True).outcomes == (Outcome.CHANGED,)
    assert len(acts(db)) == 1


def test_two_systems_answer_as_one_and_only_ours_offers_acts(db: Session, load: Any, mesa: Mesa) -> None:
    made, hoy = registrar(db.connection(), mesa, nueva()), Hoy(mesa.hoy, mesa.calendario, mesa.sello)
    load(line())
    both = Todas()
    ours, theirs = both.buscar(db, made.codigo, hoy), both.buscar(db, "EXT-1", hoy)
    assert ours is not None
    assert theirs is not None
    assert "responder" in both.actos(ours)
    assert both.actos(theirs) == Espejo().actos(theirs) == ()
    assert Propias().buscar(db, "EXT-1", hoy) is None
    assert Espejo().buscar(db, made.codigo, hoy) is None
    assert both.buscar(db, "EXT-7", hoy) is None
