"""What the bundled content must not hold: data of another entity, figures of another city as ours, people."""

import json
import re
from pathlib import Path

from knowledge.codec import read as value
from knowledge.values import DatoPublico
from tests.knowledge.bundle import CONTENT, records

CITIZEN_FILES = (
    "tramites.json",
    "dependencias.json",
    "puntos_atencion.json",
    "lugares.json",
    "terminos.json",
    "servicio_convocatorias.json",
    "convocatorias.json",
    "proyectos.json",
    "organizaciones.json",
    "compromisos.json",
    "hitos.json",
    "datos_cartagena.json",
    "datos_bogota.json",
    "entidad.json",
)


def _text(name: str) -> str:
    return (CONTENT / name).read_text(encoding="utf-8")


def test_no_file_for_citizens_names_the_other_entity() -> None:
    for name in CITIZEN_FILES:
        assert not re.search(
            r"santa\s*marta|samario|santamarta|entidad 0043|SantanderAcuna", _text(name), re.IGNORECASE
        ), name


def _reference_needles() -> set[str]:
    """What identifies the other entity's own data: numbers of its fichas, links, and its longer texts."""
    needles: set[str] = set()
    for item in records("borradores_referencia.json"):
        needles |= {str(item["url"]), str(item["url_visor_suit"])}
        for field in ("costo_detalle", "seguimiento"):
            if item[field] and len(str(item[field])) > 12:
                needles.add(str(item[field]))
        needles |= {f"T{item['fi_suit_santa_marta']}", f"fi={item['fi_suit_santa_marta']}"}
    return needles


def test_no_link_number_cost_or_contact_of_the_other_entity_is_in_a_citizens_file() -> None:
    needles = _reference_needles()
    assert len(needles) > 300
    for name in CITIZEN_FILES:
        text = _text(name)
        assert [needle for needle in needles if needle in text] == [], name


def test_telephones_and_mails_of_the_sample_export_appear_nowhere(shared_dir: Path) -> None:
    sample = (shared_dir / "datos/suit/export_suit_muestra.json").read_text(encoding="utf-8")
    private = set(re.findall(r"[\w.-]+@[\w.-]+", sample)) | set(re.findall(r"\(5\) ?\d{7}(?: - \d+)?", sample))
    assert len(private) > 10
    for name in CITIZEN_FILES:
        assert [needle for needle in private if needle in _text(name)] == [], name


def test_no_person_is_named(shared_dir: Path) -> None:
    offices = json.loads((shared_dir / "datos/colombia/dependencias.json").read_text(encoding="utf-8"))
    plan = json.loads((shared_dir / "datos/ogp_compromisos.json").read_text(encoding="utf-8"))
    people = {re.sub(r" \(.*", "", item["titular"]) for item in offices if item["titular"]}
    people |= {item["nombre"] for item in plan["autoridades"]}
    people |= {
        "Carolina Calderón",
        "carolina.calderon",
        "Sandra Borda",
        "Consejera Borda",
        "Adriana Soto",
        "Vanessa Velasco",
    }
    people |= {
        "Natasha Avendaño",
        "Salomé Valencia",
        "Santiago Trujillo",
        "Wilson Rodríguez",
        "Lorena Cárdenas",
        "Gerson Bermont",
    }
    people |= {"Manuela Serrano", "Dilaan Gaviria", "Efrén", "Andrea Arce", "David Cardona", "Vega Reyes", "Abondano"}
    for name in CITIZEN_FILES:
        assert [person for person in people if person in _text(name)] == [], name


def test_bogota_is_never_taken_for_cartagena() -> None:
    for item in records("datos_bogota.json"):
        fact = value(DatoPublico, item["contenido"])
        assert fact.ciudad == "Bogotá"
        assert fact.id.startswith("bog-")
        assert "Bogotá" in fact.texto, fact.id
        assert "/003_" in fact.fuente
    for item in records("datos_cartagena.json"):
        fact = value(DatoPublico, item["contenido"])
        assert fact.ciudad == "Cartagena"
        assert "/003_" not in fact.fuente
