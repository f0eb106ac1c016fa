"""What the form refuses, a file does not bring either: told by row and column, and nothing is written."""

from dataclasses import fields

import pytest
from sqlmodel import Session

from bot.panel.campos import NOMBRES
from knowledge import tramites
from knowledge.exporters import export
from knowledge.importers.hojas import HEADINGS
from knowledge.importers.report import Outcome, Tools
from knowledge.reglas import broken
from knowledge.values import Tramite
from knowledge.values.tramite import DE_CARTAGENA
from tests.knowledge.importing import DRAFT, DRY, PUBLISH, bring
from tests.worlds import content

RESIDENCIA = "ctg-residencia"
BAD = [
    ("Nivel", "4", "Nivel: escoge hasta el nivel 3: Catalina todavía no termina trámites en línea."),
    ("Nivel", "3", "Nivel: para el nivel 3 escribe los pasos con lo que piden: de ahí salen las preguntas."),
    ("Número SUIT", "FI-1", "Número SUIT: el número SUIT lleva solo números, o una T y números: T28610."),
    ("Puntos de atención", "Caseta | 10.96, -74.8", "Puntos de atención: «Caseta» queda por fuera de Cartagena. Revisa las coordenadas."),
    ("Puntos de atención", '[{"nombre": "Caseta", "lat": 10.4}]', "Puntos de atención: escribe las dos coordenadas de «Caseta», o ninguna."),
    ("Puntos de atención", '[{"nombre": "Caseta", "lat": NaN, "lon": -75.5}]', "Puntos de atención: «Caseta» queda por fuera de Cartagena. Revisa las coordenadas."),
    ("Normas exactas", "Ley 388 de 0097", "Normas exactas: escribe el año de «Ley 388» con cuatro números, por ejemplo 2012."),
    ("Tiempo exacto", '{"unidad": "habil"}', "Tiempo exacto: escribe cuánto demora, con números."),
    ("Tiempo exacto", '{"unidad": "inmediato", "cantidad": 3}', "Tiempo exacto: si es de inmediato, deja vacío cuánto demora."),
    ("No confundir con", f"{RESIDENCIA} | ¿Cuál?", "No confundir con: escoge otro trámite: este es el mismo."),
    ("Costo", "25000", "Alcance: de un trámite nacional no se publica «Costo». Déjalo vacío, o di que el trámite es de Cartagena."),
]  # fmt: skip


@pytest.mark.parametrize("options", [DRY, DRAFT, PUBLISH], ids=["dry", "draft", "publish"])
@pytest.mark.parametrize(("heading", "cell", "said"), BAD)
def test_what_the_form_refuses_a_file_does_not_bring(
    db: Session, tools: Tools, heading: str, cell: str, said: str, options: object
) -> None:
    where = ("nacional", "x-nacional") if heading == "Costo" else ("", RESIDENCIA)
    head = f"Id;Alcance;{heading};Nombre;Título corto;Tema;Para qué sirve;Dependencia;Fuentes"
    quoted = cell.replace('"', '""')
    text = f'{head}\n{where[1]};{where[0]};"{quoted}";Permiso;Permiso;Comercio;Vender.;Hacienda;Acuerdo 1\n'
    report = bring(db, tools, "tramites", text, options)  # type: ignore[arg-type]
    assert [str(problem) for problem in report.problems] == [f"datos.csv, fila 2, columna {said}"]
    assert report.outcomes == ()
    assert len(tramites.history(db, RESIDENCIA)) == 1
    assert tramites.history(db, "x-nacional") == []


def test_a_place_of_isla_fuerte_comes_in(db: Session, tools: Tools) -> None:
    text = f"Id;Puntos de atención\n{RESIDENCIA};Inspección de Isla Fuerte | 9.39, -76.18\n"
    assert bring(db, tools, "tramites", text, DRAFT).outcomes == (Outcome.CHANGED,)
    assert tramites.value(tramites.history(db, RESIDENCIA)[0]).puntos[0].lat == 9.39


def test_what_is_published_keeps_the_rules_and_comes_back(db: Session, tools: Tools) -> None:
    assert [r.id for r in content().tramites.values() if broken(r, NOMBRES, content().entidad.territorio)] == []
    assert set(bring(db, tools, "tramites", export(db, "tramites", "csv"), DRAFT).outcomes) == {Outcome.SAME}


def test_every_field_that_a_rule_may_name_has_a_name_in_the_form_and_in_a_file() -> None:
    assert set(DE_CARTAGENA) <= HEADINGS.keys() & NOMBRES.keys()
    assert {*HEADINGS} - {"costo_explicado"} <= {field.name for field in fields(Tramite)}
