"""Another city writes one file; what is wrong with it is said by file and field."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.entidad import EntidadInvalida, load_entidad
from tests.knowledge.bundle import read


def _file(folder: Path, **changes: Any) -> Path:
    path = folder / "otra.json"
    path.write_text(json.dumps({**read("entidad.json"), **changes}), encoding="utf-8")
    return path


def test_the_bundled_entity_is_cartagena() -> None:
    entidad = load_entidad()
    assert entidad.nombre == "Alcaldía Mayor de Cartagena de Indias"
    assert ("123", "Policía, bomberos y ambulancia", True) in entidad.emergencias
    assert [confirmed for line, _, confirmed in entidad.emergencias if line == "155"] == [False]


def test_another_city_changes_only_its_file(tmp_path: Path) -> None:
    entidad = load_entidad(_file(tmp_path, nombre="Alcaldía de Mompox", asistente="Candelaria"))
    assert (entidad.nombre, entidad.asistente) == ("Alcaldía de Mompox", "Candelaria")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"nombre": 7}, "campo «nombre»: escribe un texto entre comillas. Escribiste «7»"),
        ({"emergencias": "123"}, "campo «emergencias»: escribe una lista entre corchetes"),
        (
            {"contactos": [{"canal": "fax", "valor": "1", "para": "x", "confirmado": True}]},
            "campo «contactos.0.canal»: escribe uno de estos:",
        ),
        ({"contactos": [{"canal": "correo", "para": "x", "confirmado": True}]}, "campo «contactos.0.valor»: falta"),
        ({"telefonoo": "123"}, "campo «telefonoo»: no existe"),
        ({"oficinas_indicadores": []}, "campo «oficinas_indicadores»: escribe una dependencia o más"),
        ({"oficinas_indicadores": ["hacienda", " "]}, "campo «oficinas_indicadores»: escribe una dependencia o más"),
        (
            {"oficinas_indicadores": ["hacienda", "hacienda"]},
            "«oficinas_indicadores»: escribe una dependencia o más, sin repetir",
        ),
        ({"oficinas_indicadores": "hacienda"}, "campo «oficinas_indicadores»: escribe una lista entre corchetes"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    path = _file(tmp_path, **changes)
    with pytest.raises(EntidadInvalida) as error:
        load_entidad(path)
    assert said in str(error.value)
    assert str(path) in str(error.value)


def test_another_city_names_the_offices_that_define_its_indicators(tmp_path: Path) -> None:
    assert load_entidad().oficinas_indicadores == ("informatica", "ventanilla-unica", "transparencia")
    assert load_entidad(_file(tmp_path, oficinas_indicadores=["hacienda"])).oficinas_indicadores == ("hacienda",)
    record = read("entidad.json")
    del record["oficinas_indicadores"]
    (tmp_path / "sin.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(EntidadInvalida, match="oficinas_indicadores"):
        load_entidad(tmp_path / "sin.json")


def test_a_missing_file_and_broken_json_say_so(tmp_path: Path) -> None:
    with pytest.raises(EntidadInvalida, match="CATALINA_ENTIDAD"):
        load_entidad(tmp_path / "no-existe.json")
    broken = tmp_path / "rota.json"
    broken.write_text('{\n "nombre": "x",,\n}', encoding="utf-8")
    with pytest.raises(EntidadInvalida, match="línea 2"):
        load_entidad(broken)
