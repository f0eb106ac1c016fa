"""The offices agree what a number means: one proposes, all accept, nobody signs for another, and the days decide."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from knowledge import auditoria, definiciones
from knowledge.cifras import DefinicionRow
from knowledge.db import Database
from knowledge.definiciones import Firma, NoSeAcuerda, aceptar, historia, proponer, rechazar, retirar
from knowledge.indicadores import cargar
from knowledge.redaccion import Historia, Propuesta, faltas
from tests.worlds import NOON

OAI, VENTANILLA, TRANSPARENCIA = "informatica", "ventanilla-unica", "transparencia"
TRES = (OAI, VENTANILLA, TRANSPARENCIA)
HOY = date(2026, 3, 30)
ANA, BETO, CARO = Firma(OAI, "ana"), Firma(VENTANILLA, "beto"), Firma(TRANSPARENCIA, "caro")
DICE = Propuesta("Conversaciones", "Se cuentan las charlas con respuesta.", "10.000 al mes", HOY, 0)


def later(days: int) -> datetime:
    return NOON + timedelta(days=days)


def propose(db: Session, firma: Firma = ANA, now: datetime = NOON, **changes: object) -> int:
    """Propose and return the id."""
    base = historia(db, 4).numero
    proponer(db, TRES, 4, replace(DICE, **{"base": base, **changes}), firma, now)  # type: ignore[arg-type]
    proposed = historia(db, 4).abierta
    assert proposed is not None
    return proposed.id


def agree(db: Session, now: datetime = NOON, **changes: object) -> int:
    which = propose(db, now=now, **changes)
    assert [aceptar(db, TRES, which, who, "", now) for who in (BETO, CARO)] == [False, True]
    return which


def states(db: Session, hoy: date) -> list[tuple[int, str]]:
    found = historia(db, 4)
    return [(one.version, found.situacion(one, hoy)) for one in found.versiones]


def test_the_bundled_words_hold_until_the_offices_agree(db: Session) -> None:
    assert {n: one.version for n, one in definiciones.vigentes(db, HOY).items()} == dict.fromkeys(range(1, 28), 0)
    which = propose(db)
    assert historia(db, 4).vigente(HOY).nombre == "Conversaciones atendidas"
    aceptar(db, TRES, which, BETO, "De acuerdo", NOON)
    assert states(db, HOY) == [(1, "propuesta")]
    assert aceptar(db, TRES, which, CARO, "", NOON)
    current = definiciones.vigentes(db, HOY)[4]
    assert (current.version, current.dice) == (1, ("Conversaciones", DICE.texto, "10.000 al mes"))
    assert [(r.oficina, r.acepta, r.nota) for r in sorted(current.respuestas, key=lambda r: r.usuario)] == [
        (OAI, True, ""),
        (VENTANILLA, True, "De acuerdo"),
        (TRANSPARENCIA, True, ""),
    ]


def test_it_is_in_force_from_its_day_and_not_before(db: Session) -> None:
    agree(db)
    agree(db, nombre="Charlas", desde=HOY + timedelta(days=10))
    assert states(db, HOY) == [(2, "acordada"), (1, "vigente")]
    assert states(db, HOY + timedelta(days=9)) == [(2, "acordada"), (1, "vigente")]
    assert states(db, HOY + timedelta(days=10)) == [(2, "vigente"), (1, "reemplazada")]
    assert historia(db, 4).vigente(HOY).nombre == "Conversaciones"
    assert historia(db, 4).ultima.nombre == "Charlas"


def test_an_acceptance_after_that_day_puts_it_in_force_on_its_own_day(db: Session) -> None:
    which = propose(db, desde=HOY + timedelta(days=2))
    aceptar(db, TRES, which, BETO, "", later(1))
    aceptar(db, TRES, which, CARO, "", later(5))
    assert historia(db, 4).versiones[0].desde == HOY + timedelta(days=5)


def test_the_day_is_the_one_in_the_city(db: Session) -> None:
    evening = datetime.fromisoformat("2026-04-01T03:00:00+00:00")  # still 31 March in Cartagena
    which = propose(db, now=evening, desde=date(2026, 3, 31))
    aceptar(db, TRES, which, BETO, "", evening)
    aceptar(db, TRES, which, CARO, "", evening)
    assert historia(db, 4).versiones[0].desde == date(2026, 3, 31)


def test_one_that_was_overtaken_before_its_day_never_holds(db: Session) -> None:
    agree(db, desde=HOY + timedelta(days=30))
    agree(db, nombre="Charlas", desde=HOY + timedelta(days=10))
    assert states(db, HOY) == [(2, "acordada"), (1, "reemplazada")]
    for day in (10, 30, 300):
        assert states(db, HOY + timedelta(days=day)) == [(2, "vigente"), (1, "reemplazada")]


def test_a_refusal_needs_its_reason_closes_the_proposal_and_leaves_room_for_another(db: Session) -> None:
    which = propose(db)
    for nota in ("", "  ", "…"):
        with pytest.raises(NoSeAcuerda, match="por qué") as error:
            rechazar(db, TRES, which, BETO, nota, NOON)
        assert error.value.campo == "nota"
    assert states(db, HOY) == [(1, "propuesta")]
    rechazar(db, TRES, which, BETO, "La meta es baja.", NOON)
    with pytest.raises(NoSeAcuerda, match="ya no espera"):
        aceptar(db, TRES, which, CARO, "", NOON)
    propose(db, CARO, meta="20.000 al mes")
    assert states(db, HOY) == [(2, "propuesta"), (1, "rechazada")]
    assert historia(db, 4).versiones[1].respuestas[1].nota == "La meta es baja."


def test_nobody_answers_for_another_office_nor_twice_nor_after_changing_offices(db: Session) -> None:
    which = propose(db)
    for firma, why in (
        (Firma("hacienda", "dora"), "no es de una oficina"),
        (Firma("", "admin"), "no es de una oficina"),
        (ANA, "ya respondió"),
        (Firma(OAI, "otra"), "ya respondió"),
        (Firma(VENTANILLA, "ana"), "otra persona"),
    ):
        for answer in (aceptar, rechazar):
            with pytest.raises(NoSeAcuerda, match=why):
                answer(db, TRES, which, firma, "No", NOON)
    with pytest.raises(NoSeAcuerda, match="no es de una oficina"):
        proponer(db, TRES, 5, DICE, Firma("hacienda", "dora"), NOON)
    assert [r.usuario for r in historia(db, 4).versiones[0].respuestas] == ["ana"]


def test_only_who_proposed_takes_it_back_unless_that_office_defines_no_more(db: Session) -> None:
    which = propose(db)
    with pytest.raises(NoSeAcuerda, match="Solo la oficina"):
        retirar(db, TRES, which, BETO, NOON)
    retirar(db, TRES, which, Firma(OAI, "una-colega"), NOON)
    with pytest.raises(NoSeAcuerda, match="ya no espera"):
        retirar(db, TRES, which, ANA, NOON)
    again = propose(db)
    retirar(db, (VENTANILLA, TRANSPARENCIA), again, BETO, NOON)
    assert states(db, HOY) == [(2, "retirada"), (1, "retirada")]


def test_a_city_of_one_office_agrees_at_once(db: Session) -> None:
    proponer(db, (OAI,), 4, DICE, ANA, NOON)
    assert historia(db, 4).vigente(HOY).version == 1


def test_one_proposal_at_a_time_and_none_on_top_of_what_was_not_read(db: Session) -> None:
    which = propose(db)
    with pytest.raises(NoSeAcuerda, match="Ya hay una propuesta, la versión 1"):
        proponer(db, TRES, 4, replace(DICE, base=1), BETO, NOON)
    retirar(db, TRES, which, ANA, NOON)
    with pytest.raises(NoSeAcuerda, match="Mientras escribías"):
        proponer(db, TRES, 4, DICE, BETO, NOON)
    assert historia(db, 5).numero == 0


@pytest.mark.parametrize(
    ("changes", "campo", "why"),
    [
        ({"nombre": ""}, "nombre", "Escribe el nombre"),
        ({"nombre": "\u200b –"}, "nombre", "Escribe el nombre"),
        ({"nombre": "x" * 101}, "nombre", "Tiene 101 letras"),
        ({"texto": ""}, "texto", "Escribe qué se cuenta"),
        ({"texto": "a" * 10_000}, "texto", "Tiene 10000 letras. Déjalo en 1000 o menos"),
        ({"texto": "Llamar al 300 123 4567"}, "texto", "teléfono"),
        ({"texto": "Lo dice 1.047.123.456"}, "texto", "cédula"),
        ({"meta": "m" * 201}, "meta", "Tiene 201 letras"),
        ({"meta": "ana@cartagena.gov.co"}, "meta", "correo"),
        ({"desde": None}, "desde", "así: 2026-03-30"),
        ({"desde": date(2026, 3, 29)}, "desde", "entre el 30/03/2026 y el 30/03/2027"),
        ({"desde": date(2027, 3, 31)}, "desde", "entre el 30/03/2026 y el 30/03/2027"),
        ({"desde": date.max}, "desde", "entre el"),
    ],
)
def test_what_cannot_be_proposed_says_what_to_write(
    db: Session, changes: dict[str, object], campo: str, why: str
) -> None:
    with pytest.raises(NoSeAcuerda, match=why) as error:
        propose(db, **changes)
    assert error.value.campo == campo
    assert historia(db, 4).versiones == ()


@pytest.mark.parametrize(
    "changes", [{"meta": "1.500.000 mensajes, 100.000 al mes"}, {"desde": date(2027, 3, 30)}, {"meta": ""}]
)
def test_a_large_goal_the_last_day_and_no_goal_can_be(db: Session, changes: dict[str, object]) -> None:
    propose(db, **changes)


def test_the_same_words_are_proposed_again_only_for_another_formula(db: Session) -> None:
    bundled = cargar()[4]
    agree(db, nombre=bundled.nombre, texto=bundled.texto, meta="")  # agreeing to the bundled words is an agreement
    with pytest.raises(NoSeAcuerda, match="lo mismo que la versión 1"):
        propose(db, nombre=bundled.nombre, texto=bundled.texto, meta="")
    found = historia(db, 4)
    newer = Historia(replace(bundled, formula_v=2), found.versiones)
    same = Propuesta(bundled.nombre, bundled.texto, "", HOY, 1)
    assert faltas(same, newer, HOY) == {}


def test_a_note_too_long_or_with_a_telephone_is_not_kept(db: Session) -> None:
    which = propose(db)
    for nota, why in (("n" * 501, "501 letras"), ("Pregunten al 300 123 4567", "teléfono")):
        for answer in (aceptar, rechazar):
            with pytest.raises(NoSeAcuerda, match=why) as error:
                answer(db, TRES, which, BETO, nota, NOON)
            assert error.value.campo == "nota"


def test_what_does_not_exist_is_said(db: Session) -> None:
    with pytest.raises(NoSeAcuerda, match="No existe el indicador 28"):
        proponer(db, TRES, 28, DICE, ANA, NOON)
    with pytest.raises(NoSeAcuerda, match="no existe"):
        aceptar(db, TRES, 999_999, ANA, "", NOON)


def test_every_act_leaves_its_line_of_audit(db: Session) -> None:
    which = agree(db)
    assert db.get_one(DefinicionRow, which).estado == "vigente"
    which = propose(db, nombre="Charlas")
    rechazar(db, TRES, which, CARO, "No", NOON)
    retirar(db, TRES, propose(db, nombre="Charlas"), ANA, NOON)
    acts = [(row.actor, row.action) for row in auditoria.of_subject(db, "indicador:4")]
    assert acts[::-1] == [
        ("ana", "proponer definición"), ("beto", "aceptar definición"), ("caro", "aceptar definición"), ("caro", "acordar definición"),
        ("ana", "proponer definición"), ("caro", "rechazar definición"), ("ana", "proponer definición"), ("ana", "retirar definición"),
    ]  # fmt: skip
    assert auditoria.verify(db) is None


def test_what_is_published_has_the_history_of_each_and_no_other(db: Session) -> None:
    agree(db)
    found = definiciones.historias(db)
    assert list(found) == list(range(1, 28))
    assert [n for n, one in found.items() if one.versiones] == [4]
    assert found[4] == historia(db, 4)


PATIENCE_S = 0.5  # long enough to come to the lock
Work = Callable[[Session], object]


def beside(database: Database, first: Work, second: Work) -> object:
    """Do the second while the first has written and not committed; return what the second did."""

    def done() -> object:
        with database.session() as db:
            return second(db)

    with ThreadPoolExecutor(1) as pool:
        with database.session() as db:
            first(db)
            waiting = pool.submit(done)
            with pytest.raises(TimeoutError):
                waiting.result(PATIENCE_S)
        return waiting.result(30)


def test_two_offices_that_propose_at_once_make_one_proposal(database: Database) -> None:
    # PostgreSQL lets both look before either has written: there the index of versions says who came second.
    with pytest.raises(NoSeAcuerda, match="Ya hay una propuesta" if database.is_sqlite else "Otra oficina propuso"):
        beside(database, propose, lambda db: proponer(db, TRES, 4, replace(DICE, nombre="Otra"), BETO, NOON))
    with database.reading_session() as db:
        assert [row.nombre for row in db.exec(select(DefinicionRow))] == ["Conversaciones"]


def test_the_two_last_acceptances_at_once_put_it_in_force(database: Database) -> None:
    with database.session() as db:
        which = propose(db)
    last = beside(
        database, lambda db: aceptar(db, TRES, which, BETO, "", NOON), lambda db: aceptar(db, TRES, which, CARO, "", NOON)
    )  # fmt: skip
    assert last is True
    with database.reading_session() as db:
        assert historia(db, 4).vigente(HOY).version == 1


def test_an_acceptance_beside_a_refusal_finds_it_closed(database: Database) -> None:
    with database.session() as db:
        which = propose(db)
    with pytest.raises(NoSeAcuerda, match="ya no espera"):
        beside(
            database,
            lambda db: rechazar(db, TRES, which, BETO, "No alcanza", NOON),
            lambda db: aceptar(db, TRES, which, CARO, "", NOON),
        )
