"""Bands of indicators: what is outside is told once in words, what comes back is closed, a bad band is refused at once."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlmodel import col, select

from bot.alertas import vigilar
from bot.cifras.cuenta import contar
from bot.services import Current, Services
from knowledge.conversaciones import Interaction, Task
from knowledge.entidad import EntidadInvalida, load_entidad
from knowledge.vigilancia import VIGILABLES
from notifier.cifras.bands import Banda, outside
from notifier.cifras.formulas import Cifra, figures, share
from notifier.cifras.query import Totales
from tests.cifras.published import APRIL
from tests.worlds import Clock

COMPRENSION: Banda = (12, "", 70, None)
RAPIDO: Banda = (9, "p95", None, 5)
ESPERA: Banda = (11, "mediana", None, 10)
USO: Banda = (4, "", 100, None)
WAITED = Cifra(11, "Espera", 60.0, "min", dimension="mediana")


def took(seconds: float | None) -> Cifra:
    return Cifra(9, "Tiempo de respuesta, p95", seconds, "s", dimension="p95")


def talked(times: int) -> Cifra:
    return Cifra(4, "Conversaciones atendidas", float(times), "conversaciones")


@pytest.mark.parametrize(
    ("figure", "band", "counted", "words"),
    [
        (share(12, "Comprensión", 122, 200), COMPRENSION, {}, "Comprensión: 61,0 % (122 de 200), por debajo de 70 %"),
        (share(12, "Comprensión", 140, 200), COMPRENSION, {}, ""),
        (share(12, "Comprensión", 0, 19), COMPRENSION, {"conversaciones": 500}, ""),  # nineteen may be chance
        (share(12, "Comprensión", 0, 20), COMPRENSION, {}, "Comprensión: 0,0 % (0 de 20), por debajo de 70 %"),
        (share(12, "Comprensión", 0, 0), COMPRENSION, {"conversaciones": 500}, ""),
        (took(7.1), RAPIDO, {"ms|6300": 18, "ms|7100": 2}, "Tiempo de respuesta, p95: 7,1 s, por encima de 5 s"),
        (took(7.1), RAPIDO, {"ms|7100": 19, "conversaciones": 500}, ""),  # so many were not timed
        (took(5.0), RAPIDO, {"ms|5000": 900}, ""),
        (took(None), RAPIDO, {"conversaciones": 900}, ""),
        (WAITED, ESPERA, {"espera_s|3600": 1, "conversaciones": 500}, ""),  # one case, however much was talked
        (WAITED, ESPERA, {"espera_s|3600": 20}, "Espera: 60 min, por encima de 10 min"),
        (talked(3), USO, {"conversaciones": 3}, "Conversaciones atendidas: 3 conversaciones, por debajo de 100 conversaciones"),
        (talked(0), USO, {}, "Conversaciones atendidas: 0 conversaciones, por debajo de 100 conversaciones"),
        (talked(100), USO, {"conversaciones": 100}, ""),
        (Cifra(26, "Costo", 900.0, "pesos", dimension="costo"), (26, "costo", None, 500), {"respondidas": 19}, ""),
        (share(20, "Satisfacción", 99, 100), (20, "", 60, 95.5), {}, "Satisfacción: 99,0 % (99 de 100), por encima de 95,5 %"),
    ],
)  # fmt: skip
def test_what_is_outside_is_said_in_words(figure: Cifra, band: Banda, counted: dict[str, int], words: str) -> None:
    assert outside([figure], [band], Totales(counted)) == ({figure.indicador: words} if words else {})


def test_two_figures_of_an_indicator_are_one_alarm() -> None:
    slow = [took(7.0), Cifra(9, "Mediana", 6.0, "s", dimension="mediana")]
    assert outside(slow, [RAPIDO, (9, "mediana", None, 2)], Totales({"ms|7100": 50})) == {
        9: "Tiempo de respuesta, p95: 7 s, por encima de 5 s; Mediana: 6 s, por encima de 2 s"
    }


def test_what_may_be_watched_is_what_is_told() -> None:
    told = {(c.indicador, c.dimension) for c in figures(Totales()) if c.indicador != 27 and "=" not in c.dimension}
    assert {(number, one) for number, ones in VIGILABLES.items() for one in ones} == told


def week(services: Services, day: date, understood: int, missed: int) -> None:
    """Fill one day with turns, and count the night after it."""
    kinds = ["answered"] * understood + ["missed"] * missed
    rows = [
        {"at": datetime(day.year, day.month, day.day, 15, tzinfo=UTC), "persona": f"{n:08d}".encode(), "channel": "web",
         "idioma": "es", "kind": kind, "reply_ms": 300}
        for n, kind in enumerate(kinds)
    ]  # fmt: skip
    with services.db.writing() as db:
        if rows:
            db.execute(insert(Interaction), rows)
    contar(services)


def open_alarms(services: Services) -> list[tuple[str, str]]:
    with services.db.reading_session() as db:
        rows = db.exec(select(Task).where(Task.kind == "alarma", col(Task.closed_at).is_(None)))
        return [(task.tema, task.detail) for task in rows]


def test_an_alarm_is_raised_once_and_closed_when_it_is_over(services: Services, clock: Clock) -> None:
    watched = replace(
        services, current=Current(services.db, clock, replace(services.current.entidad, bandas=(COMPRENSION,)))
    )
    clock.now = APRIL
    week(watched, date(2026, 4, 18), 12, 18)
    assert vigilar(watched) == {12: "Comprensión: 40,0 % (12 de 30), por debajo de 70 %"}
    assert vigilar(watched)
    assert open_alarms(watched) == [("indicador-12", "Comprensión: 40,0 % (12 de 30), por debajo de 70 %")]
    clock.forward(days=1)
    week(watched, date(2026, 4, 20), 200, 0)
    assert (vigilar(watched), open_alarms(watched)) == ({}, [])
    clock.forward(days=4)
    week(watched, date(2026, 4, 24), 0, 999)
    assert [kind for kind, _ in open_alarms(watched)] == []
    assert vigilar(watched)[12] == "Comprensión: 17,2 % (212 de 1.229), por debajo de 70 %"
    clock.forward(days=30)  # nobody writes any more: too little to tell
    week(watched, date(2026, 5, 1), 0, 0)
    assert (vigilar(watched), open_alarms(watched)) == ({}, [])


def test_a_channel_that_nobody_uses_any_more_keeps_its_alarm(services: Services, clock: Clock) -> None:
    watched = replace(services, current=Current(services.db, clock, replace(services.current.entidad, bandas=(USO,))))
    clock.now = APRIL
    week(watched, date(2026, 4, 18), 12, 0)
    assert 4 in vigilar(watched)
    clock.forward(days=9)
    week(watched, date(2026, 4, 28), 0, 0)
    assert vigilar(watched)[4].startswith("Conversaciones atendidas: 0 conversaciones")
    assert [kind for kind, _ in open_alarms(watched)] == ["indicador-4"]


def test_an_alarm_of_a_band_that_was_taken_out_is_closed(services: Services, clock: Clock) -> None:
    clock.now = APRIL
    week(services, date(2026, 4, 18), 12, 18)
    assert 12 in vigilar(services)  # the bundled bands watch it
    without = replace(services, current=Current(services.db, clock, replace(services.current.entidad, bandas=())))
    vigilar(without)
    assert open_alarms(services) == []


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("bandas", [[99, "", 1, None]], "campo «bandas», renglón 1: no se puede vigilar el indicador 99. Escribe uno de 1 a 26"),
        ("bandas", [[27, "", 1, None]], "no se puede vigilar el indicador 27"),
        ("bandas", [[12, "", 70, None], [9, "p99", None, 5]], "renglón 2: el indicador 9 no tiene la dimensión «p99». Escribe una de estas: «mediana», «p95»."),
        ("bandas", [[12, "", 90, 70]], "el mínimo (90) es mayor que el máximo (70)"),
        ("bandas", [[12, "", None, None]], "falta el límite"),
        ("bandas", [[12, "", float("nan"), None]], "un límite no es un número"),
        ("bandas", [[12, "", "mucho", None]], "campo «bandas.0.2»"),
        ("bandas", [[12, ""]], "campo «bandas.0.2»: falta"),
        ("reportes_a", [["semanal", "a@b.co"]], "campo «reportes_a», renglón 1: no hay un informe «semanal»"),
        ("reportes_a", [["mensual", "ana"]], "«ana» no es un correo"),
        ("reportes_a", [["mensual", "a@b.co\nBcc: x@y.co"]], "no es un correo"),
    ],
)  # fmt: skip
def test_what_cannot_be_in_the_file_is_refused_with_field_and_what_to_write(
    tmp_path: Path, field: str, value: Any, says: str
) -> None:
    bundled = json.loads((Path(__file__).parents[2] / "knowledge/content/entidad.json").read_text(encoding="utf-8"))
    path = tmp_path / "ciudad.json"
    path.write_text(json.dumps({**bundled, field: value}), encoding="utf-8")
    with pytest.raises(EntidadInvalida) as refused:
        load_entidad(path)
    assert says in str(refused.value)


def test_the_bundled_list_is_empty_and_its_bands_are_said_to_be_unconfirmed() -> None:
    bundled = json.loads((Path(__file__).parents[2] / "knowledge/content/entidad.json").read_text(encoding="utf-8"))
    assert (bundled["reportes_a"], "Por acordar" in bundled["_bandas"]) == ([], True)
    assert [banda[0] for banda in load_entidad().bandas] == [5, 9, 10, 12, 20]
