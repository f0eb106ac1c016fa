"""The list of what is open: its filters say of each request what its clock says, and its pages lose nobody."""

import itertools
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest
from sqlmodel import Session, col, select

from knowledge.bandeja import URGENCIAS, Filtro, Marca, cuentas, marca, pagina
from knowledge.reloj import semaforo
from knowledge.solicitudes import SolicitudRow
from knowledge.tramitar import Datos, Mesa, actuar, registrar
from tests.solicitudes.mesa import nueva

TODAY = date(2026, 3, 31)  # the day before Maundy Thursday: the days off make «pronto» long


def fill(db: Session, mesa: Mesa) -> None:
    """File a request for each due day around today, on business days and off, and some that wait."""
    numbers = itertools.count()
    mesa = replace(mesa, azar=lambda size: sha256(str(next(numbers)).encode()).digest()[:size])
    for number in range(60):
        made = registrar(db.connection(), mesa, nueva())
        if number % 9 == 0:
            actuar(db.connection(), mesa, made.id, "requerir", "berta", Datos("Falta algo."))
            continue
        row = db.get_one(SolicitudRow, made.id)
        row.vence_el = TODAY + timedelta(days=number // 2 - 12)
        db.add(row)
    db.flush()


@pytest.mark.parametrize("urgencia", URGENCIAS)
def test_a_filter_finds_what_the_clock_calls_by_its_name(db: Session, mesa: Mesa, urgencia: str) -> None:
    fill(db, mesa)
    found = {row.id for row in pagina(db, Filtro(urgencia=urgencia), TODAY, mesa.calendario, most=100).filas}
    expected = {
        row.id
        for row in db.exec(select(SolicitudRow))
        if semaforo(row.vence_el, TODAY, mesa.calendario, en_pausa=row.estado == "por_completar") == urgencia
    }
    assert found == expected
    assert found


@pytest.mark.parametrize("most", [1, 7, 59, 60])
def test_the_pages_together_are_everything_in_order(db: Session, mesa: Mesa, most: int) -> None:
    fill(db, mesa)
    seen: list[tuple[date, int]] = []
    after: Marca | None = None
    while True:
        page = pagina(db, Filtro(), TODAY, mesa.calendario, after, most)
        seen += [(row.vence_el or date.max, row.id) for row in page.filas]
        if page.siguiente is None:
            break
        after = marca(str(page.siguiente))
        assert after == page.siguiente
    assert len(seen) == len(set(seen)) == 60
    assert seen == sorted(seen)


def test_what_is_over_is_listed_only_by_its_state_the_newest_first(db: Session, mesa: Mesa) -> None:
    fill(db, mesa)
    ids = db.exec(select(SolicitudRow.id).where(SolicitudRow.estado == "recibida").order_by(col(SolicitudRow.id)).limit(3)).all()  # fmt: skip
    for which in ids:
        assert which is not None
        actuar(db.connection(), mesa, which, "responder", "berta", Datos("Ya."))
    page = pagina(db, Filtro(estado="respondida"), TODAY, mesa.calendario, most=2)
    assert [row.id for row in page.filas] == list(reversed(ids))[:2]
    rest = pagina(db, Filtro(estado="respondida"), TODAY, mesa.calendario, page.siguiente, 2)
    assert ([row.id for row in rest.filas], rest.siguiente) == ([ids[0]], None)
    assert not {row.id for row in pagina(db, Filtro(), TODAY, mesa.calendario, most=100).filas} & set(ids)


def test_the_counts_are_those_of_the_list(db: Session, mesa: Mesa) -> None:
    fill(db, mesa)
    counted = cuentas(db, "infraestructura", TODAY)
    for many, urgencia in ((counted.vencidas, "vencida"), (counted.vencen_hoy, "vence_hoy")):
        assert many == len(pagina(db, Filtro(urgencia=urgencia), TODAY, mesa.calendario, most=100).filas) > 0
    assert counted.sin_asignar == 60
    assert cuentas(db, "hacienda", TODAY) == type(counted)(0, 0, 0, 0)


@pytest.mark.parametrize(
    "said", ["", ".", "-.", "2026-04-22", "2026-99-99.1", "-.x", "2026-04-22.1'", "-.99999999999999999"]
)
def test_an_address_that_carries_no_mark_begins_at_the_start(said: str) -> None:
    assert marca(said) is None


def test_a_page_is_read_from_the_index_of_its_filter(db: Session, mesa: Mesa) -> None:
    if db.get_bind().dialect.name != "sqlite":  # it reads a small table whole, and sorts a few rows, unless told not to
        for choice in ("seqscan", "sort", "bitmapscan"):
            db.connection().exec_driver_sql(f"SET LOCAL enable_{choice} = off")
    for filtro, index in (
        (Filtro(), "ix_bandeja "), (Filtro("infraestructura"), "ix_bandeja_dependencia"), (Filtro(responsable="ana"), "ix_bandeja_responsable"),
        (Filtro(tipo="queja"), "ix_bandeja_tipo"), (Filtro(estado="asignada"), "ix_bandeja "),
    ):  # fmt: skip
        plan = _plan(db, filtro, mesa)
        assert index in plan, (filtro, plan)
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan


def _plan(db: Session, filtro: Filtro, mesa: Mesa) -> str:
    """Return how the database would read the first page."""
    from knowledge import bandeja

    seen: list[str] = []

    class Explaining:
        def execute(self, query: object) -> list[object]:
            explain = "EXPLAIN QUERY PLAN" if db.get_bind().dialect.name == "sqlite" else "EXPLAIN"
            sql = query.compile(db.connection(), compile_kwargs={"literal_binds": True})  # type: ignore[attr-defined]
            seen.extend(str(row[-1]) + " " for row in db.connection().exec_driver_sql(f"{explain} {sql}"))
            return []

    bandeja.pagina(Explaining(), filtro, TODAY, mesa.calendario)  # type: ignore[arg-type]
    return "\n".join(seen)
